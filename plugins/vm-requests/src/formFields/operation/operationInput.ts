import {
  JsonRecord,
  jsonRecordSchema,
} from '@backlot/plugin-vm-requests-common';

function isGiven(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) {
    return Object.values(value).some(isGiven);
  }
  return value !== undefined && value !== null && value !== '';
}

/**
 * What a form asks of an operation so far.
 *
 * @param from - the field that holds the whole input, or the fields that each are a part of it
 * @returns undefined until all of these are filled in
 */
export function operationInput(
  form: Record<string, unknown>,
  from: string | string[],
): JsonRecord | undefined {
  const fields = [from].flat();
  if (!fields.every(field => isGiven(form[field]))) {
    return undefined;
  }
  const read = jsonRecordSchema.safeParse(
    typeof from === 'string'
      ? form[from]
      : Object.fromEntries(from.map(field => [field, form[field]])),
  );
  return read.success ? read.data : undefined;
}
