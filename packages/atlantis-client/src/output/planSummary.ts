/**
 * How many resources a plan adds, changes and destroys.
 *
 * @public
 */
export interface PlanSummary {
  add: number;
  change: number;
  destroy: number;
}

const COUNTS =
  /^\s*Plan: (?:\d+ to import, )?(\d+) to add, (\d+) to change, (\d+) to destroy/gm;

const NO_CHANGES =
  /^\s*No changes\. (Infrastructure is up-to-date|Your infrastructure matches the configuration)/m;

/**
 * Reads the counts of a plan's text; all zero when it has none. A text with several plans (as
 * Terragrunt prints) gives their sum.
 *
 * @internal
 */
export function parsePlanSummary(text: string): PlanSummary {
  const summary = { add: 0, change: 0, destroy: 0 };
  for (const [, add, change, destroy] of text.matchAll(COUNTS)) {
    summary.add += Number(add);
    summary.change += Number(change);
    summary.destroy += Number(destroy);
  }
  return summary;
}

/**
 * Whether a plan's text says that there is nothing to do. A plan that only changes outputs has no
 * counts, but is a change.
 *
 * @internal
 */
export function saysNoChanges(text: string): boolean {
  return NO_CHANGES.test(text) && !text.match(COUNTS);
}
