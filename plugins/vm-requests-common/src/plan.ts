import { z } from 'zod';

/**
 * One resource's change in a plan, as the starter's Atlantis workflow prints it.
 *
 * @public
 */
export const planChangeSchema = z.object({
  address: z.string(),
  type: z.string(),
  actions: z.array(
    z.enum(['create', 'update', 'delete', 'read', 'no-op', 'forget']),
  ),
  /** Known values of what changes; sensitive ones masked. */
  after: z.record(z.string(), z.unknown()).default({}),
  /** Old values of what changes. */
  before: z.record(z.string(), z.unknown()).default({}),
  /** What is known only after apply. */
  unknown: z.array(z.string()).default([]),
  replacePaths: z.array(z.unknown()).default([]),
  /** Of what is destroyed. */
  id: z.string().optional(),
});

/**
 * A plan as people see it and as approval binds it.
 *
 * @public
 */
export const planSchema = z.object({
  /** `sha256:` and 64 hex digits. */
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  /** Head commit that was planned. */
  commit: z.string().regex(/^[0-9a-f]{40,64}$/),
  summary: z.object({
    add: z.number().int(),
    change: z.number().int(),
    destroy: z.number().int(),
  }),
  changes: z.array(planChangeSchema),
  /** Terraform's own text. */
  text: z.string(),
  /** Whether the digest is Terraform's own plan's, or of its text where the workflow is not the starter's. */
  exact: z.boolean(),
  jobUrl: z.string().optional(),
});

/** @public */
export type PlanChange = z.infer<typeof planChangeSchema>;

/** @public */
export type Plan = z.infer<typeof planSchema>;
