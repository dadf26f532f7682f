import { useCallback, useEffect, useRef, useState } from 'react';
import { useLocation } from 'react-router-dom';
import { LeftExplorer, recallExplorer, rememberExplorer } from './leftExplorer';

type Kept = Pick<LeftExplorer, 'row' | 'treeLine'>;

/**
 * Where somebody was in the explorer when they left it, by the entry of the history that they come
 * back to, or by the one that `state.explorer` of the location names.
 */
export function useLeftExplorer(): {
  left: LeftExplorer | undefined;
  /** Says where somebody is now; it is written down when they leave. */
  keep: (changes: Partial<Kept>) => void;
} {
  const { key, search, state } = useLocation();
  const [left] = useState(() =>
    [key, state?.explorer]
      .map(each => recallExplorer(String(each)))
      .find(each => each?.search === search),
  );
  const kept = useRef<Kept>({ row: left?.row ?? 0, treeLine: left?.treeLine });
  const location = useRef({ key, search });
  location.current = { key, search };

  useEffect(() => {
    const remember = () =>
      rememberExplorer({ ...location.current, ...kept.current });
    window.addEventListener('pagehide', remember);
    return () => {
      window.removeEventListener('pagehide', remember);
      remember();
    };
  }, []);

  const keep = useCallback((changes: Partial<Kept>) => {
    kept.current = { ...kept.current, ...changes };
  }, []);
  return { left, keep };
}
