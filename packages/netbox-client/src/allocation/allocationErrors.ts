import { ConflictError } from '@backstage/errors';

/**
 * The prefix has no free address.
 *
 * @public
 */
export class PrefixFullError extends ConflictError {}

/** Nobody waits for the address any more, so it is not allocated. @internal */
export class AbandonedError extends Error {}
