import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { smallCompany } from '../company/smallCompany';
import { FaultSwitches } from '../faults/FaultSwitches';
import { LabVCenter } from './LabVCenter';
import {
  serviceInstance,
  Reference,
  VimSession,
} from './conformance/VimSession';
import { LabVCenterOptions, startVCenter } from './startVCenter';

describe("the lab's vCenter", () => {
  let faults: FaultSwitches;
  let vcenter: LabVCenter;
  let session: VimSession;

  async function start(options: Partial<LabVCenterOptions> = {}) {
    vcenter = await startVCenter({
      company: { ...smallCompany, machines: 12 },
      faults,
      pace: { task: 1, boot: 1, clone: 1 },
      ...options,
    });
    session = await VimSession.open(vcenter);
  }

  beforeEach(() => {
    faults = new FaultSwitches();
  });

  afterEach(async () => {
    await session.close();
    await vcenter.close();
  });

  async function machineNames(): Promise<(string | undefined)[]> {
    const view = await session.view('VirtualMachine');
    const machines = await session.read(
      VimSession.ofView(view, { VirtualMachine: ['name'] }),
    );
    return machines.map(({ properties }) => properties.get('name')?.text);
  }

  async function watchMachines(): Promise<Reference> {
    const view = await session.view('VirtualMachine');
    return session.watch(
      VimSession.ofView(view, { VirtualMachine: ['name'] }, 'spec'),
    );
  }

  describe('state', () => {
    let directory: string;

    beforeEach(async () => {
      directory = await mkdtemp(join(tmpdir(), 'lab-vcenter-'));
    });

    afterEach(() => rm(directory, { recursive: true, force: true }));

    it('outlives the process, references and UUIDs with it', async () => {
      await start({ directory });
      const [machine] = vcenter.model.machines();
      vcenter.model.rename(machine.ref, 'kept');
      const before = structuredClone(vcenter.model.machines());
      const { ca } = vcenter;
      await session.close();
      await vcenter.close();

      await start({ directory });

      expect(vcenter.model.machines()).toEqual(before);
      expect(vcenter.ca).toBe(ca);
      expect(await machineNames()).toContain('kept');
    });

    it('never gives a reference twice', async () => {
      await start({ directory });
      const folder = vcenter.model.createFolder('gone', 'group-d1');
      vcenter.model.destroy(folder.ref);
      await session.close();
      await vcenter.close();

      await start({ directory });

      expect(vcenter.model.createFolder('new', 'group-d1').ref).not.toBe(
        folder.ref,
      );
    });
  });

  describe('sessions', () => {
    it('end when they are idle, but not while a call waits', async () => {
      let now = 0;
      await start({ sessionIdleMs: 1000, now: () => now });
      const collector = await watchMachines();
      const { version } = await session.waitForAll(collector);
      const waiting = session.wait(collector, version);
      await session.call('CurrentTime', serviceInstance);
      now = 5000;
      await session.call('CurrentTime', serviceInstance);
      vcenter.model.rename(vcenter.model.machines()[0].ref, 'renamed');
      await waiting;

      now = 5900;
      await session.call('CurrentTime', serviceInstance);
      now = 7000;
      await expect(
        session.call('CurrentTime', serviceInstance),
      ).rejects.toMatchObject({ fault: 'NotAuthenticated' });
    });

    it('that expire end calls that wait', async () => {
      await start();
      const collector = await watchMachines();
      const { version } = await session.waitForAll(collector);
      const waiting = session.wait(collector, version);
      await session.call('CurrentTime', serviceInstance);

      vcenter.expireSessions();

      await expect(waiting).rejects.toMatchObject({
        fault: 'NotAuthenticated',
      });
    });

    it.each([
      ['missing-set', [{ missing: new Map([['name', 'NotAuthenticated']]) }]],
      ['empty', []],
    ] as const)(
      'that expired can look like an answer: %s',
      async (answer, objects) => {
        await start();
        const [machine] = vcenter.model.machines();
        vcenter.expireSessions(answer);
        await expect(
          session.read(
            VimSession.ofObject({ type: 'VirtualMachine', ref: machine.ref }, [
              'name',
            ]),
          ),
        ).resolves.toMatchObject(objects);
      },
    );

    it('are forgotten in a restart, which keeps the port', async () => {
      await start();
      const { url } = vcenter;
      const waiting = session.wait(await watchMachines(), '');
      await waiting;

      await vcenter.restart();

      expect(vcenter.url).toBe(url);
      await expect(
        session.call('CurrentTime', serviceInstance),
      ).rejects.toMatchObject({ fault: 'NotAuthenticated' });
      await session.login();
      expect(await machineNames()).toHaveLength(
        12 + smallCompany.templates.length,
      );
    });
  });

  describe('faults', () => {
    beforeEach(() => start());

    it('cut connections while it is down, those that wait too', async () => {
      const collector = await watchMachines();
      const { version } = await session.waitForAll(collector);
      const waiting = session.wait(collector, version);
      await session.call('CurrentTime', serviceInstance);

      faults.switchOn({ peer: 'vcenter', kind: 'down' });

      await expect(waiting).rejects.toThrow();
      await expect(
        session.call('CurrentTime', serviceInstance),
      ).rejects.toThrow();
      faults.switchOff('vcenter', 'down');
      await session.call('CurrentTime', serviceInstance);
    });

    it('hold answers back', async () => {
      faults.switchOn({
        peer: 'vcenter',
        kind: 'slow',
        delayMs: 200,
        path: 'CurrentTime',
      });
      const begin = Date.now();
      await session.call('CurrentTime', serviceInstance);
      expect(Date.now() - begin).toBeGreaterThanOrEqual(190);
    });

    it('refuse the password', async () => {
      faults.switchOn({ peer: 'vcenter', kind: 'token-refused' });
      await expect(session.login()).rejects.toMatchObject({
        fault: 'InvalidLogin',
      });
    });

    it('lose the answer to what was done', async () => {
      const folder = {
        type: 'Folder',
        ref: session.rootFolder.ref,
      };
      faults.switchOn({
        peer: 'vcenter',
        kind: 'answer-lost',
        path: 'CreateFolder',
        times: 1,
      });
      const create = () =>
        session.make('CreateFolder', folder, '<name>once</name>');
      await expect(create()).rejects.toThrow();
      await expect(create()).rejects.toMatchObject({ fault: 'DuplicateName' });
    });

    it('forget the session', async () => {
      faults.switchOn({ peer: 'vcenter', kind: 'session-expires', times: 1 });
      await expect(
        session.call('CurrentTime', serviceInstance),
      ).rejects.toMatchObject({ fault: 'NotAuthenticated' });
    });
  });

  it('ends a wait that is cancelled', async () => {
    await start();
    const collector = await watchMachines();
    const { version } = await session.waitForAll(collector);
    const waiting = session.wait(collector, version);
    await session.call('CurrentTime', serviceInstance);
    await session.call('CancelWaitForUpdates', collector);
    await expect(waiting).rejects.toMatchObject({ fault: 'RequestCanceled' });
  });

  it('refuses a truncated version that was used', async () => {
    await start();
    const collector = await watchMachines();
    const first = await session.wait(collector, '', { maxObjectUpdates: 5 });
    await session.wait(collector, first!.version, { maxObjectUpdates: 5 });
    await expect(session.wait(collector, first!.version)).rejects.toMatchObject(
      { fault: 'InvalidCollectorVersion' },
    );
  });

  it('says NoPermission of what the account may not read', async () => {
    await start();
    const [machine] = vcenter.model.machines();
    vcenter.model.privileges.withhold(machine.ref, 'System.Read');
    const [read] = await session.read(
      VimSession.ofObject({ type: 'VirtualMachine', ref: machine.ref }, [
        'name',
        'runtime.powerState',
      ]),
    );
    expect([...read.properties.keys()]).toEqual(['name']);
    expect([...read.missing]).toEqual([['runtime.powerState', 'NoPermission']]);
  });

  it('does not show what the account may not see', async () => {
    await start();
    for (const object of vcenter.model.store.values()) {
      if (object.type === 'Folder' && object.name === 'teams') {
        vcenter.model.privileges.withhold(object.ref, 'System.View');
      }
    }
    expect((await machineNames()).sort()).toEqual([
      'rhel9-2026.08',
      'rhel9-2026.11',
      'rhel9-2026.11',
      'ubuntu-24.04-2026.11',
      'ubuntu-24.04-2026.11',
      'windows-2022-2026.11',
      'windows-2022-2026.11',
    ]);
  });
});
