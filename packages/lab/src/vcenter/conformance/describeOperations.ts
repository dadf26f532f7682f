import { textOf } from '../soap/SoapElement';
import { VCenterDifferences, VCenterUnderTest } from './VCenterUnderTest';
import { ReadObject, VimSession } from './VimSession';

/** Changing things, by tasks. */
export function describeOperations(
  target: () => VCenterUnderTest,
  differences: VCenterDifferences,
): void {
  describe('operations', () => {
    let session: VimSession;
    let machines: ReadObject[];

    beforeAll(async () => {
      session = await VimSession.open(target());
      machines = await session.read(
        VimSession.ofView(await session.view('VirtualMachine'), {
          VirtualMachine: ['name', 'parent', 'runtime.powerState'],
        }),
      );
    });

    afterAll(() => session?.close());

    function poweredOn(): ReadObject {
      return machines.find(
        ({ properties }) =>
          properties.get('runtime.powerState')?.text === 'poweredOn',
      )!;
    }

    it('runs tasks to their end', async () => {
      await expect(
        session.task(
          'Rename_Task',
          machines[0],
          '<newName>other-name</newName>',
        ),
      ).resolves.toEqual({ state: 'success' });
      await session.task(
        'Rename_Task',
        machines[0],
        `<newName>${machines[0].properties.get('name')!.text}</newName>`,
      );
    });

    it('keeps the error of a task with the task', async () => {
      await expect(
        session.task('PowerOnVM_Task', poweredOn()),
      ).resolves.toEqual({ state: 'error', fault: 'InvalidPowerState' });
    });

    it('refuses to destroy a machine that is on', async () => {
      await expect(session.task('Destroy_Task', poweredOn())).resolves.toEqual({
        state: 'error',
        fault: 'InvalidPowerState',
      });
    });

    if (differences.handlesNames) {
      it('refuses a name that another machine in the folder has', async () => {
        const [first, ...others] = machines;
        const parent = first.properties.get('parent')!.text;
        const sibling = others.find(
          ({ properties }) => properties.get('parent')?.text === parent,
        )!;
        await expect(
          session.task(
            'Rename_Task',
            sibling,
            `<newName>${first.properties.get('name')!.text}</newName>`,
          ),
        ).resolves.toEqual({ state: 'error', fault: 'DuplicateName' });
      });

      it('escapes what is special in a name', async () => {
        const [machine] = machines;
        await session.task(
          'Rename_Task',
          machine,
          '<newName>a/b &amp; c\\d</newName>',
        );
        const [renamed] = await session.read(
          VimSession.ofObject(machine, ['name']),
        );
        expect(renamed.properties.get('name')?.text).toBe('a%2fb & c%5cd');
        await session.task(
          'Rename_Task',
          machine,
          `<newName>${machine.properties.get('name')!.text}</newName>`,
        );
      });
    }

    it('answers ManagedObjectNotFound to an operation on what there is not', async () => {
      await expect(
        session.call('PowerOnVM_Task', { type: 'VirtualMachine', ref: 'vm-0' }),
      ).rejects.toMatchObject({ fault: 'ManagedObjectNotFound' });
    });

    it('leaves a task to be read', async () => {
      const task = await session.make(
        'Rename_Task',
        machines[0],
        `<newName>${machines[0].properties.get('name')!.text}</newName>`,
      );
      const [read] = await session.read(VimSession.ofObject(task, ['info']));
      const info = read.properties.get('info');
      expect(textOf(info, 'entity')).toBe(machines[0].ref);
      expect(['queued', 'running', 'success', 'error']).toContain(
        textOf(info, 'state'),
      );
    });
  });
}
