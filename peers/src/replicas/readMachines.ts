import { setTimeout as delay } from 'node:timers/promises';
import { InventoryPage } from '@backlot/plugin-vm-inventory-common';
import { InventoryReplica } from './startReplica';

type MachinePage = InventoryPage<'machine'>;

/** All machines that a replica shows. */
export async function readMachines(
  replica: InventoryReplica,
): Promise<MachinePage> {
  const response = await replica.fetch('/v1/machines?limit=1000');
  if (!response.ok) {
    throw new Error(`${response.status}: ${await response.text()}`);
  }
  return (await response.json()) as MachinePage;
}

/** The first page of which this holds. */
export async function machinesUntil(
  replica: InventoryReplica,
  holds: (page: MachinePage) => boolean,
): Promise<MachinePage> {
  for (;;) {
    const page = await readMachines(replica);
    if (holds(page)) {
      return page;
    }
    await delay(20);
  }
}

/** @throws Error when the page has no such machine */
export function nameOf(page: MachinePage, id: string): string {
  const machine = page.items.find(each => each.id === id);
  if (!machine) {
    throw new Error(`There is no machine ${id} among ${page.items.length}`);
  }
  return machine.name;
}
