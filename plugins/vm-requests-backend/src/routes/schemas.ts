import { parseEntityRef } from '@backstage/catalog-model';
import {
  jsonRecordSchema,
  jsonValueSchema,
  machineSpecSchema,
  MAX_BATCH_ITEMS,
  operationKindSchema,
  peerNameSchema,
  planSchema,
  requestStateSchema,
  waitsForSchema,
} from '@backlot/plugin-vm-requests-common';
import {
  LedgerStep,
  LedgerStepInput,
  ledgerSteps,
} from '@backlot/plugin-vm-requests-node';
import { z } from 'zod';

function isEntityRef(text: string): boolean {
  try {
    parseEntityRef(text, {
      defaultKind: 'group',
      defaultNamespace: 'default',
    });
    return true;
  } catch {
    return false;
  }
}

/** As a column holds it. */
const longestRef = 255;

/**
 * Reference to an entity. Kind and namespace may be left out where the reader says what they are then.
 *
 * @param example - one that would do
 */
const entityRef = (example: string) =>
  z
    .string()
    .max(longestRef)
    .refine(isEntityRef, {
      error: `Not a reference to an entity, such as ${example}`,
    })
    .describe(`Reference to an entity, such as ${example}`);

/** What may be given once or several times in a query. */
const list = <T extends z.ZodType>(item: T) =>
  z.preprocess(value => [value].flat(), z.array(item));

/** Path parameters of a route of one request. */
export const idParameters = z.object({
  id: z.string().describe('Of the request'),
});

/** Which requests a list shows. */
export const listQuery = z.object({
  state: list(requestStateSchema)
    .optional()
    .describe('Only in one of these states'),
  waitsFor: list(z.enum([...waitsForSchema.options, 'nothing']))
    .optional()
    .describe('Only those that wait for one of these'),
  environment: list(z.string()).optional(),
  owner: list(z.string()).optional().describe('Entity refs'),
  requestedBy: list(z.string()).optional().describe('User entity refs'),
  requestedFor: list(z.string())
    .optional()
    .describe('Entity refs of the users and groups that they are made for'),
  search: z
    .string()
    .max(200)
    .optional()
    .describe('Part of the name, id or address; case does not matter'),
  task: z
    .string()
    .optional()
    .describe('Only that which this scaffolder task worked on'),
  mine: z
    .enum(['decide', 'requested', 'for-me', 'owned'])
    .optional()
    .describe(
      'Only those that the caller may decide, has requested, that others made for them or their groups, or that they own; for people',
    ),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().optional().describe('The nextCursor of the page before'),
});

/** Which log of a request. */
export const logQuery = z.object({ of: z.enum(['plan', 'apply']) });

/** Which machines a list shows. */
export const machinesQuery = z.object({
  source: z.string().optional(),
  owner: z.string().optional().describe('Entity ref'),
  environment: z.string().optional(),
  blueprint: z.string().optional(),
  request: z.string().optional().describe('Id of the request it came from'),
  outdated: z
    .literal('true')
    .optional()
    .describe(
      'Only those with another Terraform module or provider than configuration names for their blueprint',
    ),
  providerId: z
    .string()
    .optional()
    .describe('Id within the source, which has to be given, too'),
  instanceUuid: z
    .string()
    .optional()
    .describe(
      'With `providerId`: what the machine keeps when it is registered anew',
    ),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().optional().describe('`nextCursor` of the page before'),
});

/** Path parameters of a route of one machine. */
export const machineParameters = z.object({
  machine: z.string().max(26).describe('Id of the machine in the ledger'),
});

/** Path parameters of an operation on a machine. */
export const operationParameters = machineParameters.extend({
  kind: operationKindSchema,
});

/** What a form of an operation was filled with. */
export const operationInput = z.strictObject({
  input: jsonRecordSchema.describe('What this kind of operation takes'),
});

/** Whether a machine is protected from being decommissioned. */
export const protection = z.strictObject({
  isProtected: z.boolean(),
  reason: z.string().trim().min(1).max(500),
});

/** A machine as the inventory knows it. */
export const inventoryMachineQuery = z.object({
  source: z.string().describe('Name of the source of the inventory'),
  id: z.string().describe('Id within the source'),
  instanceUuid: z.string().optional(),
});

/** Path parameters of a route of one batch. */
export const batchParameters = z.object({
  batch: z.string().max(26).describe('Id of the batch'),
});

/** Path parameters of a route of one thing of a batch. */
export const batchItemParameters = batchParameters.extend({
  position: z.coerce.number().int().positive().describe('In the batch, from 1'),
});

/** Which batches a list shows. */
export const batchesQuery = z.object({
  task: z
    .string()
    .optional()
    .describe('Only that which this scaffolder task opened'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().optional().describe('`nextCursor` of the page before'),
});

const idempotencyKey = z
  .string()
  .min(1)
  .max(64)
  .optional()
  .describe(
    'Made by the client, e.g. a UUID for each form that is filled; whatever the same person sends again with it is answered with the batch of the first',
  );

/** An operation that is asked of several machines. */
export const batchInput = z.strictObject({
  idempotencyKey,
  kind: operationKindSchema,
  reason: z.string().trim().min(1).max(500).describe('For the approver'),
  inTurn: z
    .boolean()
    .default(true)
    .describe(
      'Whether they are applied one after another, stopping where one goes wrong; all are planned before',
    ),
  machines: z
    .array(
      z.strictObject({
        id: machineParameters.shape.machine,
        values: jsonRecordSchema
          .optional()
          .describe(
            "What the operation's template is given beside machine and reason",
          ),
      }),
    )
    .min(1)
    .max(MAX_BATCH_ITEMS),
});

/** A pattern of names that somebody types, and what its placeholders stand for. */
export const namesQuery = z.object({
  pattern: z.string().max(200).describe('E.g. `{env}-{app}-{seq:03}`'),
  app: z.string().max(63).describe('What `{app}` stands for'),
  count: z.coerce.number().int().min(1).max(MAX_BATCH_ITEMS),
  environment: z.string(),
  source: z.string().optional().describe('The first of them when absent'),
  network: z.string().optional().describe('The first of them when absent'),
  blueprint: machineSpecSchema.shape.blueprint,
});

/** Which machines that nobody requested a list shows. */
export const unrequestedQuery = z
  .object({
    source: z.string().optional(),
    folder: z
      .string()
      .optional()
      .describe(
        'Id within the source, which has to be given, too; of machines in it or below it',
      ),
    cluster: z
      .string()
      .optional()
      .describe('Id within the source, which has to be given, too'),
    guestId: z
      .string()
      .optional()
      .describe('Operating system as its source names it'),
    search: z
      .string()
      .max(200)
      .optional()
      .describe('Part of the name, address or id; case does not matter'),
    limit: z.coerce.number().int().min(1).max(500).default(100),
    cursor: z.string().optional().describe('`nextCursor` of the page before'),
  })
  .refine(
    ({ source, folder, cluster }) =>
      source !== undefined || (folder === undefined && cluster === undefined),
    { message: 'A folder or cluster needs the name of its source' },
  );

/** Path parameters of a name that somebody types. */
export const nameParameters = z.object({ name: z.string() });

/** Where a name is to be unique. */
export const nameQuery = z.object({
  environment: z.string(),
  source: z.string().optional().describe('The first of them when absent'),
  network: z.string().optional().describe('The first of them when absent'),
  blueprint: machineSpecSchema.shape.blueprint,
});

/** Path parameters of a route of one peer. */
export const peerParameters = z.object({ peer: peerNameSchema });

/** Which of several. */
export const peerQuery = z.object({
  name: z
    .string()
    .default('default')
    .describe('Of the forge or Atlantis in the configuration'),
});

/** The plan that Atlantis is about to apply. */
export const gateQuery = z.object({
  repository: z.string().min(1),
  pull: z.coerce.number().int().positive().describe('Of the pull request'),
  directory: z.string().min(1),
  workspace: z
    .string()
    .min(1)
    .default('default')
    .describe("Terraform's workspace"),
  ...planSchema.pick({ commit: true, digest: true }).shape,
});

const reason = z.string().max(2000);

/** An approval. */
export const approval = z.strictObject({
  digest: z
    .string()
    .min(1)
    .optional()
    .describe('Of the plan that the person saw; none where nothing is planned'),
  reason: reason.optional(),
});

/** A rejection, or the wish for changes. */
export const refusal = z.strictObject({ reason: reason.min(1) });

/** What is said when a request is cancelled, brought forward, tried again, planned anew or rolled back. */
export const steering = z.strictObject({
  reason: reason.optional().describe('Needed to roll back'),
});

/** What a form was filled with. */
export const previewInput = z.strictObject({
  templateRef: entityRef('template:default/rhel9-vm'),
  values: z.record(z.string(), jsonValueSchema),
});

export type PreviewInput = z.infer<typeof previewInput>;

/** Which machine would be adopted, and for whom. */
export const adoptionInput = ledgerSteps.adopt.input
  .omit({ reason: true, requestedBy: true, task: true })
  .extend({ owner: entityRef('group:default/team-payments') });

/** Which machines are adopted at once, and for whom. */
export const adoptionsInput = adoptionInput
  .pick({ blueprint: true, environment: true, stack: true, owner: true })
  .extend({
    idempotencyKey,
    reason: z.string().trim().min(1).max(500).describe('For the approver'),
    machines: z
      .array(adoptionInput.pick({ source: true, machine: true, address: true }))
      .min(1)
      .max(MAX_BATCH_ITEMS),
  });

/** What a person asks for, of an owner that can be one. */
export const machineSpecInput = machineSpecSchema.extend({
  owner: entityRef('group:default/team-payments'),
});

const forPerson = {
  spec: machineSpecInput,
  requestedBy: entityRef('user:default/anna.weber'),
  requestedFor: entityRef('user:default/omar.haddad').optional(),
};

/** What the steps of templates bring. */
export const stepInputs: {
  [S in LedgerStep]: z.ZodType<LedgerStepInput<S>>;
} = {
  open: ledgerSteps.open.input.extend({
    spec: forPerson.spec,
    requestedBy: forPerson.requestedBy.optional(),
  }),
  batch: ledgerSteps.batch.input.extend(forPerson),
  operate: ledgerSteps.operate.input.extend({
    requestedBy: forPerson.requestedBy.optional(),
  }),
  adopt: ledgerSteps.adopt.input.extend({
    owner: adoptionInput.shape.owner,
    requestedBy: forPerson.requestedBy.optional(),
  }),
  check: ledgerSteps.check.input.extend(forPerson),
  propose: ledgerSteps.propose.input,
  submit: ledgerSteps.submit.input,
  claim: ledgerSteps.claim.input,
  complete: ledgerSteps.complete.input,
  fail: ledgerSteps.fail.input,
};
