import { useEffect, useState } from 'react';

/**
 * A value once it has not changed for a while, e.g. what somebody typed.
 *
 * @public
 */
export function useSettled<T>(value: T, milliseconds: number): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return settled;
}
