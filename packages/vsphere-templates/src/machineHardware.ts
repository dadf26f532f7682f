import { z } from 'zod';
import { templateHardwareSchema } from './templateHardware';

/**
 * The hardware of a machine that stands, read from `config` of vim25's `VirtualMachineConfigInfo`: what a
 * template has, and what else decides whether Terraform can manage it as it is.
 *
 * @public
 */
export const machineHardwareSchema = templateHardwareSchema.extend({
  /** Labels of the disks that hold only what was written since they were linked to others. */
  linkedDisks: z.array(z.string()),
  /** Labels of the CD drives that are neither a client's, emulated, nor an image on a datastore. */
  unknownCdDrives: z.array(z.string()),
  /** Key of the extension of vCenter that manages it, e.g. `com.vmware.vim.eam`. */
  managedBy: z.string().optional(),
});

/** @public */
export type MachineHardware = z.infer<typeof machineHardwareSchema>;
