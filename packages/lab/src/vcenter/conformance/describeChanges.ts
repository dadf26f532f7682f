import { VCenterDifferences, VCenterUnderTest } from './VCenterUnderTest';
import { ReadObject, Reference, VimSession } from './VimSession';

/** Waiting for changes. */
export function describeChanges(
  target: () => VCenterUnderTest,
  differences: VCenterDifferences,
): void {
  describe('telling what changes', () => {
    let session: VimSession;
    let watcher: VimSession;

    beforeAll(async () => {
      session = await VimSession.open(target());
      watcher = await VimSession.open(target());
    });

    afterAll(async () => {
      await session?.close();
      await watcher?.close();
    });

    async function watchMachines(...paths: string[]): Promise<Reference> {
      return watcher.watch(
        VimSession.ofView(
          await watcher.view('VirtualMachine'),
          { VirtualMachine: paths },
          'spec',
        ),
      );
    }

    async function someMachine(): Promise<ReadObject> {
      const view = await session.view('VirtualMachine');
      const machines = await session.read(
        VimSession.ofView(view, {
          VirtualMachine: ['name', 'runtime.powerState', 'parent'],
        }),
      );
      return machines.find(
        ({ properties }) =>
          properties.get('runtime.powerState')?.text === 'poweredOn',
      )!;
    }

    it('begins with all there is', async () => {
      const collector = await watchMachines('name');
      const { objects, version } = await watcher.waitForAll(collector);
      const read = await session.read(
        VimSession.ofView(await session.view('VirtualMachine'), {
          VirtualMachine: ['name'],
        }),
      );
      expect(version).not.toBe('');
      expect(objects.every(({ kind }) => kind === 'enter')).toBe(true);
      expect(objects.map(({ ref }) => ref).sort()).toEqual(
        read.map(({ ref }) => ref).sort(),
      );
    });

    it('gives no more objects at once than are asked for, and says that there are more', async () => {
      const collector = await watchMachines('name');
      const first = await watcher.wait(collector, '', { maxObjectUpdates: 5 });
      expect(first).toMatchObject({ truncated: true });
      expect(first!.objects).toHaveLength(5);
      const second = await watcher.wait(collector, first!.version, {
        maxObjectUpdates: 5,
      });
      const refs = [...first!.objects, ...second!.objects].map(
        ({ ref }) => ref,
      );
      expect(new Set(refs).size).toBe(refs.length);
    });

    it('answers without anything when the time is over', async () => {
      const collector = await watchMachines('name');
      const { version } = await watcher.waitForAll(collector);
      await expect(
        watcher.wait(collector, version, { maxWaitSeconds: 1 }),
      ).resolves.toBeUndefined();
    });

    it('tells a new name at once, to whom waits for it', async () => {
      const collector = await watchMachines('name');
      const { version } = await watcher.waitForAll(collector);
      const machine = await someMachine();
      const name = machine.properties.get('name')!.text;

      const waiting = watcher.waitUntil(
        collector,
        version,
        ({ ref }) => ref === machine.ref,
      );
      await session.task('Rename_Task', machine, '<newName>renamed</newName>');

      const { object } = await waiting;
      expect(object.kind).toBe('modify');
      expect(object.properties.get('name')?.text).toBe('renamed');
      await session.task('Rename_Task', machine, `<newName>${name}</newName>`);
    });

    it('tells of power off and on', async () => {
      const collector = await watchMachines('runtime.powerState');
      const { version } = await watcher.waitForAll(collector);
      const machine = await someMachine();
      const isIt = ({ ref }: Reference) => ref === machine.ref;

      await session.task('PowerOffVM_Task', machine);
      const off = await watcher.waitUntil(collector, version, isIt);
      await session.task('PowerOnVM_Task', machine);
      const on = await watcher.waitUntil(collector, off.version, isIt);

      expect(off.object.properties.get('runtime.powerState')?.text).toBe(
        'poweredOff',
      );
      expect(on.object.properties.get('runtime.powerState')?.text).toBe(
        'poweredOn',
      );
    });

    it('tells what comes, moves and goes', async () => {
      const machine = await someMachine();
      const parent = machine.properties.get('parent')!;
      const folders = await watcher.watch(
        VimSession.ofView(
          await watcher.view('Folder'),
          { Folder: ['name'] },
          'spec',
        ),
      );
      const machines = await watchMachines('parent');
      const before = await watcher.waitForAll(folders);
      const machinesBefore = await watcher.waitForAll(machines);

      const folder = await session.make(
        'CreateFolder',
        { type: 'Folder', ref: parent.text },
        '<name>made-for-a-test</name>',
      );
      const come = await watcher.waitUntil(
        folders,
        before.version,
        ({ ref }) => ref === folder.ref,
      );
      expect(come.object.kind).toBe('enter');
      expect(come.object.properties.get('name')?.text).toBe('made-for-a-test');

      const list = `<list type="VirtualMachine">${machine.ref}</list>`;
      await session.task('MoveIntoFolder_Task', folder, list);
      const moved = await watcher.waitUntil(
        machines,
        machinesBefore.version,
        ({ ref }) => ref === machine.ref,
      );
      expect(moved.object.properties.get('parent')?.text).toBe(folder.ref);

      await session.task(
        'MoveIntoFolder_Task',
        { type: 'Folder', ref: parent.text },
        list,
      );
      await session.task('Destroy_Task', folder);
      const gone = await watcher.waitUntil(
        folders,
        come.version,
        ({ ref, kind }) => ref === folder.ref && kind !== 'modify',
      );
      expect(gone.object.kind).toBe('leave');
    });

    it('forgets a property collector that was destroyed', async () => {
      const collector = await watchMachines('name');
      await watcher.waitForAll(collector);
      await watcher.call('DestroyPropertyCollector', collector);
      await expect(watcher.wait(collector, '')).rejects.toMatchObject({
        fault: 'ManagedObjectNotFound',
      });
    });

    it('keeps property collectors to their session', async () => {
      const collector = await watchMachines('name');
      await expect(session.wait(collector, '')).rejects.toMatchObject({
        fault: 'ManagedObjectNotFound',
      });
    });

    if (differences.repeatsVersions) {
      it('tells again what changed since a version, to whom asks again', async () => {
        const collector = await watchMachines('name');
        const { version } = await watcher.waitForAll(collector);
        const machine = await someMachine();
        const name = machine.properties.get('name')!.text;
        await session.task('Rename_Task', machine, '<newName>twice</newName>');

        const first = await watcher.wait(collector, version);
        const second = await watcher.wait(collector, version);

        expect(second!.objects).toEqual(first!.objects);
        await session.task(
          'Rename_Task',
          machine,
          `<newName>${name}</newName>`,
        );
      });
    }

    if (differences.refusesUnknownVersions) {
      it('answers InvalidCollectorVersion to a version that it did not give', async () => {
        const collector = await watchMachines('name');
        await watcher.waitForAll(collector);
        await expect(watcher.wait(collector, '999')).rejects.toMatchObject({
          fault: 'InvalidCollectorVersion',
        });
      });
    }

    if (differences.announcesAll) {
      it('tells of reconfiguration', async () => {
        const collector = await watchMachines(
          'summary.config.numCpu',
          'summary.config.memorySizeMB',
        );
        const { version } = await watcher.waitForAll(collector);
        const machine = await someMachine();
        await session.task(
          'ReconfigVM_Task',
          machine,
          '<spec><numCPUs>3</numCPUs><memoryMB>6144</memoryMB></spec>',
        );
        const { object } = await watcher.waitUntil(
          collector,
          version,
          ({ ref }) => ref === machine.ref,
        );
        expect(object.properties.get('summary.config.numCpu')?.text).toBe('3');
        expect(object.properties.get('summary.config.memorySizeMB')?.text).toBe(
          '6144',
        );
      });

      it('tells that a machine is a template now, with no pool and no address', async () => {
        const collector = await watchMachines(
          'summary.config.template',
          'resourcePool',
          'guest.ipAddress',
        );
        const { version, objects } = await watcher.waitForAll(collector);
        const machine = await someMachine();
        const pool = objects
          .find(({ ref }) => ref === machine.ref)!
          .properties.get('resourcePool')!;
        const isIt = ({ ref }: Reference) => ref === machine.ref;

        await session.task('PowerOffVM_Task', machine);
        const off = await watcher.waitUntil(collector, version, isIt);
        expect([...off.object.properties]).toEqual([
          ['guest.ipAddress', undefined],
        ]);
        await session.call('MarkAsTemplate', machine);
        const marked = await watcher.waitUntil(collector, off.version, isIt);
        expect(
          marked.object.properties.get('summary.config.template')?.text,
        ).toBe('true');
        expect(marked.object.properties.get('resourcePool')).toBeUndefined();

        await session.call(
          'MarkAsVirtualMachine',
          machine,
          `<pool type="ResourcePool">${pool.text}</pool>`,
        );
        await session.task('PowerOnVM_Task', machine);
      });
    }
  });
}
