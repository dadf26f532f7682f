/**
 * A text that no database keeps, and where it is.
 *
 * @public
 */
export interface MalformedText {
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
 *
 * @public
 */
export function findMalformedText(
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
