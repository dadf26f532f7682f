import {
  DependencyList,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react';
import { ItemWindow, ItemWindowView, OffsetPage } from './ItemWindow';

export type { OffsetPage } from './ItemWindow';

/**
 * A list of which only the part that is looked at is loaded.
 *
 * @public
 */
export interface LoadedWindow<T, P> {
  /** Undefined where it is not loaded (yet). */
  itemAt: (index: number) => T | undefined;
  /** Number of all items; absent until it is known. */
  total?: number;
  /** The last answer, for what else it says. */
  page?: P;
  /** Whether what is shown was loaded for other dependencies. */
  outdated: boolean;
  error?: Error;
  loading: boolean;
  /** Says which items are looked at, the last one included. */
  show: (first: number, last: number) => void;
  /** Loads what is looked at anew. */
  reload: () => void;
}

/**
 * Loads of a list that may be long what is looked at, and keeps what it has while it loads anew or
 * for other dependencies.
 *
 * @param load - called with the latest of `dependencies`
 * @param dependencies - compared as JSON; another value begins at the first item
 * @public
 */
export function useItemWindow<T, P extends OffsetPage<T>>(
  load: (
    query: { offset: number; limit: number },
    signal: AbortSignal,
  ) => Promise<P>,
  dependencies: DependencyList,
  options: {
    pageSize: number;
    /** How many pages are kept. */
    mostPages: number;
    /** The item that is looked at first, before there are other dependencies; 0 when absent. */
    first?: number;
  },
): LoadedWindow<T, P> {
  const { pageSize, mostPages } = options;
  const key = JSON.stringify(dependencies);
  const [state, setState] = useState<{
    key: string;
    view: ItemWindowView<T, P>;
  }>({ key, view: { itemAt: () => undefined, loading: true } });
  const latest = useRef(load);
  latest.current = load;
  const running = useRef<ItemWindow<T, P>>();
  const opensAt = useRef(options.first ?? 0);

  useEffect(() => {
    const opened = new ItemWindow<T, P>({
      load: (query, signal) => latest.current(query, signal),
      pageSize,
      mostPages,
      first: opensAt.current,
      onChange: view => {
        // What was there before stays until there is something to put in its place.
        if (view.total !== undefined || view.error) {
          setState({ key, view });
        }
      },
    });
    running.current = opened;
    opensAt.current = 0;
    opened.reload();
    return () => opened.stop();
  }, [key, pageSize, mostPages]);

  const show = useCallback(
    (first: number, last: number) => running.current?.show(first, last),
    [],
  );
  const reload = useCallback(() => running.current?.reload(), []);

  const outdated = state.key !== key;
  const { view } = state;
  return {
    itemAt: view.itemAt,
    total: view.total,
    page: view.page,
    outdated,
    error: outdated ? undefined : view.error,
    loading: view.loading || outdated,
    show,
    reload,
  };
}
