import { z } from 'zod';
import { machineHardwareSchema } from './requestResources';

/**
 * What a request does to its machine: `create`, `decommission`, `resize`, or a kind that a module of
 * the backend brings.
 *
 * @public
 */
export const operationKindSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/)
  .describe('What a request does to its machine, e.g. `create` or `resize`');

/** @public */
export type OperationKind = z.infer<typeof operationKindSchema>;

/**
 * What an operation on a machine will do, in words, before it is asked for and when it is approved.
 *
 * @public
 */
export const operationChangeSchema = z
  .object({
    does: z.array(z.string()).describe('Sentences, e.g. `CPUs: 2 to 4`'),
    interrupts: z
      .string()
      .optional()
      .describe('What users of the machine will notice; absent for nothing'),
  })
  .describe('What an operation on a machine will do, in words');

/** @public */
export type OperationChange = z.infer<typeof operationChangeSchema>;

/**
 * What an operation would do, or why it cannot be asked for with this input.
 *
 * @public
 */
export const operationPreviewSchema = operationChangeSchema
  .extend({
    problems: z
      .array(z.string())
      .describe('Sentences; empty where it can be asked for'),
  })
  .describe('What an operation would do, or why it cannot be asked for');

/** @public */
export type OperationPreview = z.infer<typeof operationPreviewSchema>;

/**
 * A machine that nobody requested, and for whom it would be adopted.
 *
 * @public
 */
export interface Adoption {
  /** Name of the source in the inventory's configuration. */
  source: string;
  /** Id of the machine in its source, or its instance UUID. */
  machine: string;
  /** Name of the blueprint by which its files are written. */
  blueprint: string;
  environment: string;
  /** Name of the stack that it is to live in; absent: the environment's first. */
  stack?: string;
  /** Entity ref of a user or group. */
  owner: string;
  /** IPv4 address of its first network card, where its guest reports none. */
  address?: string;
}

/**
 * An operation that can be asked of a machine, and whether the caller may ask for it now.
 *
 * @public
 */
export const operationOfferSchema = z
  .object({
    kind: operationKindSchema,
    title: z.string().describe('As a button names it, e.g. `Resize`'),
    description: z.string(),
    template: z
      .string()
      .describe('Entity ref of the software template that asks for it'),
    refusal: z
      .string()
      .optional()
      .describe('Why the caller cannot ask for it now; absent where they can'),
  })
  .describe('An operation that can be asked of a machine');

/** @public */
export type OperationOffer = z.infer<typeof operationOfferSchema>;

/**
 * Sizes of a machine as they were applied last.
 *
 * @public
 */
export const appliedHardwareSchema = machineHardwareSchema
  .pick({ cpus: true, memoryMib: true })
  .extend({
    disks: z.array(z.object({ label: z.string(), sizeGib: z.number() })),
  })
  .describe('Sizes of a machine as they were applied last');

/** @public */
export type AppliedHardware = z.infer<typeof appliedHardwareSchema>;
