import {
  DependencyList,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react';

/**
 * A page of a list that is continued by a cursor.
 *
 * @public
 */
export interface CursorPage<T> {
  items: T[];
  /** Absent on the last page. */
  nextCursor?: string;
}

/**
 * The pages of a list that were loaded so far, as one.
 *
 * @public
 */
export interface LoadedPages<P> {
  /** All items so far; the rest as the last answer had it. */
  page?: P;
  /** Whether `page` was loaded for other dependencies, and is shown until the new one is there. */
  outdated: boolean;
  error?: Error;
  loading: boolean;
  /** Loads what follows; without effect on the last page. */
  loadMore: () => void;
  /** Loads all that is shown anew. */
  reload: () => void;
}

/**
 * Reads at least so many items, page by page.
 */
async function readItems<P extends CursorPage<unknown>>(
  load: (
    query: { cursor?: string; limit: number },
    signal: AbortSignal,
  ) => Promise<P>,
  options: { count: number; maxLimit: number; signal: AbortSignal; after?: P },
): Promise<P> {
  const { count, maxLimit, signal } = options;
  let page = options.after;
  let wanted = count;
  while (wanted > 0) {
    const next = await load(
      { cursor: page?.nextCursor, limit: Math.min(wanted, maxLimit) },
      signal,
    );
    wanted -= next.items.length;
    page = { ...next, items: [...(page?.items ?? []), ...next.items] };
    if (!next.nextCursor || next.items.length === 0) {
      break;
    }
  }
  return page!;
}

/** What moved in the list's order while its pages were read can come twice. */
function withoutRepeats<T, P extends CursorPage<T>>(
  page: P,
  idOf: (item: T) => string,
): P {
  const byId = new Map(page.items.map(item => [idOf(item), item]));
  return { ...page, items: [...byId.values()] };
}

/**
 * Loads a list page by page along its cursor, and keeps what it has while it loads more, loads anew,
 * or loads for other dependencies.
 *
 * @param load - called with the latest of `dependencies`
 * @param dependencies - compared as JSON; another value begins at the first page
 * @public
 */
export function usePages<T, P extends CursorPage<T>>(
  load: (
    query: { cursor?: string; limit: number },
    signal: AbortSignal,
  ) => Promise<P>,
  dependencies: DependencyList,
  options: {
    idOf: (item: T) => string;
    /** How many items are shown at first, so that they are there at once; `pageSize` when absent. */
    firstPageSize?: number;
    /** How many items are added at a time. */
    pageSize: number;
    /** The most that the API answers at once. */
    maxLimit: number;
  },
): LoadedPages<P> {
  const { pageSize, firstPageSize = pageSize, maxLimit } = options;
  const key = JSON.stringify(dependencies);
  const [state, setState] = useState<{
    key: string;
    page?: P;
    error?: Error;
    loading: boolean;
  }>({ key, loading: true });
  const latest = useRef({ load, options, page: state.page });
  latest.current = { load, options, page: state.page };
  const running = useRef<AbortController>();
  const wanted = useRef(firstPageSize);

  const read = useCallback(
    (after?: P) => {
      running.current?.abort();
      const abort = new AbortController();
      running.current = abort;
      setState(before => ({ ...before, loading: true }));
      readItems(latest.current.load, {
        count: wanted.current - (after?.items.length ?? 0),
        maxLimit,
        signal: abort.signal,
        after,
      }).then(
        page => {
          if (!abort.signal.aborted) {
            setState({
              key,
              page: withoutRepeats(page, latest.current.options.idOf),
              loading: false,
            });
          }
        },
        error => {
          if (!abort.signal.aborted) {
            setState(before => ({
              key,
              page: before.key === key ? before.page : undefined,
              error,
              loading: false,
            }));
          }
        },
      );
    },
    [key, maxLimit],
  );

  useEffect(() => {
    wanted.current = firstPageSize;
    read();
    return () => running.current?.abort();
  }, [read, firstPageSize]);

  const loadMore = useCallback(() => {
    const { page } = latest.current;
    if (page?.nextCursor) {
      wanted.current = page.items.length + pageSize;
      read(page);
    }
  }, [read, pageSize]);
  const reload = useCallback(() => read(), [read]);

  const outdated = state.key !== key;
  return {
    page: state.page,
    outdated,
    error: outdated ? undefined : state.error,
    loading: state.loading || outdated,
    loadMore,
    reload,
  };
}
