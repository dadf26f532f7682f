import { Freshness } from '@backlot/plugin-vm-inventory-common';
import { DateTime } from 'luxon';

/** Says that what is offered is old, and how old; nothing while the source is live. */
export function freshnessNote(
  freshness: Freshness,
  source: string,
): string | undefined {
  const status = freshness.sources.find(item => item.source === source);
  if (!status || status.state === 'live') {
    return undefined;
  }
  const { title, state, asOf, lastError } = status;
  if (state === 'loading') {
    return `${title} is being loaded. More may appear.`;
  }
  if (asOf) {
    const age = DateTime.fromISO(asOf).toRelative();
    return `${title} does not answer. This was last known ${age}.`;
  }
  return `${title} has never answered: ${
    lastError?.message ?? 'nothing more is known.'
  }`;
}
