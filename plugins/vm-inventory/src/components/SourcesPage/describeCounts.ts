import {
  InventoryKind,
  inventoryKinds,
} from '@backlot/plugin-vm-inventory-common';

const words: Record<InventoryKind, [one: string, several: string]> = {
  machine: ['machine', 'machines'],
  template: ['template', 'templates'],
  datacenter: ['datacenter', 'datacenters'],
  cluster: ['cluster', 'clusters'],
  host: ['host', 'hosts'],
  datastore: ['datastore', 'datastores'],
  network: ['network', 'networks'],
  folder: ['folder', 'folders'],
  'resource-pool': ['resource pool', 'resource pools'],
};

/** What a source holds, in words; undefined when that is nothing. */
export function describeCounts(
  objects: Partial<Record<InventoryKind, number>>,
): string | undefined {
  const counts = inventoryKinds
    .map(kind => [kind, objects[kind] ?? 0] as const)
    .filter(([, count]) => count > 0)
    .map(
      ([kind, count]) =>
        `${count.toLocaleString('en-US')} ${words[kind][count === 1 ? 0 : 1]}`,
    );
  return counts.length > 0 ? counts.join(', ') : undefined;
}
