import {
  InventoryKind,
  SourceState,
  SourceStatus,
} from '@backlot/plugin-vm-inventory-common';
import { SourceReport } from '../store';

/**
 * What the world is told of a source.
 *
 * @param staleAfterMs - how long what is shown counts as live without being confirmed
 * @internal
 */
export function sourceStatus(
  provider: { source: string; title: string; type: string },
  report: SourceReport,
  counts: Partial<Record<InventoryKind, number>>,
  options: { now: number; staleAfterMs: number },
): SourceStatus {
  const { asOf, lastError, progress, roundTripMs, leftOut } = report;
  const ageMs =
    asOf === undefined ? undefined : Math.max(0, options.now - asOf);
  return {
    source: provider.source,
    title: provider.title,
    type: provider.type,
    state: stateOf(ageMs, lastError !== undefined, options.staleAfterMs),
    ...(asOf !== undefined && { asOf: new Date(asOf).toISOString(), ageMs }),
    objects: counts,
    ...(progress && { progress }),
    ...(lastError && {
      lastError: {
        message: lastError.message,
        at: new Date(lastError.at).toISOString(),
      },
    }),
    ...(roundTripMs !== undefined && { roundTripMs }),
    ...(leftOut && { leftOut }),
  };
}

function stateOf(
  ageMs: number | undefined,
  failed: boolean,
  staleAfterMs: number,
): SourceState {
  if (ageMs === undefined) {
    return failed ? 'failed' : 'loading';
  }
  return failed || ageMs > staleAfterMs ? 'stale' : 'live';
}
