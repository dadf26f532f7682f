import { InputError } from '@backstage/errors';
import { z } from 'zod';

/** A text that no database keeps, and where it is. */
interface MalformedText {
  path: (string | number)[];
  problem: string;
}

/** More would be too much for the schemas that come after. */
const mostLevels = 100;

function problemOf(text: string): string | undefined {
  if (text.includes('\u0000')) {
    return 'A text must not hold the NUL character';
  }
  return /\p{Surrogate}/u.test(text)
    ? 'A text must not hold half of a character (a lone surrogate)'
    : undefined;
}

/**
 * The first text, or name of a field, that PostgreSQL refuses to keep. SQLite keeps some of them, so
 * they are looked for before either is asked.
 */
function findMalformedText(
  input: unknown,
  path: (string | number)[] = [],
): MalformedText | undefined {
  if (typeof input === 'string') {
    const problem = problemOf(input);
    return problem ? { path, problem } : undefined;
  }
  if (typeof input !== 'object' || input === null) {
    return undefined;
  }
  if (path.length === mostLevels) {
    return {
      path,
      problem: `It must not be nested in more than ${mostLevels} levels`,
    };
  }
  for (const [key, value] of Object.entries(input)) {
    const problem = problemOf(key);
    const at = [...path, Array.isArray(input) ? Number(key) : key];
    const found = problem
      ? { path: at, problem }
      : findMalformedText(value, at);
    if (found) {
      return found;
    }
  }
  return undefined;
}

/**
 * What came in, as it should be: of the schema, and without text that a database can't keep.
 *
 * @throws InputError that names the field, when it is not
 * @public
 */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const malformed = findMalformedText(input);
  if (malformed) {
    throw new InputError(
      `✖ ${malformed.problem}\n  → at ${z.core.toDotPath(malformed.path)}`,
    );
  }
  const parsed = schema.safeParse(input);
  if (!parsed.success) {
    throw new InputError(z.prettifyError(parsed.error));
  }
  return parsed.data;
}
