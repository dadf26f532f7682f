import { z } from 'zod';
import { guestReportSchema } from './guestReport';
import { machineHookCallSchema } from './machineHooks';
import {
  appliedHardwareSchema,
  operationKindSchema,
  operationOfferSchema,
} from './operations';
import { policyEnvironmentSchema, policySizeSchema } from './policy';
import { requestStateSchema } from './states';

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
 * Versions that Terraform manages a machine with.
 *
 * @public
 */
export const machineVersionsSchema = z
  .object({
    module: z.string().describe("Its Terraform module's source, with its tag"),
    provider: z.string().describe('Version of its Terraform provider'),
  })
  .describe('Versions that Terraform manages a machine with');

/** @public */
export type MachineVersions = z.infer<typeof machineVersionsSchema>;

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
    blueprint: z.string().describe('Name of what it is made of'),
    stack: z.string().describe('Name of the stack that it lives in'),
    versions: machineVersionsSchema
      .optional()
      .describe('Absent where the ledger does not know them'),
    newVersions: machineVersionsSchema
      .optional()
      .describe(
        'Those that configuration names for new machines of its blueprint; absent where it has them, or nobody knows',
      ),
    request: z.string().describe('The request that made it'),
    requestedFor: z
      .string()
      .optional()
      .describe(
        'Entity ref of the user or group that it was requested for, where that is not who sent the request',
      ),
    purpose: z
      .string()
      .describe('What the machine is for, as the requester wrote'),
    pullRequestUrl: z
      .string()
      .optional()
      .describe('Address of the pull request that made it'),
    address: z.string().optional(),
    endsAt: z.iso
      .datetime()
      .optional()
      .describe('When its lease ends; absent for never'),
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

/**
 * One machine with what can be done to it.
 *
 * @public
 */
export const ledgerMachineDetailSchema = ledgerMachineSchema
  .extend({
    isProtected: z
      .boolean()
      .describe('Whether nobody may decommission it until that is taken away'),
    mayProtect: z
      .boolean()
      .describe('Whether the caller may set or take away that protection'),
    hardware: appliedHardwareSchema
      .optional()
      .describe('Absent where its variables are not of a known form'),
    sizes: z
      .record(z.string(), policySizeSchema)
      .describe('Those that policy names for its environment'),
    limits: policyEnvironmentSchema.shape.limits
      .pick({ cpus: true, memoryMib: true, diskGib: true })
      .optional()
      .describe('Of its environment; absent where policy has none such'),
    openRequest: z
      .string()
      .optional()
      .describe('The request on it that is open'),
    requests: z
      .array(
        z.object({
          id: z.string(),
          kind: operationKindSchema,
          operation: z.string(),
          state: requestStateSchema,
          requestedBy: z.string(),
          createdAt: z.iso.datetime(),
          updatedAt: z.iso.datetime(),
        }),
      )
      .describe('What was asked of it, newest first; 100 at most'),
    operations: z.array(operationOfferSchema),
    hooks: z
      .array(machineHookCallSchema)
      .optional()
      .describe(
        'What machine hooks do about it; absent where there is nothing',
      ),
  })
  .describe('One machine with what can be done to it');

/** @public */
export type LedgerMachineDetail = z.infer<typeof ledgerMachineDetailSchema>;
