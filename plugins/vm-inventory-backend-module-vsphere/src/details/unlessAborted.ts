/**
 * Waits for something that goes on for others when this one does not wait any more.
 *
 * @throws the signal's reason as soon as it aborts
 * @internal
 */
export async function unlessAborted<T>(
  waited: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  signal.throwIfAborted();
  let stop = () => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([waited, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
