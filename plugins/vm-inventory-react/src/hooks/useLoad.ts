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
 * Loads a value, aborts a load that is out of date, and loads anew when asked to.
 *
 * @param load - called again whenever one of `dependencies` changes
 * @public
 */
export function useLoad<T>(
  load: (signal: AbortSignal) => Promise<T>,
  dependencies: DependencyList,
): Loaded<T> {
  const [state, setState] = useState<Omit<Loaded<T>, 'reload'>>({
    loading: true,
  });
  const [turn, setTurn] = useState(0);
  const latest = useRef(load);
  latest.current = load;
  const key = JSON.stringify(dependencies);
  const loadedKey = useRef(key);

  useEffect(() => {
    const abort = new AbortController();
    const changed = loadedKey.current !== key;
    loadedKey.current = key;
    setState(before => ({
      value: changed ? undefined : before.value,
      error: changed ? undefined : before.error,
      loading: true,
    }));
    latest.current(abort.signal).then(
      value => {
        if (!abort.signal.aborted) {
          setState({ value, loading: false });
        }
      },
      error => {
        if (!abort.signal.aborted) {
          setState(before => ({ value: before.value, error, loading: false }));
        }
      },
    );
    return () => abort.abort();
  }, [key, turn]);

  const reload = useCallback(() => setTurn(count => count + 1), []);
  return { ...state, reload };
}
