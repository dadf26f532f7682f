import { isError, ResponseError } from '@backstage/errors';

/** What `CustomErrorBase` of Backstage adds to a message for its cause. */
const addition = /(^|;\s*)caused by \w+: [\s\S]*$/;

function ownWords(error: Error): string {
  if (error instanceof ResponseError) {
    return error.body.error.message || error.message;
  }
  return error.message.replace(addition, '').trim();
}

/** A chain of causes that is longer than this is a circle. */
const mostCauses = 8;

function wordsOf(error: unknown, depth: number): string {
  if (!isError(error)) {
    return String(error);
  }
  const own = ownWords(error);
  // What fetch of Node.js says of every failure.
  if ((own === '' || own === 'fetch failed') && depth < mostCauses) {
    const [first] = error instanceof AggregateError ? error.errors : [];
    const next: unknown = first ?? error.cause;
    if (next !== undefined) {
      return wordsOf(next, depth + 1);
    }
  }
  return own || error.name;
}

/**
 * What went wrong, in the words of an error for people: those of the service that answered it where
 * there is one, without the names of classes and of causes that Backstage's errors add.
 *
 * @public
 */
export function causeInWords(error: unknown): string {
  return wordsOf(error, 0);
}
