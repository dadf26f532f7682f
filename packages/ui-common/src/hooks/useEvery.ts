import { useEffect, useRef } from 'react';

/**
 * Calls back again and again while the page is looked at, and at once when somebody comes back to
 * it.
 *
 * @param milliseconds - between two calls; undefined for never
 * @public
 */
export function useEvery(
  milliseconds: number | undefined,
  callback: () => void,
): void {
  const latest = useRef(callback);
  useEffect(() => {
    latest.current = callback;
  });
  useEffect(() => {
    if (milliseconds === undefined) {
      return undefined;
    }
    const callIfSeen = () => {
      if (!document.hidden) {
        latest.current();
      }
    };
    const timer = setInterval(callIfSeen, milliseconds);
    document.addEventListener('visibilitychange', callIfSeen);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', callIfSeen);
    };
  }, [milliseconds]);
}
