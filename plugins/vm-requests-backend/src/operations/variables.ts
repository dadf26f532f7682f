import { ConflictError } from '@backstage/errors';
import {
  RequestFile,
  JsonRecord,
  jsonRecordSchema,
} from '@backlot/plugin-vm-requests-common';

/** A machine's Terraform variables, and the file that they are in. */
export interface MachineVariables {
  path: string;
  values: JsonRecord;
}

/** Reads a machine's variables from its files; undefined where none has the form of them. */
export function readVariables(
  files: readonly RequestFile[] = [],
): MachineVariables | undefined {
  for (const { path, content } of files) {
    if (path.endsWith('.tfvars.json')) {
      const values = jsonRecordSchema.safeParse(JSON.parse(content));
      if (values.success && typeof values.data.present === 'boolean') {
        return { path, values: values.data };
      }
    }
  }
  return undefined;
}

/** Writes variables as `terraform:render` does. */
export function writeVariables({
  path,
  values,
}: MachineVariables): RequestFile {
  return { path, content: `${JSON.stringify(values, undefined, 2)}\n` };
}

/**
 * The file of a request's variables, saying that the machine shall not be.
 *
 * @throws ConflictError when there is no such file
 */
export function absentVariables(request: {
  id: string;
  directory: string;
  files?: RequestFile[];
}): RequestFile {
  const variables = readVariables(request.files);
  if (!variables) {
    throw new ConflictError(
      `No file of request ${request.id} has a variable 'present' to set to false. Destroy what exists in ${request.directory} by hand, and delete the machine.`,
    );
  }
  return writeVariables({
    ...variables,
    values: { ...variables.values, present: false },
  });
}
