import { CustomErrorBase } from '@backstage/errors';

/**
 * Something was begun, and how it ended cannot be told: the source lost it from sight, or waits for
 * somebody.
 *
 * @public
 */
export class OutcomeUnknownError extends CustomErrorBase {
  name = 'OutcomeUnknownError' as const;
}
