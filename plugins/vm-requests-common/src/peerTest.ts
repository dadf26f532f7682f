import { z } from 'zod';

/**
 * What requests need besides the inventory.
 *
 * @public
 */
export const peerNameSchema = z.enum(['netbox', 'forge', 'atlantis']);

/** @public */
export type PeerName = z.infer<typeof peerNameSchema>;

/**
 * All peers, in the order in which a request comes to them.
 *
 * @public
 */
export const peerNames: readonly PeerName[] = peerNameSchema.options;

/**
 * One step of a connection test.
 *
 * @public
 */
export const peerTestStepSchema = z
  .object({
    name: z.string(),
    ok: z.boolean(),
    detail: z
      .string()
      .describe('What was seen, or what is wrong and what to do about it'),
  })
  .describe('One step of a connection test');

/** @public */
export type PeerTestStep = z.infer<typeof peerTestStepSchema>;

/**
 * The answer to `GET /v1/peers/:peer/test`.
 *
 * @public
 */
export const peerTestSchema = z
  .object({
    peer: peerNameSchema,
    ok: z.boolean().describe('Whether all steps went well'),
    steps: z.array(peerTestStepSchema),
  })
  .describe('How a connection test went');

/** @public */
export type PeerTest = z.infer<typeof peerTestSchema>;
