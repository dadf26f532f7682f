import { z } from 'zod';

/**
 * One resource's change, in the plan that the starter's Atlantis workflow prints.
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
  after: z.record(z.string(), z.json()).default({}),
  /** Old values of what changes. */
  before: z.record(z.string(), z.json()).default({}),
  /** Attributes that are known only after apply. */
  unknown: z.array(z.string()).default([]),
  replacePaths: z.array(z.json()).default([]),
  /** Of what is destroyed. */
  id: z.string().optional(),
});

/**
 * The plan that the starter's Atlantis workflow prints.
 *
 * @public
 */
export const planSchema = z.object({
  version: z.literal(1),
  changes: z.array(planChangeSchema),
});

/** @public */
export type PlanChange = z.infer<typeof planChangeSchema>;
