import { PlanChange, PlanValue } from '@backlot/plugin-vm-requests-common';

/** Whether a change does no more than update something where it is. */
export function isUpdateInPlace({
  actions,
  importing,
  previousAddress,
  deposed,
  replacePaths,
}: PlanChange): boolean {
  return (
    actions.join() === 'update' &&
    importing === undefined &&
    previousAddress === undefined &&
    deposed === undefined &&
    replacePaths.length === 0
  );
}

/** What a plan does to an attribute, for people. */
export function wordsOfValue({
  path,
  before,
  after,
  unknown,
}: PlanValue): string {
  return `${path.join('.')} from ${JSON.stringify(before ?? null)} to ${
    unknown ? 'what is known after apply' : JSON.stringify(after ?? null)
  }`;
}
