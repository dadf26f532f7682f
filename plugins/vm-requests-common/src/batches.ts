import { z } from 'zod';
import { operationKindSchema } from './operations';
import { machineHardwareSchema } from './requestResources';
import { requestStateSchema } from './states';
import { planSchema } from './plan';
import { requestWaitSchema } from './waits';

/**
 * How many things a batch holds at the most.
 *
 * @public
 */
export const MAX_BATCH_ITEMS = 500;

/**
 * Where a batch stands.
 *
 * - `running`: it goes on by itself, or waits for approval.
 * - `stopped`: one of it went wrong, and the rest waits for a person, because they are done in turn.
 * - `ended`: all of it has ended.
 *
 * @public
 */
export const batchStateSchema = z
  .enum(['running', 'stopped', 'ended'])
  .describe(
    'running: it goes on by itself, or waits for approval. stopped: one of it went wrong, and the rest waits for a person. ended: all of it has ended.',
  );

/** @public */
export type BatchState = z.infer<typeof batchStateSchema>;

/**
 * Where one thing of a batch stands.
 *
 * - `waiting`: its request is not opened yet.
 * - `opening`: a scaffolder task is about to open its request.
 * - `opened`: it has a request, whose state says more.
 * - `failed`: no request could be opened for it.
 * - `cancelled`: somebody cancelled it before it had a request.
 *
 * @public
 */
export const batchItemStateSchema = z
  .enum(['waiting', 'opening', 'opened', 'failed', 'cancelled'])
  .describe(
    'waiting: it has no request yet. opening: a task is about to open one. opened: it has one, whose state says more. failed: none could be opened. cancelled: before it had one.',
  );

/** @public */
export type BatchItemState = z.infer<typeof batchItemStateSchema>;

/**
 * Which batch a request belongs to.
 *
 * @public
 */
export const batchRefSchema = z
  .object({
    id: z.string().describe('Id of the batch'),
    position: z.number().int().positive().describe('From 1'),
  })
  .describe('Which batch a request belongs to, and where in it');

/** @public */
export type BatchRef = z.infer<typeof batchRefSchema>;

/**
 * What a person may do with one thing of a batch.
 *
 * @public
 */
export const batchItemAbilitySchema = z.enum(['approve', 'reject', 'retry']);

/** @public */
export type BatchItemAbility = z.infer<typeof batchItemAbilitySchema>;

/**
 * One thing of a batch.
 *
 * @public
 */
export const batchItemSchema = z
  .object({
    position: batchRefSchema.shape.position,
    name: z.string().describe('Of the machine that it is about'),
    state: batchItemStateSchema,
    message: z
      .string()
      .optional()
      .describe('In words, why it went wrong or what is in its way'),
    isWrong: z
      .boolean()
      .describe(
        'Whether it went wrong: it ended otherwise than it was to, or waits for a person after an apply that failed',
      ),
    isPassed: z
      .boolean()
      .describe('Whether somebody had the rest go on without it'),
    request: z
      .object({
        id: z.string(),
        state: requestStateSchema,
        wait: requestWaitSchema.optional(),
        fqdn: z.string(),
        address: z.string().optional(),
        hardware: machineHardwareSchema.extend({
          diskGib: z
            .number()
            .describe(
              "All disks together, those that keep the template's size included",
            ),
        }),
        plan: planSchema
          .pick({ digest: true, summary: true })
          .extend({
            doings: z
              .array(z.string())
              .describe(
                'What sort of things it does, without names and values, sorted, e.g. `change memory of vsphere_virtual_machine`',
              ),
          })
          .optional()
          .describe('What an approval of it binds'),
        does: z
          .array(z.string())
          .optional()
          .describe('What an operation will do, in sentences'),
        interrupts: z.string().optional(),
      })
      .optional()
      .describe('Absent until it is opened'),
    can: z
      .array(batchItemAbilitySchema)
      .describe('What the person who asks may do now'),
  })
  .describe('One thing of a batch');

/** @public */
export type BatchItem = z.infer<typeof batchItemSchema>;

/**
 * What a person may do with a batch.
 *
 * @public
 */
export const batchAbilitySchema = z.enum(['resume', 'cancel']);

/** @public */
export type BatchAbility = z.infer<typeof batchAbilitySchema>;

/**
 * Several requests that were asked for at once.
 *
 * @public
 */
export const requestBatchSchema = z
  .object({
    id: z.string().describe('Sortable by time'),
    kind: operationKindSchema,
    operation: z
      .string()
      .describe("The operation's name for people, e.g. `Upgrade`"),
    state: batchStateSchema,
    inTurn: z
      .boolean()
      .describe(
        'Whether they are applied one after another, stopping where one goes wrong; all are planned before',
      ),
    requestedBy: z.string().describe('Who sent it'),
    requestedFor: z
      .string()
      .optional()
      .describe(
        'Entity ref of the user or group that it is made for, where that is not who sent it',
      ),
    owner: z
      .string()
      .optional()
      .describe('Entity ref; absent where it is not one'),
    environment: z.string().optional().describe('Absent where it is not one'),
    purpose: z.string(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
    message: z
      .string()
      .optional()
      .describe('In words, why it stands still and what there is to choose'),
    items: z.array(batchItemSchema),
    can: z
      .array(batchAbilitySchema)
      .describe('What the person who asks may do now'),
  })
  .describe('Several requests that were asked for at once');

/** @public */
export type RequestBatch = z.infer<typeof requestBatchSchema>;

/**
 * A batch in a list.
 *
 * @public
 */
export const requestBatchSummarySchema = requestBatchSchema
  .omit({ items: true, can: true, message: true })
  .extend({
    count: z.number().int().describe('How many things it holds'),
  })
  .describe('A batch in a list');

/** @public */
export type RequestBatchSummary = z.infer<typeof requestBatchSummarySchema>;

/**
 * A page of a list of batches, newest first.
 *
 * @public
 */
export const requestBatchPageSchema = z
  .object({
    items: z.array(requestBatchSummarySchema),
    nextCursor: z.string().optional().describe('Absent on the last page'),
  })
  .describe('A page of a list of batches, newest first');

/** @public */
export type RequestBatchPage = z.infer<typeof requestBatchPageSchema>;

/**
 * A decision on several requests at once.
 *
 * @public
 */
export const severalDecisionsSchema = z
  .strictObject({
    decision: z.enum(['approve', 'reject']),
    reason: z
      .string()
      .max(2000)
      .optional()
      .describe('Needed to reject; the requesters read it'),
    requests: z
      .array(
        z.strictObject({
          id: z.string(),
          digest: z
            .string()
            .min(1)
            .optional()
            .describe(
              'Of the plan that the person saw; none where nothing is planned',
            ),
        }),
      )
      .min(1)
      .max(MAX_BATCH_ITEMS),
  })
  .describe('A decision on several requests at once');

/** @public */
export type SeveralDecisions = z.infer<typeof severalDecisionsSchema>;

/**
 * What became of a decision on several requests: each was decided on, or not, by itself.
 *
 * @public
 */
export const decidedRequestsSchema = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        decided: z.boolean(),
        state: requestStateSchema.optional(),
        why: z
          .string()
          .optional()
          .describe('In words, where it was not decided on'),
      }),
    ),
  })
  .describe('What became of a decision on several requests');

/** @public */
export type DecidedRequests = z.infer<typeof decidedRequestsSchema>;

/**
 * How many machines of a form, and what they are called.
 *
 * @public
 */
export const severalMachinesSchema = z
  .object({
    count: z.number().int().min(1).max(MAX_BATCH_ITEMS),
    pattern: z
      .string()
      .max(200)
      .describe('Of their names, e.g. `{env}-{app}-{seq:03}`'),
  })
  .describe('How many machines, and what they are called');

/** @public */
export type SeveralMachines = z.infer<typeof severalMachinesSchema>;
