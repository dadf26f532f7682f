import { ConflictError, InputError } from '@backstage/errors';
import { anna, machineSpec, payments, priya } from '../__testUtils__/company';
import { availableDatabases } from '../__testUtils__/availableDatabases';
import { useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';
import { quotaCheck } from '../ledger/quotaCheck';
import { openOnce } from './openOnce';
import { openOperations } from './openOperations';

jest.setTimeout(60_000);

const databases = availableDatabases();

describe.each(databases.eachSupportedId())(
  'a batch that is asked for twice, %p',
  dialect => {
    const database = useDatabase({ databases, id: dialect });
    let world: World;

    beforeEach(() => {
      world = new World(database());
    });

    /** Asks for more CPUs of machines, as a client that sends a key does. */
    const ask = (
      machines: string[],
      { key = 'k1', cpus = 4, by = anna, ledger = world.truth } = {},
    ) => {
      const asked = {
        idempotencyKey: key,
        kind: 'resize',
        reason: 'More load',
        inTurn: false,
        machines: machines.map(id => ({ id, values: { cpus } })),
      };
      return openOnce(ledger, asked, by, idempotency =>
        openOperations(ledger, asked, by, idempotency),
      );
    };

    async function standing(): Promise<string> {
      await world.prepare(
        world.peers.addTask('make'),
        machineSpec({ environment: 'sandbox' }),
      );
      await world.settle();
      const { items } = await world.truth.store.listMachines({ limit: 1 });
      return items[0].id;
    }

    const batches = async () =>
      (await world.truth.batches.list({ limit: 10 })).items;

    it('is one, however many come at once', async () => {
      const machine = await standing();
      const opened = await Promise.all(
        Array.from({ length: 8 }, () => ask([machine])),
      );
      expect(new Set(opened.map(({ id }) => id)).size).toBe(1);
      expect(await batches()).toMatchObject([{ id: opened[0].id, count: 1 }]);
    });

    it('is answered again once its requests are under way', async () => {
      const machine = await standing();
      const first = await ask([machine]);
      await world.settle();
      expect((await ask([machine])).id).toBe(first.id);
      expect(await batches()).toHaveLength(1);
    });

    it('is another with another key, or by another person', async () => {
      const machine = await standing();
      await ask([machine]);
      await ask([machine], { key: 'k2' });
      world.peers.ownership.set(priya, [payments]);
      await ask([machine], { by: priya });
      expect(await batches()).toHaveLength(3);
    });

    it('is refused where the key came with something else', async () => {
      const machine = await standing();
      const { id } = await ask([machine]);
      await expect(ask([machine], { cpus: 8 })).rejects.toThrow(
        new ConflictError(
          `What was sent first with the key k1 was other than this, and is asked for already: it is batch ${id}. Look at that; to ask for more, open the form anew, or send another key.`,
        ),
      );
    });

    it('is opened by a key whose first call was refused', async () => {
      const machine = await standing();
      await expect(ask([machine, machine])).rejects.toThrow(InputError);
      await ask([machine], { cpus: 8 });
      expect(await batches()).toHaveLength(1);
    });

    it('is what its double opened where that stands in its way', async () => {
      const asked = { idempotencyKey: 'k1' };
      const [first, second] = await Promise.all(
        ['b1', 'b2'].map(id =>
          openOnce(world.truth, asked, anna, idempotency =>
            world.truth.batches.open(
              {
                id,
                kind: 'adopt',
                template: 'template:default/vm-adopt',
                requestedBy: anna,
                owner: payments,
                environment: 'development',
                purpose: 'Test',
                inTurn: false,
                idempotency,
                items: ['x1', 'x2', 'x3'].map(name => ({ name, values: {} })),
              },
              {
                check: quotaCheck(
                  world.truth.settings.policy.environments.development,
                  payments,
                  3,
                ),
              },
            ),
          ),
        ),
      );
      expect(second.id).toBe(first.id);
    });

    it('is one for its task, too, however many come at once', async () => {
      const answers = await Promise.all(
        Array.from({ length: 4 }, () =>
          world.askForSeveral(
            { count: 2, pattern: '{app}-{seq:02}' },
            { name: 'web' },
          ),
        ),
      );
      expect(new Set(answers.map(({ batch }) => batch)).size).toBe(1);
      expect(await batches()).toHaveLength(1);
    });
  },
);
