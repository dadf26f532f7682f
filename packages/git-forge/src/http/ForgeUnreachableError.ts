import { ServiceUnavailableError } from '@backstage/errors';

/**
 * The forge gave no answer: what was asked may or may not have been done.
 *
 * @public
 */
export class ForgeUnreachableError extends ServiceUnavailableError {}
