import { Chaos, Troubles } from '../__testUtils__/Chaos';
import { availableDatabases } from '../__testUtils__/availableDatabases';
import { anna, machineSpec } from '../__testUtils__/company';
import { emptyDatabase, useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';
import { openMachines } from './openMachines';
import { retryItem } from './steerBatch';

jest.setTimeout(600_000);

const several = { count: 2, pattern: '{app}-{seq}' };

describe('a batch whose process is killed, or whose answers are lost', () => {
  const databases = availableDatabases();
  const clients = databases
    .eachSupportedId()
    .map(([id]) => ({ id, database: useDatabase({ databases, id }) }));
  let worlds = 0;

  async function start(troubles: Troubles = {}) {
    // In turn: each moment on each database would take as long again.
    const { id: on, database } = clients[worlds++ % clients.length];
    const client = database();
    await emptyDatabase(client);
    const world = new World(client, { chaos: new Chaos(troubles) });
    const spec = machineSpec({ name: 'web', environment: 'sandbox' });
    world.peers.addTask('form').form = {
      template: 'template:default/rhel9-vm',
      user: anna,
      values: { ...spec, several },
    };
    const { batch } = await openMachines(world.truth, {
      spec,
      several,
      requestedBy: anna,
      task: 'form',
    });
    const items = () => world.truth.batches.listItems(batch);
    return { world, batch, items, on };
  }

  /** When the worker writes down what it does, or asks the scaffolder, by what it does then. */
  async function momentsOfWorker(): Promise<[number, string][]> {
    const { world } = await start();
    await world.settle();
    return world.chaos.passed.flatMap(({ call, when }, moment) =>
      /^(batches|tasks)\./.test(call)
        ? [[moment, `${when} ${call}`] as [number, string]]
        : [],
    );
  }

  /** Each is made once, at the latest when it is tried again, and nothing of another attempt stays. */
  async function expectMade(
    { world, batch, items }: Awaited<ReturnType<typeof start>>,
    point: string,
  ): Promise<void> {
    await world.settle();
    for (const item of await items()) {
      if (item.request?.state !== 'done') {
        // What was killed while it was being prepared is given back, and says so.
        expect([point, item.request?.state ?? item.state]).toEqual([
          point,
          'failed',
        ]);
        await retryItem(
          world.truth,
          await world.truth.batches.get(batch),
          item.batch.position,
        );
      }
    }
    await world.settle();
    expect([
      point,
      (await items()).map(({ request }) => request?.state),
    ]).toEqual([point, ['done', 'done']]);
    expect([
      point,
      world.peers.machines.map(({ name }) => name).sort(),
    ]).toEqual([point, ['web-1', 'web-2']]);
    const merged = [...world.peers.branches.values()].filter(
      branch => branch.merged,
    );
    expect([point, merged.length]).toEqual([point, 2]);
    const { items: requests } = await world.truth.store.list({ limit: 10 });
    const living = requests.filter(({ state }) => state === 'done');
    expect([point, living.length]).toEqual([point, 2]);
    expect((await world.truth.batches.get(batch)).state).toBe('ended');
  }

  it.each(['killAt', 'loseAt'] as const)(
    'makes each machine once with %s at any moment of its worker',
    async trouble => {
      const moments = await momentsOfWorker();
      expect(moments.length).toBeGreaterThan(30);
      for (const [moment, call] of moments) {
        const started = await start({ [trouble]: [moment] });
        await expectMade(
          started,
          `${trouble} ${moment}, ${call}, ${started.on}`,
        );
      }
      process.stdout.write(
        `Crashes, batch, ${trouble}: ${moments.length} points\n`,
      );
    },
  );
});
