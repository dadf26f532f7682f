import { useCallback, useEffect, useRef, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import {
  InventoryTreeNode,
  InventoryTreeView,
  parseTreeRef,
} from '@backlot/plugin-vm-inventory-common';
import {
  VmInventoryApi,
  vmInventoryApiRef,
} from '@backlot/plugin-vm-inventory-react';
import { LevelKey, TreeLevel } from './treeRows';

const PAGE_SIZE = 200;
const MOST_AT_ONCE = 1000;

type Levels = ReadonlyMap<LevelKey, TreeLevel>;

const noLevels: Levels = new Map();

/** Reads at least so many children of a node, as far as there are so many. */
async function readLevel(
  api: VmInventoryApi,
  options: {
    view: InventoryTreeView;
    key: LevelKey;
    count: number;
    signal: AbortSignal;
  },
): Promise<TreeLevel> {
  const { view, key, count, signal } = options;
  const items: InventoryTreeNode[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.getTreeLevel(
      {
        view,
        parent: key === '' ? undefined : parseTreeRef(key),
        limit: Math.min(count - items.length, MOST_AT_ONCE),
        cursor,
      },
      { signal },
    );
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor && items.length < count);
  return { items, more: cursor !== undefined };
}

/**
 * What is known of a tree: the levels that are open are loaded, and loaded anew when asked to.
 *
 * @param open - keys of the levels that are shown, the top one aside
 */
export function useTreeLevels(
  view: InventoryTreeView,
  open: ReadonlySet<LevelKey>,
): {
  levels: Levels;
  /** Loads what follows in a level. */
  loadMore: (key: LevelKey) => void;
  /** Loads all that is shown anew. */
  reload: () => void;
} {
  const api = useApi(vmInventoryApiRef);
  const [state, setState] = useState<{ view: string; levels: Levels }>({
    view,
    levels: new Map(),
  });
  const levels = state.view === view ? state.levels : noLevels;
  const latest = useRef({ levels, open });
  latest.current = { levels, open };
  const loading = useRef(new Map<LevelKey, AbortController>());

  const load = useCallback(
    (key: LevelKey, count: number) => {
      loading.current.get(key)?.abort();
      const abort = new AbortController();
      loading.current.set(key, abort);
      const put = (level: TreeLevel) => {
        if (!abort.signal.aborted) {
          loading.current.delete(key);
          setState(before => ({
            view,
            levels: new Map([
              ...(before.view === view ? before.levels : noLevels),
              [key, level],
            ]),
          }));
        }
      };
      readLevel(api, { view, key, count, signal: abort.signal }).then(
        put,
        error =>
          put({
            items: [],
            more: false,
            ...latest.current.levels.get(key),
            error,
          }),
      );
    },
    [api, view],
  );

  useEffect(() => {
    const underWay = loading.current;
    return () => {
      underWay.forEach(abort => abort.abort());
      underWay.clear();
    };
  }, [view]);

  useEffect(() => {
    for (const key of ['', ...open]) {
      if (!latest.current.levels.has(key) && !loading.current.has(key)) {
        load(key, PAGE_SIZE);
      }
    }
  }, [open, load]);

  const loadMore = useCallback(
    (key: LevelKey) => {
      if (!loading.current.has(key)) {
        const known = latest.current.levels.get(key)?.items.length ?? 0;
        load(key, known + PAGE_SIZE);
      }
    },
    [load],
  );
  const reload = useCallback(() => {
    for (const key of ['', ...latest.current.open]) {
      const known = latest.current.levels.get(key)?.items.length ?? 0;
      load(key, Math.max(known, PAGE_SIZE));
    }
  }, [load]);
  return { levels, loadMore, reload };
}
