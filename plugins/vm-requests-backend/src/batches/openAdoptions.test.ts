import { stackSchema } from '@backlot/plugin-vm-requests-common';
import { anna, approvers, payments, priya } from '../__testUtils__/company';
import {
  machineHardware,
  standingMachine,
} from '../__testUtils__/standingMachine';
import { availableDatabases } from '../__testUtils__/availableDatabases';
import { useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';
import { decideSeveral } from '../ledger/decideSeveral';
import { AskedAdoptions, openAdoptions } from './openAdoptions';

jest.setTimeout(60_000);

const priyaAs = { ref: priya, ownership: [priya, approvers] };

const databases = availableDatabases();

describe.each(databases.eachSupportedId())(
  'adopting several machines at once, %p',
  dialect => {
    const database = useDatabase({ databases, id: dialect });
    let world: World;

    beforeEach(() => {
      world = new World(database());
      for (const number of [77, 78, 79]) {
        const [card] = standingMachine().cards;
        const standing = standingMachine(
          {
            cards: [
              {
                ...card,
                macAddress: `00:50:56:81:00:${number}`,
                addresses: [`10.20.210.${number}`],
              },
            ],
            ...(number === 79 && { snapshots: ['before'] }),
          },
          {
            id: `vm-${number}`,
            name: `old${number}`,
            instanceUuid: `5023-${number}`,
            uuid: `4223-${number}`,
          },
        );
        world.peers.standing.push(standing);
        world.peers.machines.push(standing.machine);
        world.peers.disks.set(
          standing.machine.id,
          machineHardware().disks.map(disk => disk.sizeBytes / 1024 ** 3),
        );
      }
    });

    const ask = (asked: Partial<AskedAdoptions> = {}, person = anna) =>
      openAdoptions(
        world.ledger,
        {
          blueprint: 'rhel9-vm',
          environment: 'development',
          owner: payments,
          reason: 'They were ours all along',
          machines: ['vm-77', 'vm-78'].map(machine => ({
            source: 'lab',
            machine,
          })),
          ...asked,
        },
        person,
      );
    const items = (id: string) => world.truth.batches.listItems(id);

    it('becomes a request for each, which one decision approves', async () => {
      const { id } = await ask();
      await world.settle();
      const planned = await items(id);
      expect(
        planned.map(({ name, request }) => [name, request?.state]),
      ).toEqual([
        ['old77', 'planned'],
        ['old78', 'planned'],
      ]);
      const asked = world.peers.notifications.filter(({ title }) =>
        /approval/.test(title),
      );
      expect(asked).toHaveLength(1);

      const requests = await Promise.all(
        planned.map(async ({ request }) => ({
          id: request!.id,
          digest: (await world.truth.store.get(request!.id)).plan?.digest,
        })),
      );
      await decideSeveral(
        world.ledger,
        { decision: 'approve', requests },
        priyaAs,
        () => {},
      );
      await world.settle();
      expect((await items(id)).map(({ request }) => request?.state)).toEqual([
        'done',
        'done',
      ]);
      const { items: machines } = await world.truth.store.listMachines({
        limit: 10,
      });
      expect(machines.map(({ name, owner }) => [name, owner])).toEqual([
        ['old77', payments],
        ['old78', payments],
      ]);
    });

    it('says of one alone what it has against it', async () => {
      const { id } = await ask({
        machines: ['vm-78', 'vm-79'].map(machine => ({
          source: 'lab',
          machine,
        })),
      });
      await world.settle();
      expect(await items(id)).toMatchObject([
        { name: 'old78', request: { state: 'planned' } },
        { name: 'old79', state: 'failed' },
      ]);
    });

    it('takes the template of a blueprint whatever the case of its reference', async () => {
      const { settings } = world.truth;
      world = new World(database(), {
        from: world,
        settings: {
          blueprints: {
            ...settings.blueprints,
            'rhel9-vm': {
              ...settings.blueprints['rhel9-vm'],
              adoptTemplate: 'template:Default/VM-Adopt',
            },
          },
        },
      });
      const { id } = await ask();
      await world.settle();
      expect(await items(id)).toMatchObject([
        { request: { state: 'planned' } },
        { request: { state: 'planned' } },
      ]);
    });

    it('has each live in the stack that was chosen', async () => {
      const { settings } = world.truth;
      const { environments } = settings.policy;
      const two = new World(database(), {
        from: world,
        settings: {
          stacks: {
            ...settings.stacks,
            payments: stackSchema.parse({ repository: 'payments/machines' }),
          },
          policy: {
            ...settings.policy,
            environments: {
              development: {
                ...environments.development,
                stacks: ['default', 'payments'],
              },
            },
          },
        },
      });
      world = two;
      const { id } = await ask({ stack: 'payments' });
      await world.settle();
      const requests = await Promise.all(
        (
          await items(id)
        ).map(({ request }) => world.truth.store.get(request!.id)),
      );
      expect(
        requests.map(({ stack, repository }) => [stack, repository]),
      ).toEqual(Array(2).fill(['payments', 'payments/machines']));
    });

    it.each<[string, Partial<AskedAdoptions>, RegExp]>([
      [
        'a machine that is named twice',
        {
          machines: ['vm-77', 'vm-77'].map(machine => ({
            source: 'lab',
            machine,
          })),
        },
        /named twice/,
      ],
      [
        'one that is not there',
        { machines: [{ source: 'lab', machine: 'vm-404' }] },
        /lab shows no machine vm-404/,
      ],
      [
        "another's owner",
        { owner: 'group:default/team-search' },
        /cannot adopt/,
      ],
      ['another environment', { environment: 'moon' }, /moon/],
      [
        'a stack that the environment does not allow',
        { stack: 'moon' },
        /Stack moon is not allowed/,
      ],
    ])('is refused for %s', async (_, asked, words) => {
      await expect(ask(asked)).rejects.toThrow(words);
      expect((await world.truth.batches.list({ limit: 10 })).items).toEqual([]);
    });

    it('is refused for more than the owner may have, and for what is adopted already', async () => {
      await ask();
      await world.settle();
      await expect(
        ask({ machines: [{ source: 'lab', machine: 'vm-77' }] }),
      ).rejects.toThrow(/requests on these already: old77/);
      const { settings } = world.truth;
      const { development } = settings.policy.environments;
      const narrow = new World(database(), {
        from: world,
        settings: {
          policy: {
            ...settings.policy,
            environments: {
              development: {
                ...development,
                limits: { ...development.limits, machinesPerOwner: 2 },
              },
            },
          },
        },
      });
      await expect(
        openAdoptions(
          narrow.ledger,
          {
            blueprint: 'rhel9-vm',
            environment: 'development',
            owner: payments,
            reason: 'One more',
            machines: [{ source: 'lab', machine: 'vm-79' }],
          },
          anna,
        ),
      ).rejects.toThrow(/2 are allowed/);
    });
  },
);
