import {
  RemixiconComponentType,
  RiBuilding4Line,
  RiComputerLine,
  RiDatabase2Line,
  RiFileCopyLine,
  RiFolderLine,
  RiNodeTree,
  RiPieChart2Line,
  RiServerLine,
  RiShareLine,
  RiStackLine,
  RiApps2Line,
} from '@remixicon/react';
import {
  InventoryTreeKind,
  InventoryTreeNode,
} from '@backlot/plugin-vm-inventory-common';
import styles from './InventoryTree.module.css';

const icons: Record<InventoryTreeKind, RemixiconComponentType> = {
  source: RiNodeTree,
  datacenter: RiBuilding4Line,
  cluster: RiStackLine,
  host: RiServerLine,
  datastore: RiDatabase2Line,
  network: RiShareLine,
  folder: RiFolderLine,
  'resource-pool': RiPieChart2Line,
  template: RiFileCopyLine,
  machine: RiComputerLine,
};

/** What a node is, at a glance; machines that run are coloured. */
export const TreeIcon = ({ node }: { node: InventoryTreeNode }) => {
  const Icon = iconOf(node);
  return (
    <Icon
      aria-hidden
      size={16}
      className={styles.icon}
      data-power={isReached(node) ? node.power : undefined}
      data-unreached={isReached(node) ? undefined : true}
    />
  );
};

function isReached({ connection = 'connected' }: InventoryTreeNode): boolean {
  return connection === 'connected';
}

function iconOf(node: InventoryTreeNode): RemixiconComponentType {
  if (node.vapp) {
    return RiApps2Line;
  }
  return node.standalone ? RiServerLine : icons[node.kind];
}
