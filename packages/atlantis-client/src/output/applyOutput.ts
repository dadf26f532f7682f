/**
 * How many resources an apply added, changed and destroyed.
 *
 * @public
 */
export interface ApplySummary {
  added: number;
  changed: number;
  destroyed: number;
}

/**
 * Reads the end of an apply's text.
 *
 * @returns undefined when it does not say that the apply is complete
 * @internal
 */
export function parseApplySummary(text: string): ApplySummary | undefined {
  const found =
    /^\s*Apply complete! Resources: (?:\d+ imported, )?(\d+) added, (\d+) changed, (\d+) destroyed/m.exec(
      text,
    );
  return found
    ? {
        added: Number(found[1]),
        changed: Number(found[2]),
        destroyed: Number(found[3]),
      }
    : undefined;
}

/**
 * Reads the outputs of an apply that are plain texts, numbers or truth values; others are left out.
 *
 * @internal
 */
export function parseApplyOutputs(text: string): Record<string, string> {
  const start = /^\s*Outputs:\s*$/m.exec(text);
  const outputs: Record<string, string> = {};
  if (!start) {
    return outputs;
  }
  for (const line of text.slice(start.index + start[0].length).split('\n')) {
    const [, name, literal] = /^([A-Za-z_][\w-]*) = (.+)$/.exec(line) ?? [];
    if (!name) {
      continue;
    }
    if (/^"(?:[^"\\]|\\.)*"$/.test(literal)) {
      outputs[name] = JSON.parse(literal) as string;
    } else if (/^(-?\d+(\.\d+)?|true|false)$/.test(literal)) {
      outputs[name] = literal;
    }
  }
  return outputs;
}
