/**
 * What Terraform said in one of its error boxes.
 *
 * @internal
 */
export interface TerraformDiagnostic {
  /** Terraform's one line. */
  summary: string;
  /** All that stood in the box, without its frame. */
  text: string;
}

/**
 * Reads the error boxes (`╷ │ Error: … ╵`) in a log; warnings are left out. A log of a Terraform
 * before 0.15 has none. Terraform prints the boxes and its other output on two streams, which a log
 * mixes line by line: what stands in a box without its frame is not of it.
 *
 * @param lines - without colours
 * @internal
 */
export function parseErrorBoxes(lines: string[]): TerraformDiagnostic[] {
  const boxes: string[][] = [];
  let open: string[] | undefined;
  for (const line of lines) {
    if (/^\s*╷\s*$/.test(line)) {
      open = [];
      boxes.push(open);
    } else if (/^\s*╵\s*$/.test(line)) {
      open = undefined;
    } else if (open && /^\s*│/.test(line)) {
      open.push(line.replace(/^\s*│ ?/, '').trimEnd());
    }
  }
  return boxes
    .map(box => box.join('\n').trim())
    .filter(text => /^Error:/.test(text))
    .map(text => {
      const [, , rest] = /^(Error:\s*)([^]*)$/.exec(text)!;
      return { summary: rest.split('\n')[0], text };
    });
}
