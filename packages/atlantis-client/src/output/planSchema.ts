import { z } from 'zod';

/** Where a value is in a resource: names of attributes, and places in lists from 0. */
const pathSchema = z.array(z.union([z.string(), z.number().int()]));

/**
 * One attribute that a plan sets or changes. A new or vanished object or list stands for itself as
 * `{}` or `[]`, and is followed by what is in it.
 *
 * @public
 */
export const planValueSchema = z.object({
  path: pathSchema,
  /** Missing where there is none, or the new value is known only after apply. */
  before: z.json().optional(),
  /** Missing where it goes away, or is known only after apply. */
  after: z.json().optional(),
  /** Known only after apply, at least in part. */
  unknown: z.literal(true).optional(),
  /** The old value is masked. */
  beforeSensitive: z.literal(true).optional(),
  /** The new value is masked. */
  afterSensitive: z.literal(true).optional(),
});

const actionsSchema = z
  .array(z.enum(['create', 'update', 'delete', 'read', 'no-op', 'forget']))
  .min(1);

/**
 * One resource's change, in the plan that the starter's Atlantis workflow prints.
 *
 * @public
 */
export const planChangeSchema = z.object({
  address: z.string(),
  mode: z.enum(['managed', 'data']),
  type: z.string(),
  /** Address of the provider. */
  provider: z.string().optional(),
  /** `no-op` where it is only imported or moved. */
  actions: actionsSchema,
  /** Terraform's keyword, e.g. `replace_because_tainted`. */
  reason: z.string().optional(),
  /** Where the resource was until now. */
  previousAddress: z.string().optional(),
  /** Key of an object that an interrupted replacement left. */
  deposed: z.string().optional(),
  /** Of the object that there is. */
  id: z.json().optional(),
  /** The provider's own identity of the object. */
  identity: z.json().optional(),
  newIdentity: z.json().optional(),
  /** By what an object is imported. */
  importing: z
    .object({
      id: z.string().optional(),
      identity: z.json().optional(),
      unknown: z.boolean().optional(),
    })
    .optional(),
  /** What Terraform wrote for an object that is imported. */
  generatedConfig: z.string().optional(),
  /** Attributes that can't be changed in place. */
  replacePaths: z.array(pathSchema),
  /** All of what is created, what an update changes, none of what goes. */
  values: z.array(planValueSchema),
});

/**
 * An output's change.
 *
 * @public
 */
export const planOutputSchema = z.object({
  name: z.string(),
  actions: actionsSchema,
  values: z.array(planValueSchema),
});

/**
 * An action that Terraform (1.14 and newer) has a provider take beside changing resources.
 *
 * @public
 */
export const planActionSchema = z.object({
  address: z.string(),
  type: z.string(),
  provider: z.string().optional(),
  /** What it is taken for; empty where somebody asked for the action itself. */
  trigger: z.object({
    resource: z.string().optional(),
    /** E.g. `AfterCreate`. */
    event: z.string().optional(),
    /** Place of the trigger in the resource's lifecycle, and of the action in the trigger; from 0. */
    block: z.number().int().optional(),
    position: z.number().int().optional(),
  }),
  values: z.array(planValueSchema),
});

const statusSchema = z.enum(['pass', 'fail', 'error', 'unknown']);

/**
 * What a condition of the configuration says.
 *
 * @public
 */
export const planCheckSchema = z.object({
  address: z.string(),
  /** `check`, `resource`, `output_value` or `var`. */
  kind: z.string().optional(),
  status: statusSchema,
  instances: z.array(
    z.object({
      address: z.string(),
      status: statusSchema,
      problems: z.array(z.string()),
    }),
  ),
});

/** Terraform's keyword for why something is left to a later plan. */
const deferral = { deferral: z.string() };

/**
 * The plan that the starter's Atlantis workflow prints: all that its digest covers.
 *
 * @public
 */
export const planSchema = z.object({
  version: z.literal(2),
  /** Whether nothing is left to be planned after it was applied. */
  complete: z.boolean(),
  changes: z.array(planChangeSchema),
  /** Changes that a later plan has to make. */
  deferredChanges: z.array(planChangeSchema.extend(deferral)),
  outputs: z.array(planOutputSchema),
  actions: z.array(planActionSchema),
  deferredActions: z.array(planActionSchema.extend(deferral)),
  checks: z.array(planCheckSchema),
});

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

/**
 * What a plan would do, section by section.
 *
 * @public
 */
export type PlanSections = Omit<z.infer<typeof planSchema>, 'version'>;

/**
 * Whether applying a plan would do nothing, and nothing is left for a later one.
 *
 * @internal
 */
export function doesNothing(plan: PlanSections): boolean {
  const { complete, changes, deferredChanges, outputs } = plan;
  const { actions, deferredActions } = plan;
  return (
    complete &&
    [changes, deferredChanges, outputs, actions, deferredActions].every(
      section => section.length === 0,
    )
  );
}
