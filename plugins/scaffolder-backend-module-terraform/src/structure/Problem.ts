import { HclError, positionAt } from '@backlot/hcl';

/**
 * Something that is wrong in a file, or that a person should look at.
 *
 * @internal
 */
export interface Problem {
  severity: 'error' | 'warning';
  file: string;
  line: number;
  column: number;
  message: string;
  /** What to do about it. */
  remedy: string;
}

/**
 * A text with its path within the machine's directory.
 *
 * @internal
 */
export interface TextFile {
  path: string;
  text: string;
}

/**
 * A problem at an index into a file's text.
 *
 * @internal
 */
export function problemAt(
  file: TextFile,
  offset: number,
  message: string,
  remedy: string,
  severity: Problem['severity'] = 'error',
): Problem {
  return {
    severity,
    file: file.path,
    ...positionAt(file.text, offset),
    message,
    remedy,
  };
}

/**
 * What a parser found, as a problem of its file.
 *
 * @throws what is not an HclError
 * @internal
 */
export function problemOfError(file: TextFile, error: unknown): Problem {
  if (!(error instanceof HclError)) {
    throw error;
  }
  return problemAt(file, error.offset, error.message, error.remedy);
}

/**
 * `file:line:column message (remedy)`.
 *
 * @internal
 */
export function describeProblem(problem: Problem): string {
  const { file, line, column, message, remedy } = problem;
  return `${file}:${line}:${column} ${message} (${remedy})`;
}

/**
 * By file and place.
 *
 * @internal
 */
export function sortProblems(problems: Problem[]): Problem[] {
  return [...problems].sort(
    (a, b) => compare(a.file, b.file) || a.line - b.line || a.column - b.column,
  );
}

function compare(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
