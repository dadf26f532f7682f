import { CustomErrorBase } from '@backstage/errors';

/** Somebody has as many streams open as one may. */
export class TooManyStreamsError extends CustomErrorBase {
  name = 'TooManyStreamsError' as const;
  /** Read by Backstage's error middleware. */
  readonly statusCode = 429;
}
