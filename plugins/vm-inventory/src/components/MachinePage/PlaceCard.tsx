import { Fragment } from 'react';
import { useApi, useRouteRef } from '@backstage/core-plugin-api';
import { Flex, Link, Skeleton } from '@backstage/ui';
import {
  formatTreeRef,
  InventoryTreeNode,
  InventoryTreeRef,
  InventoryTreeView,
  Machine,
} from '@backlot/plugin-vm-inventory-common';
import { vmInventoryApiRef } from '@backlot/plugin-vm-inventory-react';
import { FactList, LoadState, useLoad, InfoCard } from '@backlot/ui-common';
import { rootRouteRef } from '../../routes';
import { nameWithConnection } from '../connections';
import styles from './MachinePage.module.css';

const Way = (props: { view: InventoryTreeView; path: InventoryTreeNode[] }) => {
  const explorerPath = useRouteRef(rootRouteRef);
  const hrefOf = (node: InventoryTreeNode) =>
    `${explorerPath()}?${new URLSearchParams({
      ...(props.view === 'folders' && { view: 'folders' }),
      in: formatTreeRef(node),
    })}`;
  return (
    <span className={styles.places}>
      {props.path.map((node, index) => (
        <Fragment key={formatTreeRef(node)}>
          {index > 0 && <span aria-hidden>/</span>}
          <Link href={hrefOf(node)}>{nameWithConnection(node)}</Link>
        </Fragment>
      ))}
    </span>
  );
};

/** Where the machine is, with links up the tree. */
export const PlaceCard = ({ machine }: { machine: Machine }) => {
  const api = useApi(vmInventoryApiRef);
  const { source, id, host, cluster, folder, resourcePool } = machine;
  const loaded = useLoad(
    async signal => {
      const of = { kind: 'machine', source, id } as const;
      const pool: InventoryTreeRef | undefined =
        resourcePool === undefined
          ? undefined
          : { kind: 'resource-pool', source, id: resourcePool };
      const [hosts, folders, pools] = await Promise.all([
        api.getTreePath({ view: 'hosts', of }, { signal }),
        api.getTreePath({ view: 'folders', of }, { signal }),
        pool && api.getTreePath({ view: 'hosts', of: pool }, { signal }),
      ]);
      return {
        hosts: hosts.items.slice(0, -1),
        folders: folders.items.slice(0, -1),
        pools: pools?.items.filter(({ kind }) => kind === 'resource-pool'),
      };
    },
    [source, id, host, cluster, folder, resourcePool],
  );
  const { value } = loaded;

  return (
    <InfoCard title="Place">
      <Flex direction="column" gap="3">
        <LoadState loaded={loaded} what="the places">
          <Skeleton height={80} />
        </LoadState>
        {value && (
          <FactList
            facts={[
              ['Runs on', <Way key="hosts" view="hosts" path={value.hosts} />],
              [
                'Resource pool',
                value.pools && (
                  <Way key="pools" view="hosts" path={value.pools} />
                ),
              ],
              [
                'Folder',
                <Way key="folders" view="folders" path={value.folders} />,
              ],
            ]}
          />
        )}
      </Flex>
    </InfoCard>
  );
};
