import { LoggerService } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { InventoryObject } from '@backlot/plugin-vm-inventory-common';
import { InventorySink, LeftOut } from '@backlot/plugin-vm-inventory-node';
import { Lab, startLab } from '@backlot/lab';
import { VSphereSourceConfig } from './config';
import { VSphereInventoryProvider } from './VSphereInventoryProvider';

/** Keeps what the provider tells it, and lets a test wait until it is as it should be. */
class RecordingSink implements InventorySink {
  readonly objects = new Map<string, InventoryObject>();
  loads = 0;
  confirmed = 0;
  leftOut: LeftOut[] = [];
  #loading: InventoryObject[] = [];
  readonly #waiting = new Set<() => void>();

  beginLoad() {
    this.#loading = [];
  }

  load(objects: InventoryObject[]) {
    this.#loading.push(...objects);
  }

  async endLoad() {
    this.objects.clear();
    this.#loading.forEach(object => this.objects.set(object.id, object));
    this.loads += 1;
    this.#changed();
  }

  async apply(changes: Parameters<InventorySink['apply']>[0]) {
    for (const change of changes) {
      if (change.type === 'set') {
        this.objects.set(change.object.id, change.object);
      } else {
        this.objects.delete(change.id);
      }
    }
    this.#changed();
  }

  confirm({ leftOut }: { leftOut?: LeftOut[] } = {}) {
    this.confirmed += 1;
    this.leftOut = leftOut ?? this.leftOut;
    this.#changed();
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>(resolve => this.#waiting.add(resolve));
    }
  }

  #changed() {
    this.#waiting.forEach(resolve => resolve());
    this.#waiting.clear();
  }
}

describe('VSphereInventoryProvider', () => {
  let lab: Lab;
  const ends: (() => Promise<void>)[] = [];

  beforeEach(async () => {
    lab = await startLab({ pace: { boot: 0 } });
  });

  afterEach(async () => {
    await Promise.all(ends.splice(0).map(end => end()));
    await lab.close();
  });

  function provider(
    change: Partial<VSphereSourceConfig> = {},
    logger: LoggerService = mockServices.logger.mock(),
  ) {
    return new VSphereInventoryProvider({
      logger,
      config: {
        name: 'lab',
        title: 'Lab',
        url: lab.vcenter.url,
        username: lab.vcenter.username,
        password: lab.vcenter.password,
        tls: { ca: lab.vcenter.ca, insecure: false },
        maxWaitSeconds: 5,
        timeoutMs: 20_000,
        fullPassMs: 3_600_000,
        ...change,
      },
    });
  }

  /** Runs a provider until the test ends; `ended` settles when it stops by itself. */
  function follow(change?: Partial<VSphereSourceConfig>) {
    const sink = new RecordingSink();
    const abort = new AbortController();
    const ended = provider(change).run(sink, { signal: abort.signal });
    ended.catch(() => {});
    ends.push(async () => {
      abort.abort();
      await ended.catch(() => {});
    });
    return { sink, ended };
  }

  const named = (sink: RecordingSink, name: string) =>
    [...sink.objects.values()].find(object => object.name === name);

  it('loads everything and translates it to the neutral model', async () => {
    const { sink } = follow();
    await sink.until(() => sink.loads === 1);

    const kinds = [...sink.objects.values()].map(object => object.kind);
    const count = (kind: string) => kinds.filter(item => item === kind).length;
    expect(count('machine')).toBe(lab.company.machines);
    expect(count('cluster')).toBe(5);
    expect(count('host')).toBe(40);
    expect(count('template')).toBe(lab.company.templates.length);
    const datacenter = named(sink, 'fra1')!;
    expect(named(sink, 'fra1-dev-01')).toMatchObject({
      kind: 'cluster',
      datacenter: datacenter.id,
      hosts: 6,
      usableHosts: 6,
      standalone: false,
    });
    expect(
      [...sink.objects.values()].find(object => object.kind === 'template'),
    ).toMatchObject({
      guestId: 'rhel9_64Guest',
      firmware: 'efi',
      disks: [{ label: 'Hard disk 1', sizeBytes: 40 * 1024 ** 3, thin: true }],
    });
    expect(
      [...sink.objects.values()].find(
        object =>
          object.kind === 'folder' && object.path === 'backlot/development',
      ),
    ).toMatchObject({ holds: 'machines' });
    // Uplinks of a distributed switch are no network for machines.
    expect(count('network')).toBe(lab.company.networks.length);
  });

  it('leaves out what it is told to, and says how much', async () => {
    const whole = follow();
    const { sink } = follow({ exclude: { clusters: ['FRA1-dev-*'] } });
    await Promise.all([
      whole.sink.until(() => whole.sink.confirmed > 0),
      sink.until(() => sink.confirmed > 0),
    ]);

    expect(named(sink, 'fra1-dev-01')).toBeUndefined();
    expect(named(sink, 'fra1-prod-01')).toBeDefined();
    expect(sink.leftOut).toContainEqual({
      reason: 'Excluded by exclude.clusters: FRA1-dev-*',
      objects: whole.sink.objects.size - sink.objects.size,
    });
    const cluster = named(whole.sink, 'fra1-dev-01')!.id;
    expect(
      [...whole.sink.objects.values()].some(
        object => object.kind === 'machine' && object.cluster === cluster,
      ),
    ).toBe(true);
    expect(
      [...sink.objects.values()].filter(
        object => 'cluster' in object && object.cluster === cluster,
      ),
    ).toEqual([]);
  });

  it('has another digest for another account, and for other exclusions', () => {
    const digests = [
      provider(),
      provider({ username: 'somebody' }),
      provider({ exclude: { machines: ['a'] } }),
      provider({ password: 'changed' }),
    ].map(({ accountDigest }) => accountDigest);
    expect(new Set(digests.slice(0, 3)).size).toBe(3);
    expect(digests[3]).toBe(digests[0]);
  });

  it('follows renames, moves, power, hardware, marking as template, and ends', async () => {
    const { sink } = follow();
    await sink.until(() => sink.confirmed > 1);
    const { model } = lab.vcenter;
    const [machine, marked, ended] = model
      .machines()
      .filter(candidate => sink.objects.get(candidate.ref)?.kind === 'machine');
    const folder = [...sink.objects.values()].find(
      object =>
        object.kind === 'folder' && object.path === 'backlot/production',
    )!;

    model.rename(machine.ref, 'a/b%c');
    await sink.until(() => sink.objects.get(machine.ref)?.name === 'a/b%c');
    model.move(machine.ref, folder.id);
    await sink.until(
      () =>
        (sink.objects.get(machine.ref) as { folder?: string }).folder ===
        folder.id,
    );
    model.reconfigure(machine.ref, { cpus: 7 });
    await sink.until(
      () => (sink.objects.get(machine.ref) as { cpus?: number }).cpus === 7,
    );
    model.powerOff(marked.ref);
    await sink.until(
      () =>
        (sink.objects.get(marked.ref) as { power?: string }).power === 'off',
    );
    model.markAsTemplate(marked.ref);
    await sink.until(() => sink.objects.get(marked.ref)?.kind === 'template');
    expect(sink.objects.get(marked.ref)).toMatchObject({
      disks: [expect.objectContaining({ label: 'Hard disk 1' })],
    });
    model.powerOff(ended.ref);
    model.destroy(ended.ref);
    await sink.until(() => !sink.objects.has(ended.ref));
    expect(sink.loads).toBe(1);
  });

  it('follows how machines are reached, with their last power state', async () => {
    const { sink } = follow();
    await sink.until(() => sink.confirmed > 1);
    const { model } = lab.vcenter;
    const machine = model
      .machines()
      .find(({ powerState }) => powerState === 'poweredOn')!;
    const shown = () =>
      sink.objects.get(machine.ref) as { connection?: string; power?: string };
    const becomes = async (connection: string) => {
      await sink.until(() => shown().connection === connection);
      expect(shown().power).toBe('on');
    };
    expect(shown().connection).toBe('connected');

    model.changeHost(machine.host, { connectionState: 'notResponding' });
    await becomes('disconnected');
    expect(sink.objects.get(machine.host)).toMatchObject({
      connection: 'not-responding',
    });
    model.changeHost(machine.host, { connectionState: 'connected' });
    await becomes('connected');
    model.changeDatastore(machine.datastores[0], { accessible: false });
    await becomes('inaccessible');
    model.changeFault(machine.ref, 'orphaned');
    await becomes('orphaned');
  });

  it('names no folder of a datacenter that is in the root folder', async () => {
    const { sink } = follow();
    await sink.until(() => sink.loads === 1);
    expect(named(sink, 'fra1')).not.toHaveProperty('folder');
  });

  it.each(['hangs', 'stalls'] as const)(
    'ends with an error when vCenter %s while changes are waited for',
    async kind => {
      const { sink, ended } = follow({ maxWaitSeconds: 1 });
      await sink.until(() => sink.confirmed > 1);
      const begin = Date.now();
      lab.faults.switchOn({ peer: 'vcenter', kind, path: 'WaitForUpdatesEx' });
      await expect(ended).rejects.toThrow(
        /did not answer WaitForUpdatesEx: (it took too long until the answer began|the answer paused for too long)/,
      );
      expect(Date.now() - begin).toBeGreaterThan(10_000);
    },
    40_000,
  );

  it('gives what belongs to a datacenter its new folder path when a folder is renamed', async () => {
    const { sink } = follow();
    await sink.until(() => sink.confirmed > 1);
    const above = [...sink.objects.values()].find(
      object => object.kind === 'folder' && object.path === 'backlot',
    )!;

    lab.vcenter.model.rename(above.id, 'on-request');
    const pathOf = (name: string) =>
      [...sink.objects.values()].flatMap(object =>
        object.kind === 'folder' && object.name === name ? [object.path] : [],
      );
    await sink.until(() => pathOf('on-request').length > 0);

    expect(pathOf('development')).toContain('on-request/development');
  });

  it('ends with an error when the session is lost, and loads again when run again', async () => {
    const { sink, ended } = follow();
    await sink.until(() => sink.confirmed > 1);

    lab.vcenter.expireSessions();
    await expect(ended).rejects.toThrow(/NotAuthenticated/);

    const again = follow();
    await again.sink.until(() => again.sink.loads === 1);
    expect(again.sink.objects.size).toBe(sink.objects.size);
  });

  it('takes properties that vCenter says nothing about, with status 200, for a lost session', async () => {
    const { sink, ended } = follow({ fullPassMs: 0, maxWaitSeconds: 1 });
    await sink.until(() => sink.confirmed > 1);
    const before = sink.objects.size;

    lab.vcenter.expireSessions('empty');

    await expect(ended).rejects.toThrow();
    expect(sink.objects.size).toBe(before);
  });

  it('answers the details of a machine without collecting, and beside it', async () => {
    const idle = provider();
    const signal = AbortSignal.timeout(20_000);
    const { ref } = lab.vcenter.model.machines()[0];
    const details = await idle.machineDetails(ref, { signal });
    expect(details.disks).toHaveLength(1);

    const { sink, ended } = follow();
    await sink.until(() => sink.confirmed > 1);
    await idle.machineDetails(ref, { signal });
    await idle.close();
    await expect(idle.machineDetails(ref, { signal })).rejects.toThrow(
      /not asked any more/,
    );
    lab.vcenter.model.rename(ref, 'still followed');
    await sink.until(() => sink.objects.get(ref)?.name === 'still followed');
    await expect(Promise.race([ended, Promise.resolve('runs')])).resolves.toBe(
      'runs',
    );
  });

  it('says that the password is wrong, and not what it is', async () => {
    const { ended } = follow({ password: 'not-the-password' });

    const error: Error = await ended.then(
      () => new Error('it went well'),
      reason => reason,
    );
    expect(error.message).toMatch(/InvalidLogin/);
    expect(`${error} ${error.stack}`).not.toContain('not-the-password');
  });

  it('says out loud that it does not verify certificates, where it does not', () => {
    const logger = mockServices.logger.mock({ child: () => logger });
    provider({}, logger);
    expect(logger.warn).not.toHaveBeenCalled();

    provider({ tls: { insecure: true } }, logger);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining(
        "The certificate of vCenter 'lab' is not verified",
      ),
    );
  });

  it('refuses a certificate that it does not know', async () => {
    const { ended } = follow({ tls: { insecure: false } });

    await expect(ended).rejects.toThrow(/certificate/);
  });

  it('tests the connection step by step, and stops at the first that fails', async () => {
    const steps = async (change?: Partial<VSphereSourceConfig>) => {
      const found = [];
      const signal = AbortSignal.timeout(10_000);
      for await (const step of provider(change).test({ signal })) {
        found.push(step);
      }
      return found;
    };

    const good = await steps();
    expect(good.map(step => [step.name, step.ok])).toEqual([
      ['Name', true],
      ['TCP', true],
      ['TLS', true],
      ['vCenter', true],
      ['Login', true],
      ['Privileges', true],
    ]);
    expect(good.at(-1)!.detail).toContain('307 VirtualMachine');

    const untrusted = await steps({ tls: { insecure: false } });
    expect(untrusted.at(-1)).toMatchObject({ name: 'TLS', ok: false });
    const wrong = await steps({ password: 'wrong' });
    expect(wrong.at(-1)).toMatchObject({ name: 'Login', ok: false });
    expect(wrong.at(-1)!.detail).toMatch(/InvalidLogin.*Check user name/);
  });
});
