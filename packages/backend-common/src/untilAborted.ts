/**
 * Waits for something that goes on without its caller: when the signal comes, only the waiting ends.
 *
 * @param work - begun already, or a call that is not begun after the signal
 * @throws the signal's reason
 * @public
 */
export async function untilAborted<T>(
  work: Promise<T> | (() => Promise<T>),
  signal?: AbortSignal,
): Promise<T> {
  if (typeof work === 'function') {
    signal?.throwIfAborted();
    return untilAborted(work(), signal);
  }
  if (!signal) {
    return work;
  }
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
  });
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) {
    stop();
  }
  try {
    return await Promise.race([aborted, work]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
