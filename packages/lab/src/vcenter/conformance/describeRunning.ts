import { child, children, SoapElement, textOf } from '../soap/SoapElement';
import { VCenterDifferences, VCenterUnderTest } from './VCenterUnderTest';
import { ReadObject, Reference, VimSession } from './VimSession';

/** Power and snapshots, and the accounts that may or may not change them. */
export function describeRunning(
  target: () => VCenterUnderTest,
  differences: VCenterDifferences,
): void {
  describe('running machines', () => {
    let operator: VimSession;
    let reader: VimSession;
    let machine: ReadObject;

    beforeAll(async () => {
      operator = await VimSession.open({ ...target(), ...target().operator });
      reader = await VimSession.open({ ...target(), ...target().reader });
      const machines = await operator.read(
        VimSession.ofView(await operator.view('VirtualMachine'), {
          VirtualMachine: ['runtime.powerState', 'snapshot'],
        }),
      );
      machine = machines.find(
        ({ properties }) =>
          properties.get('runtime.powerState')?.text === 'poweredOn' &&
          !properties.get('snapshot'),
      )!;
    });

    afterAll(async () => {
      await operator?.close();
      await reader?.close();
    });

    const done = { state: 'success' };

    async function read(path: string): Promise<SoapElement | undefined> {
      const [found] = await operator.read(VimSession.ofObject(machine, [path]));
      return found.properties.get(path);
    }

    const power = async () => (await read('runtime.powerState'))?.text;
    const change = (method: string) => operator.task(method, machine);

    it('are powered, and refuse what they are already', async () => {
      const refused = { state: 'error', fault: 'InvalidPowerState' };
      expect(await change('SuspendVM_Task')).toEqual(done);
      expect(await power()).toBe('suspended');
      expect(await change('PowerOnVM_Task')).toEqual(done);
      expect(await change('ResetVM_Task')).toEqual(done);
      expect(await power()).toBe('poweredOn');
      expect(await change('PowerOffVM_Task')).toEqual(done);
      expect(await power()).toBe('poweredOff');
      expect(await change('PowerOffVM_Task')).toEqual(refused);
      expect(await change('SuspendVM_Task')).toEqual(refused);
      for (const method of ['ShutdownGuest', 'RebootGuest']) {
        await expect(operator.call(method, machine)).rejects.toMatchObject({
          fault: 'InvalidPowerState',
        });
      }
      expect(await change('PowerOnVM_Task')).toEqual(done);
    });

    it('remember their recent tasks', async () => {
      const task = await operator.make('ResetVM_Task', machine);
      const recent = children(
        await read('recentTask'),
        'ManagedObjectReference',
      );
      expect(recent.map(({ text }) => text)).toContain(task.ref);
    });

    it('have snapshots on top of each other, revert to them and lose them', async () => {
      const take = (name: string, memory: boolean) =>
        operator.task(
          'CreateSnapshot_Task',
          machine,
          `<name>${name}</name><description>By &lt;us&gt;</description><memory>${memory}</memory><quiesce>false</quiesce>`,
        );
      expect(await take('first', false)).toEqual(done);
      expect(await take('second', true)).toEqual(done);
      const trees = (element: SoapElement | undefined, name: string) =>
        children(element, name);
      const [first] = trees(await read('snapshot'), 'rootSnapshotList');
      const [second] = trees(first, 'childSnapshotList');
      expect(
        [first, second].map(tree => [
          textOf(tree, 'name'),
          textOf(tree, 'description'),
          textOf(tree, 'state'),
        ]),
      ).toEqual([
        ['first', 'By <us>', 'poweredOff'],
        ['second', 'By <us>', 'poweredOn'],
      ]);
      const refOf = (tree: SoapElement): Reference => ({
        type: 'VirtualMachineSnapshot',
        ref: textOf(tree, 'snapshot')!,
      });
      const current = async () =>
        textOf(await read('snapshot'), 'currentSnapshot');
      expect(await current()).toBe(refOf(second).ref);

      expect(
        await operator.task('RevertToSnapshot_Task', refOf(first)),
      ).toEqual(done);
      expect(await current()).toBe(refOf(first).ref);
      expect(await power()).toBe(
        differences.revertsPower ? 'poweredOff' : 'poweredOn',
      );
      // The simulator crashes when the current one goes, where it is a root and has others below.
      expect(
        await operator.task('RevertToSnapshot_Task', refOf(second)),
      ).toEqual(done);
      expect(await power()).toBe('poweredOn');
      expect(
        await operator.task(
          'RemoveSnapshot_Task',
          refOf(first),
          '<removeChildren>false</removeChildren>',
        ),
      ).toEqual(done);
      const [left] = trees(await read('snapshot'), 'rootSnapshotList');
      expect(textOf(left, 'name')).toBe('second');
      expect(
        await operator.task(
          'RemoveSnapshot_Task',
          refOf(second),
          '<removeChildren>true</removeChildren>',
        ),
      ).toEqual(done);
      expect(child(await read('snapshot'), 'rootSnapshotList')).toBeUndefined();
    });

    it('are not changed by an account that may read only', async () => {
      for (const method of [
        'PowerOnVM_Task',
        'PowerOffVM_Task',
        'SuspendVM_Task',
        'ResetVM_Task',
        'ShutdownGuest',
        'RebootGuest',
      ]) {
        await expect(reader.call(method, machine)).rejects.toMatchObject({
          fault: 'NoPermission',
        });
      }
      await expect(
        reader.call(
          'CreateSnapshot_Task',
          machine,
          '<name>no</name><memory>false</memory><quiesce>false</quiesce>',
        ),
      ).rejects.toMatchObject({ fault: 'NoPermission' });
    });

    it('are not renamed by the account that powers them', async () => {
      await expect(
        operator.call('Rename_Task', machine, '<newName>no</newName>'),
      ).rejects.toMatchObject({ fault: 'NoPermission' });
    });
  });
}
