import { mockServices } from '@backstage/backend-test-utils';
import { Lab, startLab } from '@backlot/lab';
import { VSphereExclude } from '../inventory/Exclusion';
import { VimClient } from '../propertyCollector/VimClient';
import { SoapClient } from '../soap/SoapClient';
import { VimFault } from '../soap/VimFault';
import { MachineDetailsReader } from './MachineDetailsReader';
import { SharedSession } from './SharedSession';

describe('MachineDetailsReader', () => {
  let lab: Lab;
  let opened: VimClient[];
  const sessions: SharedSession[] = [];

  beforeAll(async () => {
    lab = await startLab({ pace: { boot: 0 } });
  });

  beforeEach(() => {
    opened = [];
    lab.vcenter.expireSessions('fault');
  });

  afterEach(async () => {
    lab.faults.switchOff();
    await Promise.all(sessions.splice(0).map(session => session.close()));
  });

  afterAll(() => lab.close());

  function open(
    options: {
      exclude?: Partial<VSphereExclude>;
      password?: string;
      idleMs?: number;
      timeoutMs?: number;
      now?: () => number;
    } = {},
  ) {
    const { exclude, password, timeoutMs = 20_000, idleMs, now } = options;
    const { url, ca, username } = lab.vcenter;
    const session = new SharedSession({
      source: 'fra',
      username,
      password: password ?? lab.vcenter.password,
      logger: mockServices.logger.mock(),
      connect: () => {
        const client = new VimClient(
          new SoapClient({ source: 'fra', url, ca, timeoutMs }),
        );
        opened.push(client);
        return client;
      },
      idleMs,
      now,
    });
    sessions.push(session);
    const reader = new MachineDetailsReader({
      config: { name: 'fra', exclude },
      session,
      now,
    });
    return {
      session,
      ask: (id: string, signal = AbortSignal.timeout(20_000)) =>
        reader.read(id, { signal }),
    };
  }

  const machines = () =>
    lab.vcenter.model
      .machines()
      .filter(({ config }) => config?.template === false);

  it('answers what the inventory does not hold', async () => {
    const machine = machines().find(
      ({ powerState }) => powerState === 'poweredOn',
    )!;
    const [disk] = machine.config!.disks;
    const capacityBytes = disk.sizeGib * 1024 ** 3;

    const details = await open().ask(machine.ref);

    expect(details).toMatchObject({
      disks: [
        {
          label: 'Hard disk 1',
          capacityBytes,
          datastore: machine.datastores[0],
          thin: true,
          controller: 'SCSI controller 0',
        },
      ],
      networkCards: [
        {
          label: 'Network adapter 1',
          adapterType: 'vmxnet3',
          macAddress: expect.stringMatching(/^00:50:56(:[0-9a-f]{2}){3}$/),
          connected: true,
          network: machine.networks[0],
          addresses: [machine.ipAddress],
        },
      ],
      tools: {
        state: 'running',
        version: '12.3.5',
        versionStatus: 'unmanaged',
      },
      guest: { hostName: machine.name },
      hardwareVersion: 'vmx-19',
      firmware: 'efi',
      note: machine.config!.annotation,
    });
    const { storage, createdAt, bootedAt, asOf } = details;
    expect(storage!.committedBytes + storage!.uncommittedBytes).toBe(
      capacityBytes,
    );
    expect(Date.parse(createdAt!)).toBeLessThan(Date.parse(bootedAt!));
    expect(Date.parse(bootedAt!)).toBeLessThan(Date.parse(asOf));
  });

  it('says of a machine that is off that nothing runs in it', async () => {
    const machine = machines().find(
      ({ powerState }) => powerState === 'poweredOff',
    )!;
    const details = await open().ask(machine.ref);
    expect(details.tools?.state).toBe('not-running');
    expect(details.bootedAt).toBeUndefined();
    expect(details.networkCards).toMatchObject([
      { connected: false, addresses: [] },
    ]);
  });

  it('answers of a machine without configuration that there is little', async () => {
    const { type, ref, ...facts } = machines()[0];
    const broken = lab.vcenter.model.add.machine({
      ...facts,
      name: 'inaccessible',
      config: undefined,
    });
    const details = await open().ask(broken.ref);
    expect(details).toMatchObject({ disks: [], networkCards: [] });
    expect(details.createdAt).toBeUndefined();
  });

  it('lists snapshots', async () => {
    const { ask } = open();
    const all = await Promise.all(
      machines()
        .slice(0, 40)
        .map(({ ref }) => ask(ref)),
    );
    const found = all.flatMap(({ snapshots }) => snapshots);
    expect(found[0]).toEqual({
      name: 'before the update',
      createdAt: expect.stringMatching(/^20.*Z$/),
    });
  });

  it('opens one session for all who ask, and keeps it', async () => {
    const { ask } = open();
    const refs = machines().map(({ ref }) => ref);
    await Promise.all(refs.slice(0, 12).map(ref => ask(ref)));
    await ask(refs[12]);
    expect(opened).toHaveLength(1);
  });

  it('asks vCenter four things at a time', async () => {
    const { ask } = open();
    const [first, ...others] = machines().map(({ ref }) => ref);
    await ask(first);
    lab.faults.switchOn({
      peer: 'vcenter',
      kind: 'slow',
      path: '/sdk/RetrievePropertiesEx',
      delayMs: 100,
    });
    const begin = Date.now();
    await Promise.all(others.slice(0, 9).map(ref => ask(ref)));
    // Nine are three turns.
    expect(Date.now() - begin).toBeGreaterThanOrEqual(290);
  });

  it.each(['fault', 'missing-set', 'empty'] as const)(
    'signs in anew when its session was lost, and vCenter says so by %s',
    async answer => {
      const { ask } = open();
      const { ref } = machines()[0];
      await ask(ref);

      lab.vcenter.expireSessions(answer);

      await expect(Promise.all([ask(ref), ask(ref)])).resolves.toHaveLength(2);
      expect(opened).toHaveLength(2);
    },
  );

  it('ends the sessions that vCenter keeps but takes no calls in any more', async () => {
    const { session, ask } = open();
    const { ref } = machines()[0];
    await ask(ref);
    for (let round = 0; round < 101; round++) {
      jest
        .spyOn(opened.at(-1)!, 'retrieveObjects')
        .mockRejectedValue(
          new VimFault('NotAuthenticated', 'The session is not authenticated.'),
        );
      await Promise.all([ask(ref), ask(ref)]);
    }
    expect(opened).toHaveLength(102);
    expect(lab.vcenter.openSessions).toBeLessThanOrEqual(2);

    await session.close();
    expect(lab.vcenter.openSessions).toBe(0);
  }, 60_000);

  it('signs out when nobody has asked for a while, and in again', async () => {
    const { ask } = open({ idleMs: 5 });
    const { ref } = machines()[0];
    await ask(ref);
    const [client] = opened;
    const ended = new Promise<void>(resolve => {
      const close = client.close.bind(client);
      client.close = async () => {
        await close();
        resolve();
      };
    });
    const logout = jest.spyOn(client, 'logout');
    await ended;
    expect(logout).toHaveBeenCalledTimes(1);
    await expect(logout.mock.results[0].value).resolves.toBeUndefined();

    await ask(ref);
    expect(opened).toHaveLength(2);
  });

  it('goes on for others when who asked first leaves', async () => {
    const { ask } = open();
    const { ref } = machines()[0];
    const leaves = new AbortController();
    const first = ask(ref, leaves.signal);
    const second = ask(ref);
    leaves.abort(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    await expect(second).resolves.toHaveProperty('disks');
    expect(opened).toHaveLength(1);
  });

  it('says that there is no such machine', async () => {
    const { ask } = open();
    await expect(ask('vm-0')).rejects.toMatchObject({
      name: 'NotFoundError',
      message: expect.stringContaining("vCenter 'fra' has no machine 'vm-0'"),
    });
    await expect(ask('<x>&')).rejects.toMatchObject({ name: 'NotFoundError' });
  });

  it('says that vCenter cannot be reached, and goes on when it is back', async () => {
    const { ask } = open();
    const { ref } = machines()[0];
    lab.faults.switchOn({ peer: 'vcenter', kind: 'down' });
    await expect(ask(ref)).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringMatching(/vCenter 'fra' did not answer.*Check/),
      cause: expect.anything(),
    });
    lab.faults.switchOff();
    await expect(ask(ref)).resolves.toHaveProperty('disks');
  });

  it('says that the password is wrong, and does not try it again and again', async () => {
    let now = 1_000_000;
    const { ask } = open({ password: 'not-the-password', now: () => now });
    const { ref } = machines()[0];
    const refused = await ask(ref).catch(error => error);
    expect(refused).toMatchObject({
      name: 'ServiceUnavailableError',
      message: expect.stringMatching(/InvalidLogin.*Check user name/),
    });
    expect(`${refused} ${refused.stack}`).not.toContain('not-the-password');

    await expect(ask(ref)).rejects.toThrow(/InvalidLogin/);
    expect(opened).toHaveLength(1);
    now += 60_000;
    await expect(ask(ref)).rejects.toThrow(/InvalidLogin/);
    expect(opened).toHaveLength(2);
  });

  it('answers nothing after it was closed', async () => {
    const { session, ask } = open();
    const { ref } = machines()[0];
    await ask(ref);
    await session.close();
    await expect(ask(ref)).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
    });
    expect(opened).toHaveLength(1);
  });

  describe('with what is left out', () => {
    const machineIn = (cluster: string) =>
      machines().find(({ host }) =>
        lab.vcenter.model.host(host).name.startsWith(cluster),
      )!;

    it.each<[string, Partial<VSphereExclude>]>([
      ['its cluster', { clusters: ['FRA1-dev-*'] }],
      ['its datacenter', { datacenters: ['fra1'] }],
      ['its folder', { folders: ['teams/*'] }],
      ['its name', { machines: ['*'] }],
    ])('answers no machine that is left out by %s', async (_, exclude) => {
      const { ref } = machineIn('fra1-dev-01');
      await expect(open({ exclude }).ask(ref)).rejects.toMatchObject({
        name: 'NotFoundError',
      });
    });

    it('answers others', async () => {
      const { ref } = machineIn('fra1-prod-01');
      const exclude = { clusters: ['fra1-dev-*'], templates: ['*'] };
      await expect(open({ exclude }).ask(ref)).resolves.toMatchObject({
        disks: [{ datastore: expect.any(String), file: expect.any(String) }],
        networkCards: [{ network: expect.any(String) }],
      });
    });

    it('names no datastore and no network that is left out', async () => {
      const { ref } = machineIn('fra1-dev-01');
      const exclude = { datastores: ['*'], networks: ['*'] };
      const details = await open({ exclude }).ask(ref);
      expect(details.disks).toMatchObject([{ label: 'Hard disk 1' }]);
      expect(details.disks[0].datastore).toBeUndefined();
      expect(details.disks[0].file).toBeUndefined();
      expect(details.networkCards[0].network).toBeUndefined();
    });
  });
});
