import { RequestFile } from '@backlot/plugin-vm-requests-common';
import { z } from 'zod';
import { readHardware } from '../resize/hardwareVariables';
import { MachineVariables } from '../variables';

const placementSchema = z.looseObject({
  template_uuid: z.string(),
  template: z.string(),
});

/** What a rebuild has to know of `hardware`, beside what a resize does. */
const machineSchema = z.looseObject({
  guest_id: z.string(),
  firmware: z.string(),
});

/** A machine's Terraform variables, as far as a rebuild has to know them. */
export interface RebuildVariables {
  variables: MachineVariables;
  hardware: NonNullable<ReturnType<typeof readHardware>>['hardware'] &
    z.infer<typeof machineSchema>;
  placement: z.infer<typeof placementSchema>;
  /** How often the machine was made again; absent where its files do not tell the module. */
  rebuild?: number;
}

/** Reads them from a machine's files; undefined where they have another form. */
export function readRebuildVariables(
  files: readonly RequestFile[] | undefined,
): RebuildVariables | undefined {
  const read = readHardware(files);
  const machine = machineSchema.safeParse(read?.hardware);
  const placement = placementSchema.safeParse(read?.variables.values.placement);
  if (!read || !machine.success || !placement.success) {
    return undefined;
  }
  const { rebuild } = read.variables.values;
  return {
    variables: read.variables,
    hardware: { ...read.hardware, ...machine.data },
    placement: placement.data,
    rebuild: typeof rebuild === 'number' ? rebuild : undefined,
  };
}
