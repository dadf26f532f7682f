import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import request from 'supertest';
import { stackSchema } from '@backlot/plugin-vm-requests-common';
import { approvers, priya, settings } from '../__testUtils__/company';
import { startRouter } from '../__testUtils__/startRouter';
import { availableDatabases } from '../__testUtils__/availableDatabases';
import { useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';
import { decideSeveral } from '../ledger/decideSeveral';

jest.setTimeout(60_000);

const omar = 'user:default/omar.haddad';
const search = 'group:default/team-search';
const desk = 'group:default/service-desk';
const dana = 'user:default/dana.lind';
const startAt = '2026-11-22T08:00';
const startsAt = '2026-11-22T08:00:00.000Z';

/** The environment with two networks, of which one has IPv6, with two stacks, where the desk asks for others. */
function combined(): Partial<typeof settings> {
  const { networks } = settings.policy.environments;
  return {
    policy: {
      ...settings.policy,
      environments: {
        networks: {
          ...networks,
          stacks: ['default', 'search'],
          onBehalf: { by: [desk] },
        },
      },
    },
    stacks: {
      ...settings.stacks,
      search: stackSchema.parse({ repository: 'search/infrastructure' }),
    },
  };
}

const databases = availableDatabases();

describe.each(databases.eachSupportedId())(
  'a batch in another stack, of two cards, with a start, on behalf of somebody, %p',
  dialect => {
    const database = useDatabase({ databases, id: dialect });
    let world: World;
    let batch: string;

    beforeEach(async () => {
      world = new World(database(), { settings: combined() });
      world.peers.ownership.set(dana, [desk, approvers]);
      world.peers.ownership.set(omar, [search, approvers]);
      ({ batch } = await world.askForSeveral(
        { count: 2, pattern: '{app}-{seq}' },
        {
          name: 'web',
          environment: 'networks',
          stack: 'search',
          owner: search,
          extraCards: [{ network: 'fra1-dev-db' }],
        },
        'several',
        { requestedBy: dana, requestedFor: omar, startAt },
      ));
      await world.settle(1);
    });

    const requests = async () => {
      const items = await world.truth.batches.listItems(batch);
      return Promise.all(
        items.map(item => world.truth.store.get(item.request!.id)),
      );
    };

    const approveAs = async (ref: string) =>
      decideSeveral(
        world.ledger,
        {
          decision: 'approve',
          requests: (await requests()).map(({ id, plan }) => ({
            id,
            digest: plan?.digest,
          })),
        },
        { ref, ownership: [ref, approvers] },
        () => {},
      );

    it('has all of it in each, and is made at its start', async () => {
      const planned = await requests();
      expect(planned).toHaveLength(2);
      for (const [index, each] of planned.entries()) {
        const name = `web-${index + 1}`;
        expect(each).toMatchObject({
          state: 'planned',
          name,
          stack: 'search',
          repository: 'search/infrastructure',
          requestedBy: dana,
          requestedFor: omar,
          owner: search,
          startAt: startsAt,
          interfaces: [{ name: 'eth0' }, { name: 'eth1' }],
          terms: {
            allocations: ['eth0/ipv4', 'eth0/ipv6', 'eth1/ipv4'].map(card => ({
              key: `${name}.dev.acme.example/${card}`,
            })),
          },
        });
        expect(each.spec.extraCards).toEqual([{ network: 'fra1-dev-db' }]);
      }
      expect((await approveAs(priya)).items.map(each => each.decided)).toEqual([
        true,
        true,
      ]);
      await world.settle(1);
      expect((await requests()).map(({ phase }) => phase)).toEqual([
        'waiting',
        'waiting',
      ]);
      await world.settle(24);
      expect((await requests()).map(({ state }) => state)).toEqual([
        'done',
        'done',
      ]);
    });

    it('says for whom it is, to approvers and to whoever opens it', async () => {
      expect(await world.truth.batches.get(batch)).toMatchObject({
        requestedBy: dana,
        requestedFor: omar,
        owner: search,
      });
      expect(world.peers.notifications).toContainEqual(
        expect.objectContaining({
          title: '2 requests wait for approval',
          description: expect.stringMatching(/dana\S* asks for \S*omar/i),
        }),
      );
    });

    it('can be cancelled by whom it is for, whose machines they are to be', async () => {
      const permissions = mockServices.permissions.mock({
        authorize: async queries =>
          queries.map(() => ({ result: AuthorizeResult.ALLOW })),
        authorizeConditional: async queries =>
          queries.map(() => ({
            result: AuthorizeResult.CONDITIONAL,
            pluginId: 'vm-requests',
            resourceType: 'vm-request',
            conditions: {
              anyOf: [
                {
                  rule: 'IS_REQUESTER',
                  resourceType: 'vm-request',
                  params: { users: [omar] },
                },
                {
                  rule: 'IS_OWNER',
                  resourceType: 'vm-request',
                  params: { owners: [omar, search] },
                },
              ],
            },
          })),
      });
      const { server, stop } = await startRouter(world, {
        features: [permissions.factory],
      });
      try {
        const { status, body } = await request(server)
          .post(`/api/vm-requests/v1/batches/${batch}/cancel`)
          .set('authorization', mockCredentials.user.header(omar))
          .send({});
        expect([status, body.requestedFor]).toEqual([200, omar]);
      } finally {
        await stop();
      }
      await world.settle(1);
      expect((await requests()).map(({ state }) => state)).toEqual([
        'cancelled',
        'cancelled',
      ]);
    });

    it('is approved by neither of the two', async () => {
      for (const person of [dana, omar]) {
        expect((await approveAs(person)).items).toMatchObject([
          { decided: false },
          { decided: false },
        ]);
      }
    });

    it('tells both what went wrong', async () => {
      for (const name of ['job-1', 'job-2']) {
        world.unplannable.add(name);
      }
      await world.askForSeveral(
        { count: 2, pattern: '{app}-{seq}' },
        { name: 'job', environment: 'networks', owner: search },
        'more',
        { requestedBy: dana, requestedFor: omar },
      );
      await world.settle(1);
      expect(
        world.peers.notifications.filter(({ title }) => /batch/.test(title)),
      ).toEqual([expect.objectContaining({ recipients: [dana, omar] })]);
    });
  },
);
