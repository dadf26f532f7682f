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
    platformTeam: z
      .array(z.string())
      .describe(
        'Entity refs of those who, with the approvers of an environment, adopt machines for any owner',
      ),
  })
  .describe('The policy as forms are told it');

/** @public */
export type OfferedPolicy = z.infer<typeof offeredPolicySchema>;
