import { Freshness } from '@backlot/plugin-vm-inventory-common';
import { DateTime } from 'luxon';

/** Says that what is offered is old, and how old; nothing while the source is live. */
export function freshnessNote(
  freshness: Freshness,
  source: string | undefined,
): string | undefined {
  const status = freshness.sources.find(item => item.source === source);
  if (!status || status.state === 'live') {
    return undefined;
  }
  return status.asOf
    ? `${
        status.title
      } does not answer. This is what was known ${DateTime.fromISO(
        status.asOf,
      ).toRelative()}.`
    : `${status.title} has not answered yet: ${
        status.lastError?.message ?? 'it is being loaded.'
      }`;
}
