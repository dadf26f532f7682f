import {
  DependencyList,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react';

/**
 * What was loaded last, and how the load that is under way does. While it is loaded anew, and when
 * that fails, the last value stays.
 *
 * @public
 */
export interface Loaded<T> {
  value?: T;
  error?: Error;
  loading: boolean;
  reload: () => void;
}

/**
 * Loads a value, aborts a load that is out of date, and loads anew when asked to. A value that was
 * loaded for other dependencies is never returned.
 *
 * @param load - called again whenever one of `dependencies` changes
 * @param dependencies - compared as JSON
 * @public
 */
export function useLoad<T>(
  load: (signal: AbortSignal) => Promise<T>,
  dependencies: DependencyList,
): Loaded<T> {
  const key = JSON.stringify(dependencies);
  const [state, setState] = useState<{
    key: string;
    value?: T;
    error?: Error;
    loading: boolean;
  }>({ key, loading: true });
  const [turn, setTurn] = useState(0);
  const latest = useRef(load);
  latest.current = load;

  useEffect(() => {
    const abort = new AbortController();
    setState(before =>
      before.key === key
        ? { ...before, loading: true }
        : { key, loading: true },
    );
    latest.current(abort.signal).then(
      value => {
        if (!abort.signal.aborted) {
          setState({ key, value, loading: false });
        }
      },
      error => {
        if (!abort.signal.aborted) {
          setState(({ value }) => ({ key, value, error, loading: false }));
        }
      },
    );
    return () => abort.abort();
  }, [key, turn]);

  const reload = useCallback(() => setTurn(count => count + 1), []);
  const { value, error, loading } =
    state.key === key
      ? state
      : { value: undefined, error: undefined, loading: true };
  return { value, error, loading, reload };
}
