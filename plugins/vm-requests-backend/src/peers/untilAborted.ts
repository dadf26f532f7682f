/**
 * The answer of a service that takes no signal, unless the signal aborts first. The call itself goes
 * on and its answer is dropped.
 */
export async function untilAborted<T>(
  signal: AbortSignal,
  call: () => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const ended = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), {
      signal: ended.signal,
    });
  });
  try {
    return await Promise.race([call(), aborted]);
  } finally {
    ended.abort();
  }
}
