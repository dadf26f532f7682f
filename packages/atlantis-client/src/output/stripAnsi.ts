/**
 * Takes a terminal's colours and other control sequences off a text.
 *
 * @internal
 */
export function stripAnsi(text: string): string {
  // eslint-disable-next-line no-control-regex -- an escape sequence begins with a control character
  return text.replace(/\u001b\[[0-?]*[ -/]*[@-~]/g, '');
}

/**
 * The lines in a frame of a job's log: `\r`, the line, `\n`; Atlantis' own words have several
 * lines in one frame.
 *
 * @internal
 */
export function linesOfFrame(frame: string): string[] {
  return stripAnsi(frame).replace(/\r/g, '').replace(/\n$/, '').split('\n');
}
