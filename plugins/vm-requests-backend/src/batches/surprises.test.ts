import {
  anna,
  machineSpec,
  payments,
  platformTeam,
  priya,
} from '../__testUtils__/company';
import { useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';
import { decide } from '../ledger/decide';
import { openOperations } from './openOperations';
import { resumeBatch } from './steerBatch';
import { messageOf } from './tellOfBatch';

jest.setTimeout(60_000);

const annaAs = { ref: anna, ownership: [anna, payments] };
const priyaAs = { ref: priya, ownership: [priya, platformTeam] };

describe('a surprise in a batch in turn', () => {
  const database = useDatabase();
  let world: World;
  let batch: string;

  /** The second plan also changes the memory. Policy approves in the sandbox. */
  beforeEach(async () => {
    world = new World(database());
    for (const name of ['a1', 'a2', 'a3']) {
      await world.prepare(
        world.peers.addTask(`make-${name}`),
        machineSpec({ name, environment: 'sandbox' }),
      );
    }
    await world.settle();
    const { items } = await world.truth.store.listMachines({ limit: 10 });
    const machines = [...items].sort((one, other) =>
      one.name < other.name ? -1 : 1,
    );
    ({ id: batch } = await openOperations(
      world.ledger,
      {
        kind: 'resize',
        reason: 'More load',
        inTurn: true,
        machines: machines.map(({ id, name }) => ({
          id,
          values: { cpus: 4, ...(name === 'a2' && { memoryMib: 8192 }) },
        })),
      },
      annaAs,
    ));
    await world.settle();
  });

  const items = () => world.truth.batches.listItems(batch);
  const states = async () =>
    (await items()).map(({ request }) => request?.state);

  it('waits for a person also where policy would approve, in words, and the rest waits for it', async () => {
    expect(await states()).toEqual(['done', 'planned', 'approved']);
    const [, surprising] = await items();
    expect(surprising.request).toMatchObject({
      approvers: [platformTeam],
      message:
        'Its plan is another than that of a1: it would also change memory of vsphere_virtual_machine.',
    });
    expect(
      messageOf(await world.truth.batches.get(batch), await items()),
    ).toMatch(/^a2 is not what was expected.*Approve it to go on, reject it/);
    expect(
      world.peers.notifications.filter(({ title }) => /approval/.test(title)),
    ).toEqual([expect.objectContaining({ recipients: [platformTeam] })]);

    const { id, plan } = await world.truth.store.get(surprising.request!.id);
    await decide(world.truth, id, priyaAs, {
      what: 'approve',
      digest: plan?.digest,
    });
    await world.settle();
    expect(await states()).toEqual(['done', 'done', 'done']);
    expect((await world.truth.store.get(id)).message).toBeUndefined();
  });

  it('stops the batch when it is rejected, until the requester has the rest go on', async () => {
    const [, surprising] = await items();
    await decide(world.truth, surprising.request!.id, priyaAs, {
      what: 'reject',
      reason: 'Not that one.',
    });
    await world.settle();
    expect(await states()).toEqual(['done', 'rejected', 'approved']);
    const stopped = await world.truth.batches.get(batch);
    expect(stopped.state).toBe('stopped');
    expect(messageOf(stopped, await items())).toMatch(/^a2 was rejected/);

    await resumeBatch(world.ledger, stopped);
    await world.settle();
    expect(await states()).toEqual(['done', 'rejected', 'done']);
  });
});
