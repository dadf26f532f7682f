import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { knex } from 'knex';
import { buildPeers } from '../buildPeers';
import { simulatorSource } from '../simulatorSource';
import { SimulatorSession } from '../SimulatorSession';
import {
  startVCenterSimulator,
  VCenterSimulator,
} from '../startVCenterSimulator';
import { machinesUntil, nameOf, readMachines } from './readMachines';
import {
  InventoryReplica,
  inventoryReplicas,
  InventoryReplicas,
  startReplica,
} from './startReplica';

jest.setTimeout(300_000);

const postgres =
  process.env.BACKSTAGE_TEST_DATABASE_POSTGRES17_CONNECTION_STRING;
const redis = process.env.BACKSTAGE_TEST_CACHE_REDIS7_CONNECTION_STRING;

const MACHINES = 200;
/** From the death of the collecting replica to the first change that another has collected. */
const TAKEOVER_MS = 15_000;
const MACHINE = 'DC0_C0_RP0_VM0';

/** There are servers to test with where the variables point to them, as in Backstage's own tests. */
(postgres && redis ? describe : describe.skip)('replicas', () => {
  const prefix = `replicas_${randomBytes(6).toString('hex')}_`;
  const ends: (() => Promise<unknown>)[] = [];
  let directory: string;
  let vcenter: VCenterSimulator;
  let session: SimulatorSession;
  let replicas: InventoryReplicas;

  beforeAll(async () => {
    await buildPeers();
    directory = await mkdtemp(join(tmpdir(), 'backlot-replicas-'));
    vcenter = await startVCenterSimulator({
      directory,
      password: 'the password of the test',
      size: { clusters: 1, machines: 2, copies: MACHINES / 2 - 1 },
    });
    session = await SimulatorSession.login(vcenter);
    replicas = inventoryReplicas({
      database: { client: 'pg', connection: postgres!, prefix },
      vmInventory: {
        redis: { url: redis!, keyPrefix: prefix, ttl: { minutes: 1 } },
        vsphere: {
          sources: [simulatorSource(vcenter)],
        },
      },
    });
  });

  afterAll(async () => {
    await Promise.all(ends.map(end => end()));
    await vcenter.close();
    await rm(directory, { recursive: true, force: true });
    const admin = knex({ client: 'pg', connection: postgres });
    const { rows } = await admin.raw(
      'select datname from pg_database where datname like ?',
      [`${prefix}%`],
    );
    for (const { datname } of rows) {
      await admin.raw('drop database ?? with (force)', [datname]);
    }
    await admin.destroy();
  });

  async function start(name: string): Promise<InventoryReplica> {
    const replica = await startReplica(replicas, { directory, name });
    ends.push(() => replica.stop());
    return replica;
  }

  async function rename(id: string, name: string): Promise<void> {
    await session.task({ type: 'VirtualMachine', value: id }, 'Rename_Task', [
      `<newName>${name}</newName>`,
    ]);
  }

  it('carry on when the collecting one is killed, and never show less or what was before', async () => {
    const first = await start('first');
    const loaded = await machinesUntil(
      first,
      ({ total }) => total === MACHINES,
    );
    const { id } = loaded.items.find(({ name }) => name === MACHINE)!;
    const second = await start('second');
    const begun = await readMachines(second);
    expect(begun.total).toBe(MACHINES);

    // A reader that never looks away: the machine's names are numbers that only grow.
    const seen: { total: number; number: number; asOf: string }[] = [];
    let reading = true;
    const reader = (async () => {
      for (let isLast = false; !isLast; ) {
        // Told to end, it looks once more: what was there by then must be seen.
        isLast = !reading;
        const page = await readMachines(second);
        seen.push({
          total: page.total,
          number: Number(nameOf(page, id).split('-')[1] ?? 0),
          asOf: page.freshness.sources[0].asOf!,
        });
        await delay(10);
      }
    })();

    await rename(id, 'renamed-1');
    await machinesUntil(second, page => nameOf(page, id) === 'renamed-1');
    expect((await readMachines(second)).freshness.sources[0].state).toBe(
      'live',
    );

    const killed = performance.now();
    await first.kill();
    await rename(id, 'renamed-2');
    await machinesUntil(second, page => nameOf(page, id) === 'renamed-2');
    const tookOver = performance.now() - killed;
    expect(tookOver).toBeLessThan(TAKEOVER_MS);

    await rename(id, 'renamed-3');
    await machinesUntil(second, page => nameOf(page, id) === 'renamed-3');
    reading = false;
    await reader;
    expect(new Set(seen.map(({ total }) => total))).toEqual(
      new Set([MACHINES]),
    );
    for (const field of ['number', 'asOf'] as const) {
      const values = seen.map(each => each[field]);
      expect(values).toEqual([...values].sort(ascending));
    }
    expect(seen.at(-1)!.number).toBe(3);

    // One that comes back begins with what is known, and follows.
    const third = await start('third');
    const known = await readMachines(third);
    expect([known.total, nameOf(known, id)]).toEqual([MACHINES, 'renamed-3']);
    await rename(id, 'renamed-4');
    await machinesUntil(third, page => nameOf(page, id) === 'renamed-4');
  });
});

function ascending(a: string | number, b: string | number): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}
