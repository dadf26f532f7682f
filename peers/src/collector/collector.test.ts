import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPeers } from '../buildPeers';
import {
  startVCenterSimulator,
  VCenterSimulator,
  VCenterSimulatorSize,
} from '../startVCenterSimulator';
import { Reference } from '../SimulatorSession';
import { CollectorBackend } from './__testUtils__/CollectorBackend';
import { VCenterAdministrator } from './__testUtils__/VCenterAdministrator';

jest.setTimeout(300_000);

const password = 'the password of the test';

describe("collecting govmomi's simulator", () => {
  let directory: string;

  beforeAll(async () => {
    await buildPeers();
    directory = await mkdtemp(join(tmpdir(), 'backlot-collector-'));
  });

  afterAll(async () => {
    await rm(directory, { recursive: true, force: true });
  });

  function simulate(
    size: VCenterSimulatorSize,
    port?: number,
  ): Promise<VCenterSimulator> {
    return startVCenterSimulator({ directory, password, size, port });
  }

  describe('of all shapes', () => {
    const size = {
      datacenters: 2,
      foldedDatacenters: 1,
      clusters: 1,
      hosts: 2,
      standaloneHosts: 1,
      resourcePools: 1,
      vApps: 1,
      machines: 2,
      datastoreClusters: 1,
    };
    let simulator: VCenterSimulator;
    let backend: CollectorBackend;
    let administrator: VCenterAdministrator;

    beforeAll(async () => {
      simulator = await simulate(size);
      administrator = await VCenterAdministrator.login(simulator);
      backend = await CollectorBackend.start(simulator);
      await backend.reaches('live');
    });

    afterAll(async () => {
      await backend?.close();
      await simulator?.close();
    });

    /** A machine that nothing else changes. */
    async function newMachine(name: string): Promise<Reference> {
      const machine = await administrator.createMachine(name, {
        folder: await administrator.named('Folder', 'development'),
        pool: await administrator.named('ResourcePool', 'DC0_C0_RP1'),
        datastore: 'LocalDS_0',
      });
      await backend.until(() => backend.find('machine', machine.value));
      return machine;
    }

    it.each([
      ['datacenter', ['Datacenter']],
      ['cluster', ['ComputeResource', 'ClusterComputeResource']],
      ['host', ['HostSystem']],
      ['folder', ['Folder']],
      ['resource-pool', ['ResourcePool', 'VirtualApp']],
      ['datastore', ['Datastore', 'StoragePod']],
    ] as const)(
      'shows each %s once, under its name',
      async (kind, types: readonly string[]) => {
        // A view holds subtypes as well, and the simulator holds each cluster twice: like_vcenter.go.
        const there = new Map<string, string>();
        for (const type of types) {
          for (const { reference, properties } of await administrator.all(
            type,
          )) {
            if (types.includes(reference.type)) {
              there.set(reference.value, properties.name);
            }
          }
        }
        const shown = await backend.list(kind);
        expect(shown.map(({ id, name }) => [id, name]).sort()).toEqual(
          [...there].sort(),
        );
      },
    );

    it('shows each machine and each template once', async () => {
      const machines = await administrator.all(
        'VirtualMachine',
        'config.template',
      );
      const ids = (template: 'true' | 'false') =>
        machines
          .filter(
            ({ properties }) => properties['config.template'] === template,
          )
          .map(({ reference }) => reference.value)
          .sort();
      expect(
        (await backend.list('machine')).map(({ id }) => id).sort(),
      ).toEqual(ids('false'));
      expect(
        (await backend.list('template')).map(({ id }) => id).sort(),
      ).toEqual(ids('true'));
    });

    it('knows standalone hosts, folded datacenters, vApps, datastore clusters and port groups', async () => {
      const clusters = await backend.list('cluster');
      expect(
        clusters.map(({ name, standalone }) => [name, standalone]).sort(),
      ).toEqual([
        ['DC0_C0', false],
        ['DC0_H0', true],
        ['DC1_C0', false],
        ['DC1_H0', true],
      ]);
      const machines = await backend.list('machine');
      const standalone = clusters.find(({ name }) => name === 'DC0_H0')!;
      expect(
        machines
          .filter(({ cluster }) => cluster === standalone.id)
          .map(({ name }) => name)
          .sort(),
      ).toEqual(['DC0_H0_VM0', 'DC0_H0_VM1']);

      const datacenters = await backend.list('datacenter');
      const datacenterOf = new Map(
        datacenters.map(({ id, name }) => [id, name]),
      );
      for (const machine of machines) {
        expect(machine.name).toContain(datacenterOf.get(machine.datacenter!));
      }

      const pools = await backend.list('resource-pool');
      const vapp = pools.find(({ name }) => name === 'DC0_C0_APP0')!;
      expect(vapp).toMatchObject({
        vapp: true,
        cluster: clusters.find(({ name }) => name === 'DC0_C0')!.id,
      });
      expect(
        machines.filter(({ resourcePool }) => resourcePool === vapp.id),
      ).toHaveLength(2);

      expect(
        (await backend.list('datastore')).filter(
          ({ type }) => type === 'cluster',
        ),
      ).toHaveLength(2);
      const networks = await backend.list('network');
      expect(
        networks
          .filter(({ type }) => type === 'distributed')
          .map(({ name }) => name)
          .filter(name => name.includes('DVPG'))
          .sort(),
      ).toEqual(['DC0_DVPG0', 'DC0_DVPG1', 'DC1_DVPG0', 'DC1_DVPG1']);
    });

    it('shows a new folder in a new folder', async () => {
      const outer = await administrator.createFolder(
        await administrator.named('Folder', 'development'),
        'team',
      );
      const inner = await administrator.createFolder(outer, 'payments');

      const folder = await backend.until(() =>
        backend.find('folder', inner.value),
      );
      expect(folder).toMatchObject({
        parent: outer.value,
        path: 'backlot/development/team/payments',
        holds: 'machines',
      });
    });

    it('follows a machine from its creation to its end', async () => {
      const machine = await newMachine('born');
      const shown = () => backend.find('machine', machine.value);
      const becomes = (expected: object) =>
        backend.until(async () => {
          const found = await shown();
          return Object.entries(expected).every(
            ([key, value]) => found?.[key as keyof typeof found] === value,
          )
            ? found
            : undefined;
        });
      expect(await shown()).toMatchObject({
        name: 'born',
        power: 'off',
        cpus: 2,
        memoryMib: 64,
        guestId: 'rhel9_64Guest',
      });

      await administrator.rename(machine, 'renamed');
      await becomes({ name: 'renamed' });

      const production = await administrator.named('Folder', 'production');
      await administrator.moveInto(production, machine);
      await becomes({ folder: production.value });

      const [standalone] = (await backend.list('cluster')).filter(
        ({ name }) => name === 'DC0_H0',
      );
      const [host] = (await backend.list('host')).filter(
        ({ cluster }) => cluster === standalone.id,
      );
      await administrator.relocate(machine, {
        pool: standalone.resourcePool!,
        host: host.id,
      });
      await becomes({
        host: host.id,
        cluster: standalone.id,
        resourcePool: standalone.resourcePool,
      });

      await administrator.powerOn(machine);
      await becomes({ power: 'on' });
      await administrator.powerOff(machine);
      await becomes({ power: 'off' });

      await administrator.destroy(machine);
      await backend.until(async () => ((await shown()) ? undefined : true));
    });

    it.each([
      ['a%2fb%5cc%25d', 'a/b\\c%d'],
      ['fish &amp; &lt;chips&gt; &quot;&apos;', `fish & <chips> "'`],
      ['žluťoučký kůň 名前 😀', 'žluťoučký kůň 名前 😀'],
      ['x'.repeat(80), 'x'.repeat(80)],
      [' a  b ', ' a  b '],
      ['100%', '100%'],
    ])('shows a machine that vCenter names %s', async (escaped, name) => {
      const machine = await newMachine('to be renamed');
      await administrator.rename(machine, escaped);
      const renamed = await backend.until(async () => {
        const found = await backend.find('machine', machine.value);
        return found?.name === 'to be renamed' ? undefined : found;
      });
      expect(renamed.name).toBe(name);
      await administrator.destroy(machine);
      await backend.until(async () =>
        (await backend.find('machine', machine.value)) ? undefined : true,
      );
    });

    it('forgets a machine that is destroyed while others are made', async () => {
      const gone: string[] = [];
      const made: string[] = [];
      for (const round of [1, 2, 3, 4, 5]) {
        const machine = await newMachine(`destroyed ${round}`);
        await administrator.destroy(machine);
        gone.push(machine.value);
        made.push((await newMachine(`made ${round}`)).value);
      }
      const shown = await backend.until(async () => {
        const ids = (await backend.list('machine')).map(({ id }) => id);
        return gone.some(id => ids.includes(id)) ? undefined : ids;
      });
      expect(shown).toEqual(expect.arrayContaining(made));
    });

    it('keeps machines of one name apart', async () => {
      const one = await newMachine('twin');
      const other = await newMachine('other');
      const folder = await administrator.named('Folder', 'production');
      await administrator.moveInto(folder, other);
      await administrator.rename(other, 'twin');
      const twins = await backend.until(async () => {
        const found = (await backend.list('machine')).filter(
          ({ name }) => name === 'twin',
        );
        return found.length === 2 ? found : undefined;
      });
      expect(twins.map(({ id }) => id).sort()).toEqual(
        [one.value, other.value].sort(),
      );
    });

    it('signs in anew when its session was ended, and never shows less meanwhile', async () => {
      const before = (await backend.list('machine')).map(({ id }) => id);
      expect(await administrator.endOtherSessions()).toBeGreaterThan(0);

      const machine = await administrator.createMachine('after the session', {
        folder: await administrator.named('Folder', 'development'),
        pool: await administrator.named('ResourcePool', 'DC0_C0_RP1'),
        datastore: 'LocalDS_0',
      });
      await backend.until(async () => {
        const machines = await backend.list('machine');
        expect(machines.map(({ id }) => id)).toEqual(
          expect.arrayContaining(before),
        );
        return machines.find(({ id }) => id === machine.value);
      });
      await backend.reaches('live');
    });

    it('shows the last known while the server is down, says so, and goes on once it is back', async () => {
      const before = await backend.list('machine');
      await simulator.kill();

      const down = await backend.reaches('stale');
      expect(down.lastError?.message).toContain(simulator.url);
      expect(await backend.list('machine')).toEqual(before);

      simulator = await simulate(size, Number(new URL(simulator.url).port));
      administrator = await VCenterAdministrator.login(simulator);
      await backend.reaches('live');
      const names = (await backend.list('machine')).map(({ name }) => name);
      expect(names).not.toContain('twin');
      expect(names).toContain('DC0_C0_RP1_VM0');
      await administrator.rename(
        await administrator.named('VirtualMachine', 'DC0_C0_RP1_VM0'),
        'after the restart',
      );
      await backend.until(async () =>
        (
          await backend.list('machine')
        ).find(({ name }) => name === 'after the restart'),
      );
    });
  });

  it('finds in a full pass what the simulator does not announce', async () => {
    const simulator = await simulate({ clusters: 1, hosts: 1, machines: 2 });
    const administrator = await VCenterAdministrator.login(simulator);
    const backend = await CollectorBackend.start(simulator, {
      fullPassMinutes: 0.001,
      maxWaitSeconds: 1,
    });
    try {
      await backend.reaches('live');
      const name = 'DC0_C0_RP0_VM0';
      const machine = await administrator.named('VirtualMachine', name);
      await administrator.reconfigure(
        machine,
        '<numCPUs>7</numCPUs><memoryMB>96</memoryMB>',
      );
      await backend.until(async () => {
        const found = await backend.find('machine', machine.value);
        return found?.cpus === 7 && found.memoryMib === 96 ? true : undefined;
      });

      await administrator.powerOff(machine);
      await administrator.markAsTemplate(machine);
      const template = await backend.until(() =>
        backend.find('template', machine.value),
      );
      expect(template).toMatchObject({ name, cpus: 7, memoryMib: 96 });
      expect(template.disks).toHaveLength(1);
      expect(await backend.find('machine', machine.value)).toBeUndefined();

      const above = await administrator.named('ResourcePool', 'Resources');
      const outer = await administrator.createResourcePool(above, 'outer');
      const inner = await administrator.createResourcePool(outer, 'inner');
      const pool = await backend.until(() =>
        backend.find('resource-pool', inner.value),
      );
      expect(pool).toMatchObject({
        name: 'inner',
        vapp: false,
        parent: outer.value,
        cluster: (await administrator.named('ClusterComputeResource', 'DC0_C0'))
          .value,
      });
    } finally {
      await backend.close();
      await simulator.close();
    }
  });

  it('loads ten thousand machines, each once and whole', async () => {
    const simulator = await simulate({
      datacenters: 2,
      clusters: 5,
      hosts: 5,
      machines: 10,
      copies: 99,
      poweredOn: false,
    });
    const backend = await CollectorBackend.start(simulator);
    try {
      const administrator = await VCenterAdministrator.login(simulator);
      const there = await administrator.all(
        'VirtualMachine',
        'config.instanceUuid',
        'config.template',
      );
      const expected = there
        .filter(({ properties }) => properties['config.template'] === 'false')
        .map(({ reference, properties }) => [
          reference.value,
          properties.name,
          properties['config.instanceUuid'],
        ]);
      expect(expected).toHaveLength(10_000);

      const { objects } = await backend.reaches('live');
      expect(objects.machine).toBe(10_000);
      const machines = await backend.list('machine');
      expect(
        machines.map(({ id, name, instanceUuid }) => [id, name, instanceUuid]),
      ).toHaveLength(10_000);
      expect(
        new Map(machines.map(one => [one.id, [one.name, one.instanceUuid]])),
      ).toEqual(new Map(expected.map(([id, ...rest]) => [id, rest])));
      for (const machine of machines) {
        expect(machine).toMatchObject({
          datacenter: expect.any(String),
          cluster: expect.any(String),
          host: expect.any(String),
          folder: expect.any(String),
          resourcePool: expect.any(String),
          cpus: 1,
          memoryMib: 32,
        });
      }
    } finally {
      await backend.close();
      await simulator.close();
    }
  });
});
