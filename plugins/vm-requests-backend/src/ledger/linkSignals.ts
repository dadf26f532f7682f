/**
 * A signal that aborts when one of several does. Unlike with `AbortSignal.any`, nothing of it stays
 * with a signal that lives as long as the process once it is unlinked.
 */
export function linkSignals(signals: readonly AbortSignal[]): {
  signal: AbortSignal;
  unlink(): void;
} {
  const linked = new AbortController();
  const unlinked = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) {
      linked.abort(signal.reason);
    }
    signal.addEventListener('abort', () => linked.abort(signal.reason), {
      signal: unlinked.signal,
    });
  }
  return { signal: linked.signal, unlink: () => unlinked.abort() };
}
