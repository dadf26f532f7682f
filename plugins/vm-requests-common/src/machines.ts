import { z } from 'zod';
import { guestReportSchema } from './guestReport';

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

/**
 * A machine that came from a request and stands.
 *
 * @public
 */
export const ledgerMachineSchema = z
  .object({
    id: z.string().describe('Of the ledger; sortable by time'),
    lifecycle: machineLifecycleSchema,
    generation: z
      .number()
      .int()
      .nonnegative()
      .describe('How many operations were applied to it'),
    source: z.string(),
    providerId: z
      .string()
      .optional()
      .describe("Managed object reference's value"),
    instanceUuid: z.string().optional(),
    name: z.string(),
    fqdn: z.string(),
    environment: z.string(),
    owner: z.string(),
    request: z.string().describe('The request that made it'),
    purpose: z
      .string()
      .describe('What the machine is for, as the requester wrote'),
    pullRequestUrl: z
      .string()
      .optional()
      .describe('Address of the pull request that made it'),
    address: z.string().optional(),
    guest: guestReportSchema
      .optional()
      .describe('Absent for machines that the first release made'),
    createdAt: z.iso.datetime(),
  })
  .describe('A machine that came from a request and stands');

/** @public */
export type LedgerMachine = z.infer<typeof ledgerMachineSchema>;

/**
 * A page of machines.
 *
 * @public
 */
export const ledgerMachinePageSchema = z
  .object({
    items: z.array(ledgerMachineSchema),
    nextCursor: z.string().optional().describe('Absent on the last page'),
  })
  .describe('A page of machines, in the order of their ids');

/** @public */
export type LedgerMachinePage = z.infer<typeof ledgerMachinePageSchema>;
