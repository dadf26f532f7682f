import { children, textOf } from '../soap/SoapElement';
import { VCenterDifferences, VCenterUnderTest } from './VCenterUnderTest';
import { Reference, VimSession } from './VimSession';

const machinePaths = [
  'name',
  'parent',
  'resourcePool',
  'runtime.host',
  'runtime.powerState',
  'summary.config.template',
  'summary.config.guestId',
  'summary.config.numCpu',
  'summary.config.memorySizeMB',
  'summary.config.uuid',
  'summary.config.instanceUuid',
  'guest.ipAddress',
];

/** Reading properties, page by page. */
export function describeReading(
  target: () => VCenterUnderTest,
  differences: VCenterDifferences,
): void {
  describe('reading properties', () => {
    let session: VimSession;

    beforeAll(async () => {
      session = await VimSession.open(target());
    });

    afterAll(() => session?.close());

    async function specOf(type: string, ...paths: string[]): Promise<string> {
      return VimSession.ofView(await session.view(type), { [type]: paths });
    }

    it('gives pages of the size that is asked for, the token before the objects', async () => {
      const spec = await specOf('VirtualMachine', 'name');
      const all = await session.read(spec);
      const first = await session.page(spec, 5);
      expect(first.objects).toHaveLength(5);
      expect(first.text.indexOf('<token>')).toBeLessThan(
        first.text.indexOf('<objects>'),
      );

      const paged = await session.read(spec, 5);

      expect(paged.map(({ ref }) => ref).sort()).toEqual(
        all.map(({ ref }) => ref).sort(),
      );
    });

    it('refuses a token that was used up', async () => {
      const page = await session.page(
        await specOf('VirtualMachine', 'name'),
        5,
      );
      await session.nextPage(page.token!);
      await expect(session.nextPage(page.token!)).rejects.toMatchObject({
        status: 500,
      });
    });

    it('gives a page of its own size to whom names none', async () => {
      const spec = await specOf('VirtualMachine', 'name');
      const all = await session.read(spec, 100_000);
      const page = await session.page(spec);
      expect(page.objects).toHaveLength(
        Math.min(differences.pageSize ?? Infinity, all.length),
      );
    });

    it('tells of machines what an inventory needs, each value with its type', async () => {
      const machines = await session.read(
        await specOf('VirtualMachine', ...machinePaths),
      );
      const machine = machines.find(
        ({ properties }) =>
          properties.get('runtime.powerState')?.text === 'poweredOn',
      )!;
      const typeOf = (path: string) => machine.properties.get(path)?.xsiType;

      expect(machine.missing.size).toBe(0);
      expect(machine.properties.get('summary.config.template')?.text).toBe(
        'false',
      );
      expect(machine.properties.get('summary.config.uuid')?.text).toMatch(
        /^[0-9a-f-]{36}$/,
      );
      expect(
        Number(machine.properties.get('summary.config.numCpu')?.text),
      ).toBeGreaterThan(0);
      expect(typeOf('summary.config.numCpu')).toBe('xsd:int');
      expect(typeOf('name')).toBe('xsd:string');
      expect(typeOf('runtime.powerState')).toBe('VirtualMachinePowerState');
    });

    it('tells of clusters their sums and lists', async () => {
      const [cluster] = await session.read(
        await specOf(
          'ClusterComputeResource',
          'name',
          'host',
          'datastore',
          'network',
          'resourcePool',
          'summary.totalCpu',
          'summary.totalMemory',
          'summary.effectiveCpu',
          'summary.effectiveMemory',
          'summary.numHosts',
          'summary.numEffectiveHosts',
        ),
      );
      const { properties } = cluster;
      const hosts = children(properties.get('host'), 'ManagedObjectReference');

      expect(properties.get('host')?.xsiType).toBe(
        'ArrayOfManagedObjectReference',
      );
      expect(hosts[0].attributes.type).toBe('HostSystem');
      expect(properties.get('summary.numHosts')?.text).toBe(
        String(hosts.length),
      );
      expect(properties.get('summary.totalMemory')?.xsiType).toBe('xsd:long');
    });

    it.each([
      ['Datacenter', ['name', 'parent', 'vmFolder']],
      ['Folder', ['name', 'childType', 'childEntity']],
      ['HostSystem', ['name', 'parent', 'runtime.connectionState']],
      ['HostSystem', ['runtime.inMaintenanceMode', 'summary.hardware.cpuMhz']],
      ['ResourcePool', ['name', 'parent', 'owner']],
      ['Datastore', ['name', 'parent', 'summary.capacity', 'summary.type']],
      ['Datastore', ['summary.freeSpace', 'summary.accessible']],
      ['Network', ['name', 'parent']],
      ['DistributedVirtualPortgroup', ['name', 'key', 'config.key']],
    ])('tells of a %s its %s', async (type, paths) => {
      const objects = await session.read(await specOf(type, ...paths));
      expect(objects.length).toBeGreaterThan(0);
      for (const object of objects) {
        expect([...object.properties.keys()].sort()).toEqual(
          expect.arrayContaining(
            paths.filter(path => path !== 'parent').sort(),
          ),
        );
      }
    });

    it('shows port groups in a view of networks', async () => {
      const objects = await session.read(await specOf('Network', 'name'));
      expect(objects.map(({ type }) => type)).toContain(
        'DistributedVirtualPortgroup',
      );
    });

    it('gives whole data objects, too', async () => {
      const [machine] = await session.read(
        await specOf('VirtualMachine', 'config.hardware', 'summary'),
      );
      const hardware = machine.properties.get('config.hardware');
      expect(hardware?.xsiType).toBe('VirtualHardware');
      const disks = children(hardware, 'device').filter(
        ({ xsiType }) => xsiType === 'VirtualDisk',
      );
      expect(Number(textOf(disks[0], 'capacityInKB'))).toBeGreaterThan(0);
      expect(machine.properties.get('summary')?.xsiType).toBe(
        'VirtualMachineSummary',
      );
    });

    it('follows traversals that name each other, into folders in folders', async () => {
      const steps: [string, string, string, string[]][] = [
        ['folder', 'Folder', 'childEntity', ['folder', 'datacenter']],
        ['datacenter', 'Datacenter', 'vmFolder', ['folder']],
      ];
      const selections = steps.map(
        ([name, type, path, next]) =>
          `<selectSet xsi:type="TraversalSpec"><name>${name}</name><type>${type}</type><path>${path}</path><skip>false</skip>${next
            .map(other => `<selectSet><name>${other}</name></selectSet>`)
            .join('')}</selectSet>`,
      );
      const traversed = await session.read(
        VimSession.spec(
          { VirtualMachine: ['name'] },
          `<objectSet><obj type="Folder">${
            session.rootFolder.ref
          }</obj><skip>true</skip>${selections.join('')}</objectSet>`,
        ),
      );
      const viewed = await session.read(await specOf('VirtualMachine', 'name'));
      const refs = (objects: Reference[]) => objects.map(({ ref }) => ref);
      expect(refs(traversed).sort()).toEqual(refs(viewed).sort());
    });

    it('answers ManagedObjectNotFound to a reference of nothing', async () => {
      await expect(
        session.read(
          VimSession.ofObject({ type: 'VirtualMachine', ref: 'vm-0' }, [
            'name',
          ]),
        ),
      ).rejects.toMatchObject({ fault: 'ManagedObjectNotFound' });
    });

    if (differences.effectiveMemoryInMb) {
      it('sums up memory of clusters in bytes, and usable memory in MB', async () => {
        const [{ properties }] = await session.read(
          await specOf(
            'ClusterComputeResource',
            'summary.totalMemory',
            'summary.effectiveMemory',
          ),
        );
        const ratio =
          Number(properties.get('summary.totalMemory')?.text) /
          Number(properties.get('summary.effectiveMemory')?.text);
        expect(ratio).toBeGreaterThanOrEqual(1024 ** 2);
        expect(ratio).toBeLessThan(2 * 1024 ** 2);
      });
    }

    if (differences.refusesUnknownProperties) {
      it('answers InvalidProperty to a property that a type does not have', async () => {
        await expect(
          session.read(await specOf('VirtualMachine', 'no.such.property')),
        ).rejects.toMatchObject({ fault: 'InvalidProperty' });
      });
    }

    if (differences.leavesOutEmptyResults) {
      it('answers with nothing at all when nothing is selected', async () => {
        const view = await session.view('StoragePod');
        const page = await session.page(
          VimSession.ofView(view, { VirtualApp: ['name'] }),
        );
        expect(page.text).not.toContain('<returnval>');
      });
    }
  });
}
