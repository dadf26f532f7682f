import {
  AppliedHardware,
  RequestFile,
} from '@backlot/plugin-vm-requests-common';
import { z } from 'zod';
import { MachineVariables, readVariables } from '../variables';

const diskSchema = z.looseObject({
  label: z.string(),
  controller: z.string(),
  unit: z.number().int(),
  size_gib: z.number(),
});

/** What the starter's module takes as `hardware`, as far as a resize has to know it. */
const hardwareSchema = z.looseObject({
  cpus: z.number().int(),
  cores_per_socket: z.number().int(),
  memory_mib: z.number().int(),
  hot_plug: z.looseObject({
    cpu_add: z.boolean(),
    cpu_remove: z.boolean(),
    memory_add: z.boolean(),
  }),
  scsi: z.looseObject({ controllers: z.number().int() }),
  sata_controllers: z.number().int(),
  disks: z.array(diskSchema).min(1),
});

/** A disk as the module's variables name it. */
export type DiskVariables = z.infer<typeof diskSchema>;

/** The module's variable `hardware`. */
export type HardwareVariables = z.infer<typeof hardwareSchema>;

/** Reads `hardware` from a machine's files, with all its variables; undefined where it is another form. */
export function readHardware(
  files: readonly RequestFile[] | undefined,
): { variables: MachineVariables; hardware: HardwareVariables } | undefined {
  const variables = readVariables(files);
  const read = hardwareSchema.safeParse(variables?.values.hardware);
  return variables && read.success
    ? { variables, hardware: read.data }
    : undefined;
}

/** The sizes in them, for people. */
export function appliedHardwareOf(
  files: readonly RequestFile[] | undefined,
): AppliedHardware | undefined {
  const hardware = readHardware(files)?.hardware;
  return (
    hardware && {
      cpus: hardware.cpus,
      memoryMib: hardware.memory_mib,
      disks: hardware.disks.map(({ label, size_gib: sizeGib }) => ({
        label,
        sizeGib,
      })),
    }
  );
}
