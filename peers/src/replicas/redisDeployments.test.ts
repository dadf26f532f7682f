import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SourceTest, StoreStatus } from '@backlot/plugin-vm-inventory-common';
import { JsonObject } from '@backstage/types';
import { buildPeers } from '../buildPeers';
import { freePort } from '../freePort';
import { startRedis } from '../redis/startRedis';
import { startRedisCluster } from '../redis/startRedisCluster';
import { startRedisSentinel } from '../redis/startRedisSentinel';
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
  startReplica,
} from './startReplica';

jest.setTimeout(300_000);

const redis = process.env.BACKSTAGE_TEST_CACHE_REDIS7_CONNECTION_STRING;

const MACHINES = 50;
const MACHINE = 'DC0_C0_RP0_VM0';

/** Where there is a Redis to test with, there is one to start, too. */
(redis ? describe : describe.skip)('replicas that share an inventory', () => {
  const ends: (() => Promise<unknown>)[] = [];
  let directory: string;
  let vcenter: VCenterSimulator;
  let session: SimulatorSession;

  beforeEach(async () => {
    await buildPeers();
    directory = await mkdtemp(join(tmpdir(), 'backlot-redis-'));
    ends.push(() => rm(directory, { recursive: true, force: true }));
    vcenter = await startVCenterSimulator({
      directory,
      password: 'the password of the test',
      size: { clusters: 1, machines: 2, copies: MACHINES / 2 - 1 },
    });
    ends.push(() => vcenter.close());
    session = await SimulatorSession.login(vcenter);
  });

  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) {
      await end();
    }
  });

  /** Two replicas, the first of which collects. */
  async function startTwo(config: JsonObject) {
    const common = inventoryReplicas({
      database: {
        client: 'better-sqlite3',
        connection: { directory: join(directory, 'database') },
      },
      vmInventory: {
        redis: { ...config, ttl: { minutes: 1 } },
        vsphere: {
          sources: [simulatorSource(vcenter)],
        },
      },
    });
    const start = async (name: string) => {
      const replica = await startReplica(common, { directory, name });
      ends.push(() => replica.stop());
      return replica;
    };
    const first = await start('first');
    const loaded = await machinesUntil(
      first,
      ({ total }) => total === MACHINES,
    );
    const { id } = loaded.items.find(({ name }) => name === MACHINE)!;
    const second = await start('second');
    expect((await readMachines(second)).total).toBe(MACHINES);
    const rename = (name: string) =>
      session.task({ type: 'VirtualMachine', value: id }, 'Rename_Task', [
        `<newName>${name}</newName>`,
      ]);
    const shows = (replica: InventoryReplica, name: string) =>
      machinesUntil(replica, page => nameOf(page, id) === name);
    return { second, rename, shows };
  }

  async function problemOf(replica: InventoryReplica) {
    const response = await replica.fetch('/v1/store');
    return ((await response.json()) as StoreStatus).problem;
  }

  async function testStore(replica: InventoryReplica): Promise<string[]> {
    const response = await replica.fetch('/v1/store/test');
    const { steps } = (await response.json()) as Pick<SourceTest, 'steps'>;
    return steps.map(({ name, ok, detail }) => `${name} ${ok ? 'ok' : detail}`);
  }

  const allSteps = ['Connection', 'Version', 'Read and write', 'Memory'].map(
    name => `${name} ok`,
  );

  it('in a cluster of Redis: each source on one node', async () => {
    const { nodes, close } = await startRedisCluster(join(directory, 'redis'));
    ends.push(close);
    const { second, rename, shows } = await startTwo({
      cluster: { nodes: nodes.map(({ host, port }) => ({ host, port })) },
    });

    await rename('renamed');
    await shows(second, 'renamed');
    expect(await testStore(second)).toEqual(allSteps);
  });

  it('in a Redis behind TLS', async () => {
    const port = await freePort();
    const server = await startRedis({
      directory: join(directory, 'redis'),
      args: [
        ...['--tls-port', String(port), '--tls-auth-clients', 'no'],
        ...['--tls-cert-file', join(directory, 'server.pem')],
        ...['--tls-key-file', join(directory, 'server-key.pem')],
        ...['--tls-ca-cert-file', join(directory, 'ca.pem')],
      ],
    });
    ends.push(() => server.close());
    const { second, rename, shows } = await startTwo({
      url: `rediss://127.0.0.1:${port}`,
      options: { tls: { ca: vcenter.ca } },
    });

    await rename('renamed');
    await shows(second, 'renamed');
    expect(await testStore(second)).toEqual(allSteps);
  });

  it('in a Redis with a replica of its own, which a sentinel puts in its place', async () => {
    const { sentinel, name, master, close } = await startRedisSentinel(
      join(directory, 'redis'),
    );
    ends.push(close);
    const { second, rename, shows } = await startTwo({
      options: { sentinels: [sentinel], name },
    });
    await rename('before');
    await shows(second, 'before');

    await master.kill();
    await rename('after');
    await shows(second, 'after');
    expect(await problemOf(second)).toBeUndefined();
    expect(await testStore(second)).toEqual(allSteps);
  });
});
