import fc from 'fast-check';
import { smallCompany } from '../company/smallCompany';
import { FaultSwitches } from '../faults/FaultSwitches';
import { children } from './soap/SoapElement';
import { ReadObject, Reference, VimSession } from './conformance/VimSession';
import { LabVCenter } from './LabVCenter';
import { VCenterModel } from './model/VCenterModel';
import { VimFault } from './soap/VimFault';
import { startVCenter } from './startVCenter';

const paths = {
  Folder: ['name', 'parent', 'childEntity'],
  ClusterComputeResource: [
    'name',
    'host',
    'summary.numEffectiveHosts',
    'summary.effectiveMemory',
  ],
  HostSystem: [
    'name',
    'parent',
    'vm',
    'runtime.inMaintenanceMode',
    'runtime.connectionState',
  ],
  ResourcePool: ['name', 'parent', 'resourcePool', 'vm'],
  Datastore: ['name', 'parent', 'summary.freeSpace', 'vm'],
  StoragePod: ['name', 'summary.freeSpace', 'childEntity'],
  Network: ['name', 'vm'],
  VirtualMachine: [
    'name',
    'parent',
    'parentVApp',
    'resourcePool',
    'runtime.host',
    'runtime.powerState',
    'runtime.connectionState',
    'summary.config.template',
    'summary.config.numCpu',
    'config.hardware.memoryMB',
    'guest.ipAddress',
    'datastore',
  ],
};
const types = Object.keys(paths);

describe('what the vCenter announces', () => {
  let vcenter: LabVCenter;
  let model: VCenterModel;
  let session: VimSession;

  beforeAll(async () => {
    vcenter = await startVCenter({
      company: { ...smallCompany, machines: 20 },
      faults: new FaultSwitches(),
      // No guest comes up between a read and the next.
      pace: { boot: 600_000 },
    });
    model = vcenter.model;
    session = await VimSession.open(vcenter);
  });

  afterAll(async () => {
    await session.close();
    await vcenter.close();
  });

  function text(object: ReadObject): [string, Record<string, string>] {
    const properties = [...object.properties]
      .filter(([, value]) => value !== undefined)
      .map(([path, value]) => [
        path,
        value!.text ||
          children(value, 'ManagedObjectReference')
            .map(reference => reference.text)
            .sort()
            .join(' '),
      ]);
    return [object.ref, Object.fromEntries(properties)];
  }

  async function readAll(): Promise<Map<string, Record<string, string>>> {
    const view = await session.view(...types);
    const objects = await session.read(VimSession.ofView(view, paths), 1000);
    await session.call('DestroyView', view);
    return new Map(objects.map(text));
  }

  async function follow(
    known: Map<string, Record<string, string>>,
    collector: Reference,
    from: string,
  ): Promise<string> {
    let version = from;
    for (;;) {
      const updates = await session.wait(collector, version, {
        maxWaitSeconds: 0,
      });
      if (!updates) {
        return version;
      }
      version = updates.version;
      for (const update of updates.objects) {
        if (update.kind === 'leave') {
          known.delete(update.ref);
        } else {
          const object = {
            ...(update.kind === 'modify' ? known.get(update.ref) : {}),
            ...text(update)[1],
          };
          for (const [path, value] of update.properties) {
            if (value === undefined) {
              delete object[path];
            }
          }
          known.set(update.ref, object);
        }
      }
    }
  }

  async function watch() {
    const view = await session.view(...types);
    const collector = await session.watch(
      VimSession.ofView(view, paths, 'spec'),
    );
    const known = new Map<string, Record<string, string>>();
    let version = await follow(known, collector, '');
    return {
      known,
      collector,
      async update() {
        version = await follow(known, collector, version);
      },
      async end() {
        await session.call('DestroyPropertyCollector', collector);
        await session.call('DestroyView', view);
      },
    };
  }

  const machine = () =>
    model.machines().find(({ config }) => config && !config.template)!;
  const datacenter = () =>
    [...model.store.values()].flatMap(object =>
      object.type === 'Datacenter' ? object : [],
    )[0];
  const cluster = () =>
    [...model.store.values()].flatMap(object =>
      object.type === 'ClusterComputeResource' ? object : [],
    )[0];

  it.each<[string, () => void]>([
    [
      'reconfigured CPU and memory',
      () =>
        model.reconfigure(machine().ref, {
          cpus: machine().config!.cpus + 1,
          memoryMib: 12288,
        }),
    ],
    [
      'a bigger disk, in its datastore',
      () =>
        model.reconfigure(machine().ref, {
          disks: [{ label: 'Hard disk 1', sizeGib: 500, thin: true }],
        }),
    ],
    [
      'vMotion',
      () => {
        const { host } = machine();
        const other = [...model.store.values()].find(
          object => object.type === 'HostSystem' && object.ref !== host,
        )!;
        model.relocate(machine().ref, other.ref);
      },
    ],
    [
      'a host in maintenance, in its cluster too',
      () => model.changeHost(machine().host, { inMaintenanceMode: true }),
    ],
    [
      'a machine that its host does not know any more',
      () => model.changeFault(machine().ref, 'orphaned'),
    ],
    [
      'a host that is disconnected',
      () =>
        model.changeHost(machine().host, { connectionState: 'disconnected' }),
    ],
    [
      'a datastore that is lost, with its machines',
      () =>
        model.changeDatastore(machine().datastores[0], { accessible: false }),
    ],
    [
      'a new host',
      () =>
        model.add.host({
          name: 'new.acme.example',
          parent: cluster().ref,
          cores: 16,
          coreMhz: 2000,
          memoryBytes: 2 ** 36,
          connectionState: 'connected',
          inMaintenanceMode: false,
        }),
    ],
    [
      'pools in pools and vApps',
      () => {
        const pool = model.add.resourcePool('outer', cluster().resourcePool);
        model.add.resourcePool('inner', pool.ref);
        const vapp = model.add.virtualApp(
          'app',
          pool.ref,
          datacenter().vmFolder,
        );
        model.add.machine({
          ...machine(),
          name: 'in-a-vapp',
          parent: undefined,
          resourcePool: vapp.ref,
        });
      },
    ],
    [
      'a standalone host',
      () =>
        model.add.standaloneHost(
          {
            name: 'alone.acme.example',
            parent: datacenter().hostFolder,
            datastores: [],
            networks: [],
          },
          {
            cores: 8,
            coreMhz: 2000,
            memoryBytes: 2 ** 35,
            connectionState: 'connected',
            inMaintenanceMode: false,
          },
        ),
    ],
    [
      'a datastore cluster',
      () => {
        const pod = model.add.storagePod('pod', datacenter().datastoreFolder);
        model.add.datastore({
          name: 'in-pod',
          parent: pod.ref,
          kind: 'VMFS',
          capacityBytes: 2 ** 40,
          freeBytes: 2 ** 39,
          accessible: true,
          maintenanceMode: 'normal',
        });
      },
    ],
    [
      'a folder that moves with what is in it',
      () => {
        const folders = datacenter().vmFolder;
        const from = model.createFolder('from/here', folders);
        const to = model.createFolder('to%there', folders);
        model.move(machine().ref, from.ref);
        model.move(from.ref, to.ref);
      },
    ],
    [
      'a machine whose configuration cannot be read',
      () =>
        model.store.commit(edit =>
          edit.update(machine(), { config: undefined }),
        ),
    ],
  ])('includes %s', async (_what, change) => {
    const watched = await watch();
    const before = new Map(watched.known);

    change();
    await watched.update();

    expect(watched.known).not.toEqual(before);
    expect(watched.known).toEqual(await readAll());
    await watched.end();
  });

  it('leaves a client that follows with what a fresh read gives, whatever happens', async () => {
    const pick = <T>(items: T[], index: number): T =>
      items[index % items.length];
    const operations: ((index: number) => void)[] = [
      index => model.rename(pick(model.machines(), index).ref, `vm-${index}`),
      index => model.powerOn(pick(model.machines(), index).ref),
      index => model.powerOff(pick(model.machines(), index).ref),
      index => model.markAsTemplate(pick(model.machines(), index).ref),
      index => model.destroy(pick(model.machines(), index).ref),
      index =>
        model.createMachine({
          ...pick(model.machines(), index),
          name: `new-${index}`,
        }),
      index => {
        const folders = [...model.store.values()].flatMap(object =>
          object.type === 'Folder' && object.holds === 'VirtualMachine'
            ? object.ref
            : [],
        );
        model.move(pick(model.machines(), index).ref, pick(folders, index));
        model.createFolder(`folder-${index}`, pick(folders, index * 7));
      },
      index =>
        model.changeHost(pick(model.machines(), index).host, {
          connectionState: index % 2 === 0 ? 'notResponding' : 'connected',
        }),
      index =>
        model.changeDatastore(pick(model.machines(), index).datastores[0], {
          accessible: index % 2 === 0,
        }),
      index => {
        const machineOf = pick(model.machines(), index);
        const isHidden = index % 2 === 0;
        if (isHidden) {
          model.privileges.withhold(machineOf.ref, 'System.View');
        } else {
          model.privileges.grant(machineOf.ref);
        }
      },
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(fc.nat(operations.length - 1), fc.nat(1000), fc.boolean()),
          { minLength: 1, maxLength: 25 },
        ),
        async steps => {
          const watched = await watch();
          for (const [operation, index, isRead] of steps) {
            try {
              operations[operation](index);
            } catch (error) {
              // What cannot be done, e.g. to power on what is on, changes nothing.
              if (!(error instanceof VimFault)) {
                throw error;
              }
            }
            if (isRead) {
              await watched.update();
            }
          }
          await watched.update();
          expect(watched.known).toEqual(await readAll());
          await watched.end();
        },
      ),
      { numRuns: 15 },
    );
  }, 60_000);
});
