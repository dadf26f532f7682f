import {
  ConflictError,
  CustomErrorBase,
  ForwardedError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ResponseError,
  ServiceUnavailableError,
} from '@backstage/errors';
import fc from 'fast-check';
import {
  causeInWords,
  errorOfStatus,
  sentences,
  typedError,
  withCause,
} from './errors';

function answered(status: number, message: string): ResponseError {
  const data = {
    error: { name: 'ConflictError', message },
    response: { statusCode: status },
  };
  // Outside of its own class it comes of a response only, and that takes a while.
  return Reflect.construct(ResponseError, [
    {
      message: `Request failed with ${status} Conflict`,
      response: { ok: false, status } as ResponseError['response'],
      data,
      cause: new Error(message),
      statusCode: status,
      statusText: 'Conflict',
    },
  ]);
}

describe('sentences', () => {
  it.each([
    [
      ['No permission for this action.', 'Give it one'],
      'No permission for this action. Give it one.',
    ],
    [['refused with 403', undefined, ''], 'refused with 403.'],
    [['It stopped..', 'Look;'], 'It stopped. Look.'],
    [['Is it up?', 'Wait …'], 'Is it up? Wait …'],
    [['Loading...', ' Wait. '], 'Loading... Wait.'],
    [['.', ':'], ''],
    [[], ''],
  ])('makes of %j: %j', (parts, text) => {
    expect(sentences(...parts)).toBe(text);
  });

  it('ends each part once, and loses none of its words', () => {
    const word = fc.stringMatching(/^[a-z][a-z ]{0,12}[a-z]$/);
    const end = fc.constantFrom('', '.', '..', ';', ' .', ',', ':');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(word, end), { minLength: 1, maxLength: 5 }),
        parts => {
          const text = sentences(...parts.map(([words, mark]) => words + mark));
          expect(text).toBe(parts.map(([words]) => `${words}.`).join(' '));
        },
      ),
    );
  });

  it('changes nothing when it is done twice', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 4 }), parts => {
        const once = sentences(...parts);
        expect(sentences(once)).toBe(once);
      }),
    );
  });
});

describe('causeInWords', () => {
  it.each([
    ['an error', new Error('web01 is taken'), 'web01 is taken'],
    [
      'an answer of a backend',
      answered(409, 'web01 is taken'),
      'web01 is taken',
    ],
    [
      'an answer without words',
      answered(409, ''),
      'Request failed with 409 Conflict',
    ],
    [
      'an error with a cause',
      new ConflictError('web01 is taken', answered(409, 'web01 is taken')),
      'web01 is taken',
    ],
    [
      'an error that has only its cause',
      new ForwardedError('', new Error('socket hang up')),
      'socket hang up',
    ],
    [
      'a fetch without an answer',
      new TypeError('fetch failed', {
        cause: new AggregateError([new Error('connect ECONNREFUSED ::1:7007')]),
      }),
      'connect ECONNREFUSED ::1:7007',
    ],
    ['an error that says nothing', new TypeError(''), 'TypeError'],
    ['what is no error', 'timeout', 'timeout'],
  ])('has the words of %s', (_, error, words) => {
    expect(causeInWords(error)).toBe(words);
  });

  it('names no class and no cause, however deep', () => {
    class LedgerError extends CustomErrorBase {}
    const words = fc.stringMatching(/^[a-z][a-z ]{0,20}[a-z]$/);
    const { error } = fc.letrec<{ error: Error }>(tie => ({
      error: fc.oneof(
        { maxDepth: 5 },
        words.map(text => new Error(text)),
        words.map(text => answered(500, text)),
        fc
          .tuple(fc.oneof(words, fc.constant('')), tie('error'))
          .map(([text, cause]) => new LedgerError(text, cause)),
        fc
          .tuple(words, tie('error'))
          .map(([text, cause]) => new NotAllowedError(text, cause)),
      ),
    }));
    fc.assert(
      fc.property(error, thrown => {
        expect(causeInWords(thrown)).not.toMatch(/caused by|Error\b/);
      }),
    );
  });

  it('comes to an end in a circle', () => {
    const error = new Error('');
    error.cause = error;
    expect(causeInWords(error)).toBe('Error');
  });
});

describe('withCause', () => {
  it('keeps class and message, and has the cause', () => {
    const cause = answered(409, 'web01 is taken');
    const error = withCause(new ConflictError('web01 is taken'), cause);

    expect(error).toBeInstanceOf(ConflictError);
    expect(error.message).toBe('web01 is taken');
    expect(error.cause).toBe(cause);
    expect(String(error)).toBe('ConflictError: web01 is taken');
  });
});

describe('typedError', () => {
  const refused = (name: string) => {
    const error = answered(409, 'The name is taken');
    error.cause.name = name;
    return error;
  };

  it('is of the class that was thrown, with the words that it had', () => {
    const error = typedError(refused('ConflictError'));
    expect(error).toBeInstanceOf(ConflictError);
    expect(error.message).toBe('The name is taken');
    expect(error.cause).toBeInstanceOf(ResponseError);
  });

  it('stays what it is where the class is not known', () => {
    const error = refused('TypeError');
    expect(typedError(error)).toBe(error);
  });
});

describe('errorOfStatus', () => {
  it.each([
    [400, InputError],
    [403, NotAllowedError],
    [404, NotFoundError],
    [409, ConflictError],
    [500, ServiceUnavailableError],
    [302, ServiceUnavailableError],
  ])('makes of %d a %p', (status, type) => {
    const error = errorOfStatus(status, 'No.');
    expect(error).toBeInstanceOf(type);
    expect(error.message).toBe('No.');
  });
});
