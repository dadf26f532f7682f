import { mockServices } from '@backstage/backend-test-utils';
import { Leases } from '@backlot/backend-common';
import {
  MachineSnapshotFacts,
  MachineOperation,
} from '@backlot/plugin-vm-inventory-common';
import { exampleMachine } from '@backlot/plugin-vm-inventory-node/testUtils';
import { availableDatabases } from '../__testUtils__/availableDatabases';
import { ManualClock } from '../__testUtils__/ManualClock';
import { Clock } from '../clock';
import { migrationsDirectory } from '../database/connectDatabase';
import { leaseNameOf, MachineOperationStore } from './MachineOperationStore';
import { MachineOperator, OperationOrder } from './MachineOperator';

jest.setTimeout(60_000);

const machine = exampleMachine('fra', 1);
const taken: MachineSnapshotFacts = {
  id: 'snapshot-7',
  name: 'x',
  current: true,
};

describe('MachineOperator', () => {
  const databases = availableDatabases();
  const operators: MachineOperator[] = [];

  afterEach(async () => {
    await Promise.all(operators.splice(0).map(operator => operator.close()));
  });

  async function replicas(id: Parameters<typeof databases.init>[0]) {
    const db = await databases.init(id);
    await db.migrate.latest({ directory: migrationsDirectory });
    const clock = new ManualClock();
    // What waits for a moment goes on at once.
    const hasty: Clock = { now: () => clock.now(), sleep: async () => {} };
    const logger = mockServices.logger.mock();
    const leases = new Leases({ db, logger });
    const store = new MachineOperationStore({ db, clock, leases });
    const replica = () => {
      const operator = new MachineOperator({
        store,
        leases: new Leases({ db, logger }),
        clock: hasty,
        auditor: mockServices.auditor.mock({
          createEvent: async () => ({
            success: async () => {},
            fail: async () => {},
          }),
        }),
        logger,
      });
      operators.push(operator);
      return operator;
    };
    return { db, clock, leases, store, replica };
  }

  function order(
    run: OperationOrder['run'],
    rest: Partial<OperationOrder> = {},
  ): OperationOrder {
    return {
      machine,
      operation: 'take-snapshot',
      actor: { by: 'user:default/anna.weber' },
      run,
      ...rest,
    };
  }

  const ended = async (
    store: MachineOperationStore,
    { id }: MachineOperation,
  ) => {
    for (;;) {
      const found = await store.get(id);
      if (found?.outcome !== 'running') {
        return found;
      }
    }
  };

  it.each(databases.eachSupportedId())(
    'does one thing at a time to a machine over all replicas, on %s',
    async id => {
      const { replica, store } = await replicas(id);
      let finish = () => {};
      const held = new Promise<void>(resolve => {
        finish = resolve;
      });
      const first = await replica().begin(order(() => held));
      const second = replica().begin(order(async () => {}));
      await expect(second).rejects.toThrow(
        /is being changed: take-snapshot, begun by user:default\/anna\.weber/,
      );
      finish();
      await ended(store, first);
      const third = await replica().begin(order(async () => taken));
      expect(await ended(store, third)).toMatchObject({
        outcome: 'done',
        snapshot: 'snapshot-7',
      });
    },
  );

  it.each(databases.eachSupportedId())(
    'says of what a replica did that is gone that its end is not known, on %s',
    async id => {
      const { store, leases } = await replicas(id);
      const lease = await leases.tryAcquire(leaseNameOf(machine));
      await store.add({
        id: '01JDZZZZZZZZZZZZZZZZZZZZZZ',
        by: 'user:default/anna.weber',
        source: machine.source,
        machine: machine.id,
        machineName: machine.name,
        operation: 'power-on',
      });
      expect(await store.running(machine)).toMatchObject({
        outcome: 'running',
      });
      await lease!.release();
      expect(await store.running(machine)).toBeUndefined();
      expect(
        (
          await store.list(
            { ...machine, instanceUuid: undefined },
            { limit: 9 },
          )
        ).items,
      ).toMatchObject([
        { outcome: 'unknown', error: expect.stringMatching(/Look at the/) },
      ]);
    },
  );

  it.each(databases.eachSupportedId())(
    'ends its waiting when the backend shuts down, and says so, on %s',
    async id => {
      const { replica, store } = await replicas(id);
      const operator = replica();
      const begun = await operator.begin(
        order(
          ({ signal }) =>
            new Promise((_, reject) =>
              signal.addEventListener('abort', () => reject(signal.reason)),
            ),
        ),
      );
      await operator.close();
      expect(await store.get(begun.id)).toMatchObject({
        outcome: 'unknown',
        error: expect.stringMatching(/shut down/),
      });
    },
  );

  it.each(databases.eachSupportedId())(
    'finds a machine’s history again after it was registered anew, and forgets it in time, on %s',
    async id => {
      const { replica, store, clock } = await replicas(id);
      const begun = await replica().begin(order(async () => taken));
      await ended(store, begun);
      const anew = { ...machine, id: 'vm-new' };
      expect((await store.list(anew, { limit: 1 })).items).toMatchObject([
        { id: begun.id },
      ]);
      await store.forget(1000);
      expect((await store.list(anew, { limit: 1 })).items).toHaveLength(1);
      clock.advance(2000);
      await store.forget(1000);
      expect((await store.list(anew, { limit: 1 })).items).toEqual([]);
    },
  );
});
