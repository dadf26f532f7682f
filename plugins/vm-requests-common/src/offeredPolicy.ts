import { z } from 'zod';
import { offeredBlueprintSchema } from './blueprint';
import { policySchema } from './policy';
import { offeredStackSchema } from './stack';

/**
 * The policy as forms are told it.
 *
 * @public
 */
export const offeredPolicySchema = policySchema
  .extend({
    blueprints: z.record(z.string(), offeredBlueprintSchema),
    stacks: z.record(z.string(), offeredStackSchema),
  })
  .describe('The policy as forms are told it');

/** @public */
export type OfferedPolicy = z.infer<typeof offeredPolicySchema>;
