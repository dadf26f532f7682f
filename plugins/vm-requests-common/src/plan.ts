import { z } from 'zod';

/**
 * Any value of JSON.
 *
 * @public
 */
export const jsonValueSchema = z.json();

/**
 * An object of JSON.
 *
 * @public
 */
export const jsonRecordSchema = z.record(z.string(), jsonValueSchema);

/** @public */
export type JsonRecord = z.infer<typeof jsonRecordSchema>;

/** Where a value is in a resource: names of attributes, and places in lists from 0. */
const pathSchema = z.array(z.union([z.string(), z.number().int()]));

/**
 * One attribute that a plan sets or changes. A new or vanished object or list stands for itself as
 * `{}` or `[]`, and is followed by what is in it.
 *
 * @public
 */
export const planValueSchema = z
  .object({
    path: pathSchema,
    before: jsonValueSchema
      .optional()
      .describe(
        'Missing where there is none, or the new value is known only after apply',
      ),
    after: jsonValueSchema
      .optional()
      .describe('Missing where it goes away, or is known only after apply'),
    unknown: z
      .literal(true)
      .optional()
      .describe('Known only after apply, at least in part'),
    beforeSensitive: z
      .literal(true)
      .optional()
      .describe('The old value is masked'),
    afterSensitive: z
      .literal(true)
      .optional()
      .describe('The new value is masked'),
  })
  .describe(
    'One attribute that a plan sets or changes. A new or vanished object or list stands for itself as `{}` or `[]`, and is followed by what is in it',
  );

const actionsSchema = z
  .array(z.enum(['create', 'update', 'delete', 'read', 'no-op', 'forget']))
  .min(1);

/**
 * One resource's change in a plan, as the starter's Atlantis workflow prints it.
 *
 * @public
 */
export const planChangeSchema = z
  .object({
    address: z.string(),
    mode: z.enum(['managed', 'data']),
    type: z.string(),
    provider: z.string().optional().describe('Address of the provider'),
    actions: actionsSchema.describe(
      '`no-op` where it is only imported or moved',
    ),
    reason: z
      .string()
      .optional()
      .describe("Terraform's keyword, e.g. `replace_because_tainted`"),
    previousAddress: z
      .string()
      .optional()
      .describe('Where the resource was until now'),
    deposed: z
      .string()
      .optional()
      .describe('Key of an object that an interrupted replacement left'),
    id: jsonValueSchema.optional().describe('Of the object that there is'),
    identity: jsonValueSchema
      .optional()
      .describe("The provider's own identity of the object"),
    newIdentity: jsonValueSchema.optional(),
    importing: z
      .object({
        id: z.string().optional(),
        identity: jsonValueSchema.optional(),
        unknown: z.boolean().optional(),
      })
      .optional()
      .describe('By what an object is imported'),
    generatedConfig: z
      .string()
      .optional()
      .describe('What Terraform wrote for an object that is imported'),
    replacePaths: z
      .array(pathSchema)
      .describe("Attributes that can't be changed in place"),
    values: z
      .array(planValueSchema)
      .describe(
        'All of what is created, what an update changes, none of what goes',
      ),
  })
  .describe("One resource's change in a plan");

/**
 * An output's change.
 *
 * @public
 */
export const planOutputSchema = z
  .object({
    name: z.string(),
    actions: actionsSchema,
    values: z.array(planValueSchema),
  })
  .describe("An output's change");

/**
 * An action that Terraform (1.14 and newer) has a provider take beside changing resources.
 *
 * @public
 */
export const planActionSchema = z
  .object({
    address: z.string(),
    type: z.string(),
    provider: z.string().optional(),
    trigger: z
      .object({
        resource: z.string().optional(),
        event: z.string().optional().describe('E.g. `AfterCreate`'),
        block: z
          .number()
          .int()
          .optional()
          .describe("Place of the trigger in the resource's lifecycle; from 0"),
        position: z
          .number()
          .int()
          .optional()
          .describe('Place of the action in the trigger; from 0'),
      })
      .describe(
        'What it is taken for; empty where somebody asked for the action itself',
      ),
    values: z.array(planValueSchema),
  })
  .describe(
    'An action that Terraform has a provider take beside changing resources',
  );

const statusSchema = z.enum(['pass', 'fail', 'error', 'unknown']);

/**
 * What a condition of the configuration says.
 *
 * @public
 */
export const planCheckSchema = z
  .object({
    address: z.string(),
    kind: z
      .string()
      .optional()
      .describe('`check`, `resource`, `output_value` or `var`'),
    status: statusSchema,
    instances: z.array(
      z.object({
        address: z.string(),
        status: statusSchema,
        problems: z.array(z.string()),
      }),
    ),
  })
  .describe('What a condition of the configuration says');

/** Terraform's keyword for why something is left to a later plan. */
const deferral = { deferral: z.string() };

/**
 * What a plan would do: all that its digest covers. Without the starter's workflow all is empty.
 *
 * @public
 */
export const planSectionsSchema = z.object({
  complete: z
    .boolean()
    .describe('Whether nothing is left to be planned after it was applied'),
  changes: z.array(planChangeSchema),
  deferredChanges: z
    .array(planChangeSchema.extend(deferral))
    .describe('Changes that a later plan has to make'),
  outputs: z.array(planOutputSchema),
  actions: z.array(planActionSchema),
  deferredActions: z.array(planActionSchema.extend(deferral)),
  checks: z.array(planCheckSchema),
});

/**
 * A plan as people see it and as approval binds it.
 *
 * @public
 */
export const planSchema = planSectionsSchema
  .extend({
    digest: z
      .string()
      .regex(/^sha256:[0-9a-f]{64}$/)
      .describe('`sha256:` and 64 hex digits'),
    commit: z
      .string()
      .regex(/^[0-9a-f]{40,64}$/)
      .describe('Head commit that was planned'),
    summary: z.object({
      add: z.number().int(),
      change: z.number().int(),
      destroy: z.number().int(),
    }),
    text: z.string().describe("Terraform's own text"),
    exact: z
      .boolean()
      .describe(
        "Whether the digest is Terraform's own plan's, or of its text where the workflow is not the starter's",
      ),
    jobUrl: z.string().optional(),
  })
  .describe('A plan as people see it and as approval binds it');

/** @public */
export type PlanValue = z.infer<typeof planValueSchema>;

/** @public */
export type PlanChange = z.infer<typeof planChangeSchema>;

/** @public */
export type PlanOutput = z.infer<typeof planOutputSchema>;

/** @public */
export type PlanAction = z.infer<typeof planActionSchema>;

/** @public */
export type PlanCheck = z.infer<typeof planCheckSchema>;

/** @public */
export type PlanSections = z.infer<typeof planSectionsSchema>;

/** @public */
export type Plan = z.infer<typeof planSchema>;

/**
 * The sections of a plan that would do nothing, or of which only the text is known.
 *
 * @public
 */
export const emptyPlanSections: PlanSections = {
  complete: true,
  changes: [],
  deferredChanges: [],
  outputs: [],
  actions: [],
  deferredActions: [],
  checks: [],
};

/**
 * Whether applying a plan would do nothing, and nothing is left for a later one.
 *
 * @public
 */
export function isEmptyPlan(plan: Plan): boolean {
  const { add, change, destroy } = plan.summary;
  const { changes, deferredChanges, outputs, actions, deferredActions } = plan;
  return (
    plan.complete &&
    add + change + destroy === 0 &&
    [changes, deferredChanges, outputs, actions, deferredActions].every(
      section => section.length === 0,
    )
  );
}
