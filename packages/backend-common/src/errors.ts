import {
  AuthenticationError,
  ConflictError,
  InputError,
  isError,
  NotAllowedError,
  NotFoundError,
  NotImplementedError,
  ResponseError,
  ServiceUnavailableError,
  toError,
} from '@backstage/errors';

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

/** Ends a text once, as a sentence. */
function ended(text: string): string {
  const bare = text.trim().replace(/[\s,;:]+$/, '');
  if (/(\.{3}|[…!?])$/.test(bare)) {
    return bare;
  }
  return `${bare.replace(/[\s.,;:]+$/, '')}.`;
}

/**
 * Sentences one after the other, each ended once, however it ended before: what a peer says may end
 * with a full stop or without.
 *
 * @param parts - those that are empty or absent are left out
 * @public
 */
export function sentences(...parts: (string | undefined)[]): string {
  return parts
    .map(part => part?.trim() ?? '')
    .filter(part => /[^\s.,;:]/.test(part))
    .map(ended)
    .join(' ');
}

/**
 * Gives an error its cause for those who look into it, and leaves its message as it is. The
 * constructors of Backstage's errors add "; caused by" and the name of a class, which is nothing to
 * people.
 *
 * @public
 */
export function withCause<E extends Error>(error: E, cause: unknown): E {
  error.cause = toError(cause);
  return error;
}

const answered = {
  AuthenticationError,
  ConflictError,
  InputError,
  NotAllowedError,
  NotFoundError,
  NotImplementedError,
  ServiceUnavailableError,
};

/**
 * The error that another backend answered with, as the class that it was thrown as there, so that
 * callers can tell them apart.
 *
 * @public
 */
export function typedError(error: ResponseError): Error {
  const { name, message } = error.cause;
  const Known = Object.entries(answered).find(([known]) => known === name)?.[1];
  return Known ? withCause(new Known(message), error) : error;
}

/**
 * The error for an answer of a peer that is a refusal, by its status.
 *
 * @public
 */
export function errorOfStatus(status: number, message: string): Error {
  switch (status) {
    case 400:
    case 415:
    case 422:
      return new InputError(message);
    case 401:
    case 403:
      return new NotAllowedError(message);
    case 404:
      return new NotFoundError(message);
    case 409:
    case 412:
      return new ConflictError(message);
    default:
      return new ServiceUnavailableError(message);
  }
}
