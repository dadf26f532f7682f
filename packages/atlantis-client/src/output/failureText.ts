import { parseErrorBoxes } from './errorBoxes';

const TAIL_LINES = 20;

const LOCKED =
  /currently locked by an unapplied plan from pull|is currently locked for this pull request by|pull request -?\d+ is currently locked by/;

/**
 * Whether these words say that another run is in the way, which ends by itself or by a person.
 *
 * @internal
 */
export function saysLocked(text: string): boolean {
  return LOCKED.test(text);
}

/**
 * Whether the gate of the starter's workflow refused the plan that was about to be applied.
 *
 * @internal
 */
export function saysGateRefused(text: string): boolean {
  return /^backlot-gate: refused/m.test(text);
}

/** Atlantis' own words, which it appends to the log of a run that failed. */
function banner(lines: string[]): string[] {
  const start = lines.findLastIndex(line => /^(Error|Failure):$/.test(line));
  return start < 0 ? [] : lines.slice(start + 1);
}

/**
 * Why a run failed, from its log: Terraform's error boxes; else what the plan stage or the gate
 * refused; else Atlantis' own words with the lines before them.
 *
 * @param lines - without colours
 * @returns undefined when the log is empty
 * @internal
 */
export function failureText(lines: string[]): string | undefined {
  const boxes = parseErrorBoxes(lines);
  if (boxes.length > 0) {
    return boxes.map(({ text }) => text).join('\n\n');
  }
  const refusal = lines.find(
    line =>
      line.startsWith('backlot-plan: refused: ') ||
      (line.startsWith('backlot-gate: ') && line !== 'backlot-gate: approved'),
  );
  if (refusal) {
    return refusal.replace(/^backlot-(gate|plan): (refused: )?/, '');
  }
  const words = banner(lines).join('\n').trim();
  if (words && !/^(exit status|running )/.test(words)) {
    return words;
  }
  return lines.slice(-TAIL_LINES).join('\n').trim() || undefined;
}
