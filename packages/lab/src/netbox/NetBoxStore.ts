import { Table, TableSnapshot } from './Table';
import {
  customizableTables,
  NetBoxRows,
  TableName,
  tableNames,
} from './tables';

/** @internal */
export type NetBoxSnapshot = {
  [N in TableName]: TableSnapshot<NetBoxRows[N]>;
};

/** The change log keeps no more than this, so that the lab's state stays small. */
const KEPT_CHANGES = 1000;

function microsecondClock(): () => string {
  let last = 0;
  return () => {
    last = Math.max(last + 1, Date.now() * 1000);
    const milliseconds = Math.floor(last / 1000);
    const micros = String(last % 1000).padStart(3, '0');
    return new Date(milliseconds).toISOString().replace('Z', `${micros}Z`);
  };
}

/**
 * All that the lab's NetBox knows.
 *
 * @internal
 */
export class NetBoxStore {
  readonly #tables: { [N in TableName]: Table<NetBoxRows[N]> };

  constructor(snapshot?: NetBoxSnapshot) {
    const now = microsecondClock();
    const table = <N extends TableName>(name: N) =>
      new Table<NetBoxRows[N]>(now, snapshot?.[name]);
    this.#tables = {
      sites: table('sites'),
      clusters: table('clusters'),
      vrfs: table('vrfs'),
      tags: table('tags'),
      customFields: table('customFields'),
      prefixes: table('prefixes'),
      addresses: table('addresses'),
      virtualMachines: table('virtualMachines'),
      interfaces: table('interfaces'),
      macAddresses: table('macAddresses'),
      ranges: table('ranges'),
      virtualDisks: table('virtualDisks'),
      deviceInterfaces: table('deviceInterfaces'),
      changes: table('changes'),
    };
  }

  table<N extends TableName>(name: N): Table<NetBoxRows[N]> {
    return this.#tables[name];
  }

  /** Takes an address away; a machine that had it as its primary address has none after. */
  deleteAddress(id: number): void {
    const machines = this.table('virtualMachines');
    for (const machine of machines.all()) {
      if (machine.primary_ip4 === id) {
        machines.update(machine.id, { primary_ip4: null });
      }
      if (machine.primary_ip6 === id) {
        machines.update(machine.id, { primary_ip6: null });
      }
    }
    this.table('addresses').delete(id);
  }

  /** Takes a MAC address away; an interface that had it as its primary one has none after. */
  deleteMacAddress(id: number): void {
    const interfaces = this.table('interfaces');
    for (const row of interfaces.all()) {
      if (row.primary_mac_address === id) {
        interfaces.update(row.id, { primary_mac_address: null });
      }
    }
    this.table('macAddresses').delete(id);
  }

  /** Takes an interface away, and with it the addresses and MAC addresses that are assigned to it. */
  deleteInterface(id: number): void {
    const isOnIt = (row: {
      assigned_object_type: string | null;
      assigned_object_id: number | null;
    }) =>
      row.assigned_object_type === 'virtualization.vminterface' &&
      row.assigned_object_id === id;
    for (const address of this.table('addresses').all().filter(isOnIt)) {
      this.deleteAddress(address.id);
    }
    for (const mac of this.table('macAddresses').all().filter(isOnIt)) {
      this.deleteMacAddress(mac.id);
    }
    this.table('interfaces').delete(id);
  }

  /** Takes a virtual disk away; its machine's disk is the sum of those that it has left. */
  deleteVirtualDisk(id: number): void {
    const disks = this.table('virtualDisks');
    const machine = disks.get(id)?.virtual_machine;
    disks.delete(id);
    if (machine !== undefined) {
      this.sumVirtualDisks(machine);
    }
  }

  /** Sets a machine's disk to the sum of its virtual disks, or to nothing if it has none. */
  sumVirtualDisks(machine: number): void {
    const sum = this.virtualDiskSum(machine);
    this.table('virtualMachines').update(machine, { disk: sum || null });
  }

  /** In MB. */
  virtualDiskSum(machine: number): number {
    return this.table('virtualDisks')
      .all()
      .filter(row => row.virtual_machine === machine)
      .reduce((sum, row) => sum + row.size, 0);
  }

  /** Takes a machine away, and with it its disks, interfaces and their addresses. */
  deleteVirtualMachine(id: number): void {
    for (const row of this.table('virtualDisks').all()) {
      if (row.virtual_machine === id) {
        this.table('virtualDisks').delete(row.id);
      }
    }
    for (const row of this.table('interfaces').all()) {
      if (row.virtual_machine === id) {
        this.deleteInterface(row.id);
      }
    }
    this.table('virtualMachines').delete(id);
  }

  /** Takes a custom field away, and its values on every record. */
  deleteCustomField(id: number): void {
    const field = this.table('customFields').get(id);
    if (field) {
      for (const name of customizableTables) {
        for (const row of this.table(name).all()) {
          delete row.custom_fields[field.name];
        }
      }
    }
    this.table('customFields').delete(id);
  }

  /** Notes a change, as NetBox's change log does. */
  logChange(
    change: Omit<NetBoxRows['changes'], 'id' | 'created' | 'last_updated'>,
  ): void {
    const changes = this.table('changes');
    const row = changes.insert(change);
    changes.delete(row.id - KEPT_CHANGES);
  }

  snapshot(): NetBoxSnapshot {
    return Object.fromEntries(
      tableNames.map(name => [name, this.#tables[name].snapshot()]),
    ) as NetBoxSnapshot;
  }
}
