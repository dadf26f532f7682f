import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { ServiceUnavailableError } from '@backstage/errors';
import { InventorySink } from '@backlot/plugin-vm-inventory-node';
import {
  exampleInventory,
  exampleMachine,
  MemoryInventoryProvider,
} from '@backlot/plugin-vm-inventory-node/testUtils';
import { MemoryInventoryStore } from '../store';
import { ManualClock } from '../__testUtils__/ManualClock';
import { migrationsDirectory } from '../database/connectDatabase';
import { SourceLeases } from '../leases';
import { memoryStore } from '../__testUtils__/memoryStore';
import { CollectorsHost } from './CollectorsHost';
import { CollectorSink } from './CollectorSink';
import { ProviderList } from './ProviderList';

jest.setTimeout(60_000);

const source = 'fra';
const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

describe('CollectorsHost', () => {
  const stops: (() => Promise<void>)[] = [];

  afterEach(async () => {
    await Promise.all(stops.splice(0).map(stop => stop()));
  });

  async function start(provider: MemoryInventoryProvider) {
    const db = await databases.init('SQLITE_3');
    await db.migrate.latest({ directory: migrationsDirectory });
    const clock = new ManualClock();
    const store = memoryStore();
    const logger = mockServices.logger.mock();
    logger.child.mockReturnValue(logger);
    const host = new CollectorsHost({
      providers: [provider],
      store,
      leases: new SourceLeases({ db, replica: 'a', clock, logger }),
      clock,
      logger,
      staleAfterMs: 120_000,
    });
    host.start();
    stops.push(() => host.stop());
    return { clock, store, host, logger };
  }

  /** Passes the time of backing off until the provider has failed so often. */
  async function failures(
    provider: MemoryInventoryProvider,
    clock: ManualClock,
    host: CollectorsHost,
    runs: number,
  ) {
    while (provider.runs < runs || !host.status(source).lastError) {
      clock.advance(500);
      await new Promise(resolve => setImmediate(resolve));
    }
  }

  it('loads a source and follows its changes', async () => {
    const provider = new MemoryInventoryProvider({
      source,
      title: 'Frankfurt',
      objects: exampleInventory(source),
    });
    const { host, store } = await start(provider);

    expect(host.status(source)).toMatchObject({
      title: 'Frankfurt',
      type: 'memory',
      state: 'loading',
    });
    await provider.live();
    expect(host.status(source)).toMatchObject({
      state: 'live',
      ageMs: 0,
      asOf: '2026-11-21T12:00:00.000Z',
      objects: { machine: 6, cluster: 3, template: 2 },
    });
    await provider.announce({ type: 'set', object: exampleMachine(source, 7) });
    expect(store.snapshot().get('machine', source, 'vm-7')?.name).toBe('web7');
  });

  it('is stale when nothing confirms what is shown', async () => {
    const provider = new MemoryInventoryProvider({
      source,
      objects: exampleInventory(source),
    });
    const { host, clock } = await start(provider);
    const { sink } = await provider.live();

    clock.advance(120_001);
    expect(host.status(source)).toMatchObject({
      state: 'stale',
      ageMs: 120_001,
    });
    sink.confirm({ roundTripMs: 12 });
    expect(host.status(source)).toMatchObject({
      state: 'live',
      ageMs: 0,
      roundTripMs: 12,
    });
  });

  it('has failed when it never answered, and says why', async () => {
    const provider = new MemoryInventoryProvider({ source });
    provider.setUnreachable(new Error('connect ECONNREFUSED'));
    const { host, clock } = await start(provider);
    await failures(provider, clock, host, 3);

    expect(host.status(source)).toMatchObject({
      state: 'failed',
      lastError: { message: 'connect ECONNREFUSED' },
    });
  });

  it('shows the last known while it tries again with growing delays', async () => {
    const provider = new MemoryInventoryProvider({
      source,
      objects: exampleInventory(source),
    });
    const { host, clock } = await start(provider);
    await provider.live();
    provider.setUnreachable(new Error('connection reset'));
    await failures(provider, clock, host, 8);

    expect(host.status(source)).toMatchObject({
      state: 'stale',
      objects: { machine: 6 },
      lastError: { message: 'connection reset' },
    });
    const failed = provider.runs;
    clock.advance(25_000);
    await new Promise(resolve => setImmediate(resolve));
    expect(provider.runs).toBe(failed);

    provider.setUnreachable();
    clock.advance(60_000);
    await provider.live();
    expect(host.status(source)).toMatchObject({ state: 'live' });
    expect(host.status(source).lastError).toBeUndefined();
  });

  it('loads again within a second of each loss, however many there were', async () => {
    const provider = new MemoryInventoryProvider({
      source,
      objects: exampleInventory(source),
    });
    const { host, clock } = await start(provider);
    for (let loss = 1; loss <= 8; loss++) {
      await provider.live();
      provider.setUnreachable(new Error('The session is not authenticated.'));
      await failures(provider, clock, host, loss);
      expect(host.status(source).state).toBe('stale');
      provider.setUnreachable();
      clock.advance(1_000);
    }
    await provider.live();
    expect(host.status(source).state).toBe('live');
  });

  it('loads what could not be reached for long within three seconds of its being back', async () => {
    const provider = new MemoryInventoryProvider({
      source,
      objects: exampleInventory(source),
    });
    provider.setUnreachable(new ServiceUnavailableError('no answer'));
    const { host, clock, logger } = await start(provider);
    await failures(provider, clock, host, 12);

    provider.setUnreachable();
    clock.advance(3_000);
    await provider.live();
    expect(host.status(source).state).toBe('live');
    expect(logger.warn).toHaveBeenCalledTimes(1);
  });

  it('keeps what is known when a load is suddenly empty, until told to believe it', async () => {
    const provider = new MemoryInventoryProvider({
      source,
      objects: exampleInventory(source, { machines: 30 }),
    });
    const { host, clock } = await start(provider);
    await provider.live();
    provider.setObjects([]);
    await host.refresh(source, {});
    await failures(provider, clock, host, 2);

    expect(host.status(source)).toMatchObject({
      state: 'stale',
      objects: { machine: 30 },
      lastError: {
        message: expect.stringMatching(
          /suddenly showed nothing at all, where 53 objects were known.*acceptLoss/,
        ),
      },
    });

    await host.refresh(source, { acceptLoss: true });
    await provider.live();
    expect(host.status(source)).toMatchObject({
      state: 'live',
      objects: { machine: 0 },
    });
  });

  it('keeps what is known when changes would take most of it away', async () => {
    const objects = exampleInventory(source, { machines: 30 });
    const provider = new MemoryInventoryProvider({ source, objects });
    const { store } = await start(provider);
    await provider.announce(
      ...objects.map(({ kind, id }) => ({
        type: 'delete' as const,
        kind,
        id,
      })),
    );

    expect(store.snapshot().counts(source)).toMatchObject({ machine: 30 });
  });

  it('tests a source step by step', async () => {
    const provider = new MemoryInventoryProvider({ source });
    provider.steps = [
      { name: 'TCP', ok: true, detail: 'connected' },
      { name: 'login', ok: false, detail: 'Cannot complete login.' },
    ];
    const { host } = await start(provider);
    const { signal } = new AbortController();

    expect(await host.test(source, { signal })).toEqual({
      source,
      ok: false,
      steps: provider.steps,
    });
    await expect(host.test('x', { signal })).rejects.toThrow(
      "There is no source 'x'. There are: fra.",
    );
  });
});

describe('ProviderList', () => {
  it('refuses two providers of one source', () => {
    const providers = new ProviderList();
    providers.addProvider(new MemoryInventoryProvider({ source }));

    expect(() =>
      providers.addProvider(new MemoryInventoryProvider({ source })),
    ).toThrow(/Two inventory sources are called 'fra'/);
    expect(providers.all()).toHaveLength(1);
  });
});

describe('CollectorSink', () => {
  function sinkOf(
    store: MemoryInventoryStore,
    options: { fencing?: number; signal?: AbortSignal } = {},
  ): InventorySink {
    return new CollectorSink({
      store,
      writer: { source, fencing: options.fencing ?? 1 },
      clock: new ManualClock(),
      signal: options.signal ?? new AbortController().signal,
      acceptLoss: false,
    });
  }

  it('shows what was known until a load has ended', async () => {
    const store = memoryStore();
    const sink = sinkOf(store);
    sink.beginLoad({ expected: 2 });
    sink.load([exampleMachine(source, 1)]);
    expect(store.snapshot().counts(source).machine).toBe(0);
    expect(store.reportOf(source).progress).toEqual({
      objects: 1,
      expected: 2,
    });

    await sink.endLoad();
    expect(store.snapshot().counts(source).machine).toBe(1);
    expect(store.reportOf(source).progress).toBeUndefined();
  });

  it('lets changes during a load win over what the load brings', async () => {
    const store = memoryStore();
    const sink = sinkOf(store);
    const [first, second, third] = [1, 2, 3].map(number =>
      exampleMachine(source, number),
    );
    sink.beginLoad();
    await sink.apply([
      { type: 'set', object: { ...first, name: 'renamed' } },
      { type: 'delete', kind: 'machine', id: second.id },
    ]);
    sink.load([first, second, third]);
    await sink.endLoad();

    expect(
      [...store.snapshot().list('machine', source)]
        .map(({ name }) => name)
        .sort(),
    ).toEqual(['renamed', 'web3']);
  });

  it('does not take an earlier run for confirmed before its own load', async () => {
    const store = memoryStore();
    sinkOf(store).confirm({ roundTripMs: 5 });

    expect(store.reportOf(source)).toEqual({ roundTripMs: 5 });
  });

  it('writes no more once a later lease has written', async () => {
    const store = memoryStore();
    const old = sinkOf(store, { fencing: 1 });
    old.beginLoad();
    sinkOf(store, { fencing: 2 }).beginLoad();

    expect(() => old.load([exampleMachine(source, 1)])).toThrow(/taken over/);
    await expect(
      old.apply([{ type: 'set', object: exampleMachine(source, 1) }]),
    ).rejects.toThrow(/taken over/);
    expect(store.snapshot().counts(source).machine).toBe(0);
  });

  it('writes no more once told to end', async () => {
    const end = new AbortController();
    const sink = sinkOf(memoryStore(), {
      signal: end.signal,
    });
    end.abort(new Error('lease lost'));

    expect(() => sink.beginLoad()).toThrow('lease lost');
    await expect(sink.apply([])).rejects.toThrow('lease lost');
    expect(() => sink.confirm()).toThrow('lease lost');
  });

  it('refuses objects of another source and loads that never began', async () => {
    const sink = sinkOf(memoryStore());

    expect(() => sink.load([])).toThrow(/load without beginLoad/);
    await expect(sink.endLoad()).rejects.toThrow(/endLoad without beginLoad/);
    sink.beginLoad();
    expect(() => sink.load([exampleMachine('ams', 1)])).toThrow(
      /'fra' reported machine 'vm-1' of source 'ams'/,
    );
  });
});
