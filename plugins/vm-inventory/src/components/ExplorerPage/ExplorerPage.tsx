import { useMemo } from 'react';
import { useNavigate } from 'react-router-dom';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import {
  Container,
  Flex,
  Text,
  ToggleButton,
  ToggleButtonGroup,
} from '@backstage/ui';
import {
  formatTreeRef,
  InventoryTreeNode,
  Machine,
} from '@backlot/plugin-vm-inventory-common';
import { vmInventoryApiRef } from '@backlot/plugin-vm-inventory-react';
import {
  LoadProblem,
  useDocumentTitle,
  useEvery,
  useItemWindow,
  useSettled,
} from '@backlot/ui-common';
import { machineRouteRef } from '../../routes';
import { FreshnessAlert } from '../FreshnessAlert';
import { InventoryTree } from '../InventoryTree/InventoryTree';
import { usePlaceNames } from '../usePlaceNames';
import { ExplorerFilters } from './ExplorerFilters';
import { filterOf, isNarrowed } from './explorerState';
import { ExportButtons } from './ExportButtons';
import { machineColumns, templateColumns } from './listColumns';
import { ListedObjects, ListedWindow } from './ListedObjects';
import { PlacePath } from './PlacePath';
import { useExplorerState } from './useExplorerState';
import { useLeftExplorer } from './useLeftExplorer';
import { usePlacePath } from './usePlacePath';
import styles from './ExplorerPage.module.css';

const PAGE_SIZE = 100;
const MOST_PAGES = 40;
const REFRESH_MS = 15_000;
const TYPING_MS = 250;
const MOST_SOURCES_OPEN = 3;

/** All machines and templates of all sources: a tree of places, and a table of what is there. */
export const ExplorerPage = () => {
  const api = useApi(vmInventoryApiRef);
  const navigate = useNavigate();
  const machinePath = useRouteRef(machineRouteRef);
  const [state, change] = useExplorerState();
  const { left, keep } = useLeftExplorer();
  useDocumentTitle('Virtual machines');
  const { view, place, kind } = state;
  const search = useSettled(state.search, TYPING_MS);
  const filter = filterOf(state);

  const names = usePlaceNames();
  const { nameOf } = names;
  const columns = useMemo(
    () => ({
      machine: machineColumns(nameOf, (machine: Machine) =>
        machinePath({ source: machine.source, id: machine.id }),
      ),
      template: templateColumns(nameOf),
    }),
    [nameOf, machinePath],
  );
  const sortable = columns[kind].some(
    ({ id, isSortable }) => isSortable && id === state.sort.replace(/^-/, ''),
  );
  const query = {
    filter,
    search,
    sort: sortable ? state.sort : 'name',
    ...(place && { below: formatTreeRef(place) }),
  };
  const list: ListedWindow = useItemWindow(
    ({ offset, limit }, signal) =>
      api.list(kind, { ...query, offset, limit }, { signal }),
    [kind, query],
    {
      pageSize: PAGE_SIZE,
      mostPages: MOST_PAGES,
      first: Math.floor(left?.row ?? 0),
    },
  );
  useEvery(REFRESH_MS, list.reload);
  const { page, total, error } = list;

  const path = usePlacePath(view, place);
  const sources = page?.freshness.sources ?? [];
  const open = useOpenNodes(
    state.open,
    path.value?.items,
    place || sources.length > MOST_SOURCES_OPEN ? [] : sources,
  );
  const select = (node: InventoryTreeNode) => {
    if (node.kind === 'machine') {
      navigate(machinePath({ source: node.source, id: node.id }));
    } else {
      change({ in: formatTreeRef(node), open: listOf(open) });
    }
  };
  const shared = {
    list,
    sort: query.sort,
    onSort: (sort: string) => change({ sort: sort === 'name' ? '' : sort }),
    listKey: JSON.stringify([kind, query]),
    firstRow: left?.row ?? 0,
    onScroll: (row: number) => keep({ row }),
  };
  return (
    <Container>
      <Flex direction="column" gap="3" py="4" className={styles.page}>
        <FreshnessAlert freshness={page?.freshness} />
        <div className={styles.columns}>
          <section aria-label="Places" className={styles.side}>
            <ToggleButtonGroup
              aria-label="Tree view"
              selectionMode="single"
              disallowEmptySelection
              selectedKeys={[view]}
              onSelectionChange={keys =>
                change({
                  view: keys.has('folders') ? 'folders' : undefined,
                  open: undefined,
                })
              }
            >
              <ToggleButton id="hosts">Hosts</ToggleButton>
              <ToggleButton id="folders">Folders</ToggleButton>
            </ToggleButtonGroup>
            <InventoryTree
              view={view}
              open={open}
              onOpenChange={next => change({ open: listOf(next) })}
              selected={place && formatTreeRef(place)}
              onSelect={select}
              firstActive={left?.treeLine}
              onActiveChange={treeLine => keep({ treeLine })}
            />
          </section>
          <section aria-label="Machines" className={styles.main}>
            <ExplorerFilters
              state={state}
              onChange={change}
              sources={sources}
              datacenters={names.datacenters}
              clusters={names.clusters}
            />
            <Flex justify="between" align="center" gap="4">
              <Flex align="center" gap="4" style={{ flexWrap: 'wrap' }}>
                <Text color="secondary" role="status">
                  {total === undefined || list.outdated
                    ? ''
                    : countOf(total, kind)}
                </Text>
                {place && (
                  <PlacePath
                    path={path.value?.items ?? []}
                    onSelect={select}
                    onClear={() => change({ in: undefined })}
                  />
                )}
              </Flex>
              <ExportButtons kind={kind} query={query} />
            </Flex>
            {error && (
              <LoadProblem
                error={error}
                what={`the ${kind}s`}
                onRetry={list.reload}
              />
            )}
            {names.error && !error && (
              <LoadProblem
                error={names.error}
                what="the names of clusters and datacenters"
                onRetry={names.reload}
              />
            )}
            {(total !== undefined || !error) &&
              (kind === 'machine' ? (
                <ListedObjects
                  {...shared}
                  label="Machines"
                  kind="machine"
                  columns={columns.machine}
                  emptyText={
                    isNarrowed(state)
                      ? 'No machine matches these filters.'
                      : 'The sources have no machines.'
                  }
                />
              ) : (
                <ListedObjects
                  {...shared}
                  label="Templates"
                  kind="template"
                  columns={columns.template}
                  emptyText={
                    isNarrowed(state)
                      ? 'No template matches these filters.'
                      : 'The sources have no templates.'
                  }
                />
              ))}
          </section>
        </div>
      </Flex>
    </Container>
  );
};

/** What is open in the tree: as somebody left it, or else the way to the place. */
function useOpenNodes(
  chosen: string[] | undefined,
  path: InventoryTreeNode[] | undefined,
  sources: { source: string }[],
): ReadonlySet<string> {
  const keys = chosen ?? [
    ...(path?.slice(0, -1).map(formatTreeRef) ?? []),
    ...sources.map(({ source }) =>
      formatTreeRef({ kind: 'source', source, id: source }),
    ),
  ];
  const text = JSON.stringify(keys);
  return useMemo(() => new Set<string>(JSON.parse(text)), [text]);
}

/** As the URL keeps it: one empty value where nothing is open. */
function listOf(open: ReadonlySet<string>): string[] {
  return open.size > 0 ? [...open] : [''];
}

function countOf(total: number, kind: string): string {
  return total === 1 ? `1 ${kind}` : `${total.toLocaleString()} ${kind}s`;
}
