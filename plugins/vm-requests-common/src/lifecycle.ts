import { z } from 'zod';

/**
 * Where a machine stands, beside what is being done to it.
 *
 * - `building`: a request is to make it; it may not exist yet.
 * - `active`: it was made, and is to be.
 * - `retiring`: a request is to end it.
 * - `gone`: it is no more, or never came to be.
 *
 * @public
 */
export const machineLifecycleSchema = z
  .enum(['building', 'active', 'retiring', 'gone'])
  .describe('Where a machine stands');

/** @public */
export type MachineLifecycle = z.infer<typeof machineLifecycleSchema>;

/**
 * Machines that were made and are not gone.
 *
 * @public
 */
export const standingLifecycles: readonly MachineLifecycle[] = [
  'active',
  'retiring',
];

/**
 * Machines that hold a name and count towards limits.
 *
 * @public
 */
export const livingLifecycles: readonly MachineLifecycle[] = [
  'building',
  ...standingLifecycles,
];
