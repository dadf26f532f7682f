/**
 * A place in a text, counted from 1; columns are code points.
 *
 * @alpha
 */
export interface Position {
  line: number;
  column: number;
}

/**
 * The line and column of an index into a text.
 *
 * @alpha
 */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return {
    line: before.split('\n').length,
    column: Array.from(before.slice(lineStart)).length + 1,
  };
}
