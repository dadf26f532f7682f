import { z } from 'zod';
import { offeredStackSchema } from './stack';

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
 * A peer of the configuration.
 *
 * @public
 */
export const peerSchema = z
  .object({
    peer: peerNameSchema,
    name: z.string().describe('Among several; `default` for one without'),
    stacks: z
      .array(offeredStackSchema.extend({ name: z.string() }))
      .describe('The stacks that it works for'),
  })
  .describe('A peer of the configuration');

/** @public */
export type Peer = z.infer<typeof peerSchema>;

/**
 * The answer to `GET /v1/peers`.
 *
 * @public
 */
export const peerListSchema = z
  .object({ items: z.array(peerSchema) })
  .describe('All peers, in the order in which a request comes to them');

/** @public */
export type PeerList = z.infer<typeof peerListSchema>;

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
    name: z.string().describe('Which of several'),
    ok: z.boolean().describe('Whether all steps went well'),
    steps: z.array(peerTestStepSchema),
  })
  .describe('How a connection test went');

/** @public */
export type PeerTest = z.infer<typeof peerTestSchema>;
