import { startLab, smallCompany } from '@backlot/lab';
import {
  SimulatorSession,
  startVCenterSimulator,
  VCenterSimulator,
} from '@backlot/peers';
import { Machine } from '@backlot/plugin-vm-inventory-common';
import { InventoryFigure, milliseconds } from './InventoryFigure';
import { BenchBackend } from '../BenchBackend';
import { startInventoryBackend } from './startInventoryBackend';
import { percentile } from './statistics';

/** A vCenter whose machines can be renamed. */
interface ChangingVCenter {
  what: string;
  url: string;
  ca: string;
  username: string;
  password: string;
  machines: number;
  rename(id: string, name: string): Promise<void>;
  close(): Promise<void>;
}

/** Times from a change to its being readable from another replica. */
export interface LagTimes {
  what: string;
  machines: number;
  times: number[];
}

/** The vCenter simulator; each change costs it a look at all that it holds. */
export async function changingSimulator(
  directory: string,
  machines: number,
): Promise<ChangingVCenter> {
  const simulator: VCenterSimulator = await startVCenterSimulator({
    directory,
    password: 'the password of the benchmark',
    size: {
      clusters: 1,
      hosts: 5,
      machines: 5,
      copies: machines / 5 - 1,
      poweredOn: false,
    },
  });
  const session = await SimulatorSession.login(simulator);
  return {
    ...simulator,
    what: 'vCenter simulator',
    machines,
    async rename(id, name) {
      await session.call('VirtualMachine', id, 'Rename_Task', [
        `<newName>${name}</newName>`,
      ]);
    },
  };
}

/** The lab's vCenter, in this process. */
export async function changingLab(machines: number): Promise<ChangingVCenter> {
  const lab = await startLab({
    company: { ...smallCompany, machines },
    pace: { boot: 0 },
  });
  return {
    ...lab.vcenter,
    what: 'the lab',
    machines,
    rename: async (id, name) => lab.vcenter.model.rename(id, name),
    close: () => lab.close(),
  };
}

/**
 * Renames machines one after another, and reads each from the replica that does not collect until it
 * has its new name.
 */
export async function measureLag(
  vcenter: ChangingVCenter,
  options: { directory: string; redis: string; changes: number },
): Promise<LagTimes> {
  const { directory, changes } = options;
  const backends: BenchBackend[] = [];
  try {
    for (const name of ['collecting', 'reading']) {
      const backend = await startInventoryBackend({
        directory,
        name,
        database: `${directory}/database`,
        vmInventory: {
          redis: { url: options.redis },
          vsphere: {
            sources: [
              {
                name: 'vcenter',
                url: vcenter.url,
                username: vcenter.username,
                password: vcenter.password,
                tls: { ca: vcenter.ca },
              },
            ],
          },
        },
      });
      backends.push(backend);
      await backend.machines(vcenter.machines);
    }
    const reading = backends[1];
    const { items } = await reading.get<{ items: Machine[] }>(
      '/api/vm-inventory/v1/machines?limit=100',
    );
    const times: number[] = [];
    for (let change = 0; change < changes; change++) {
      const { id } = items[change % items.length];
      const name = `renamed-${change}`;
      const begin = Date.now();
      await vcenter.rename(id, name);
      const seen = await reading.until(
        `/api/vm-inventory/v1/machines/vcenter/${id}`,
        answer => (answer as Machine).name === name,
      );
      times.push(seen - begin);
    }
    return { what: vcenter.what, machines: vcenter.machines, times };
  } finally {
    await Promise.all(backends.map(backend => backend.close()));
  }
}

/** The line of the table. */
export function lagFigure({
  what,
  machines,
  times,
}: LagTimes): InventoryFigure {
  const p99 = percentile(times, 99);
  return {
    what: `Change in vCenter → readable from another replica: ${what} with ${machines.toLocaleString(
      'en-US',
    )} machines`,
    measured: `p99 ${milliseconds(p99)}`,
    beside: `median ${milliseconds(percentile(times, 50))} of ${
      times.length
    } changes`,
    target: { words: '≤ 500 ms', met: p99 <= 500 },
  };
}
