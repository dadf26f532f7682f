import { z } from 'zod';

/**
 * What a request does to its machine.
 *
 * - `create`: makes it.
 * - `decommission`: ends it, and gives back its name and address.
 *
 * @public
 */
export const operationKindSchema = z
  .enum(['create', 'decommission'])
  .describe('What a request does to its machine');

/** @public */
export type OperationKind = z.infer<typeof operationKindSchema>;
