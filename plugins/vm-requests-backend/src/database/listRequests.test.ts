import { Knex } from 'knex';
import fc from 'fast-check';
import { PermissionCriteria } from '@backstage/plugin-permission-common';
import { VmRequestFilter } from '@backlot/plugin-vm-requests-node';
import {
  canTransition,
  requestStates,
  TransitionActor,
  TransitionEvent,
  waitsFor,
  waitsForKinds,
} from '@backlot/plugin-vm-requests-common';
import { availableDatabases } from '../__testUtils__/availableDatabases';
import {
  approvers,
  machineSpec,
  payments,
  settings,
} from '../__testUtils__/company';
import { emptyDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';
import { openRequest } from '../ledger/openRequest';
import { migrate } from './migrate';
import { ListedRequest, RequestListQuery } from './RequestStore';
import { isFoundBy, searchTermOf } from './searchWords';
import { StoredRequest } from './StoredRequest';

jest.setTimeout(120_000);

const databases = availableDatabases();

const people = ['user:default/anna', 'user:default/ben'];
const owners = ['group:default/team-a', 'group:default/team-b'];
const environments = ['development', 'sandbox'];
const names = ['web-01', 'web-02', 'db01', 'db-2'];

const events: TransitionEvent[] = [
  'submit',
  'request-changes',
  'approve',
  'reject',
  'cancel',
  'expire',
  'claim',
  'apply',
  'complete',
  'fail',
  'hold',
  'restart',
  'retry',
  'roll-back',
  'rolled-back',
  'given-back',
];

const someAddress = {
  prefixLength: 24,
  gateway: '10.0.0.1',
  dnsServers: [],
  domain: 'dev.acme.example',
  key: 'key',
};

/** One thing that happens to the ledger. */
type Step =
  | {
      do: 'open';
      name: string;
      environment: string;
      owner: string;
      by: string;
      isForOwner: boolean;
    }
  | { do: 'transition'; of: number; event: TransitionEvent }
  | { do: 'obstruct'; of: number; obstacle: 'netbox' | 'forge' | null }
  | { do: 'address'; of: number; address: string };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('open' as const),
      name: fc.constantFrom(...names),
      environment: fc.constantFrom(...environments),
      owner: fc.constantFrom(...owners),
      by: fc.constantFrom(...people),
      isForOwner: fc.boolean(),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('transition' as const),
      of: fc.nat(9),
      event: fc.constantFrom(...events),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('obstruct' as const),
      of: fc.nat(9),
      obstacle: fc.constantFrom('netbox' as const, 'forge' as const, null),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('address' as const),
      of: fc.nat(9),
      address: fc.constantFrom('10.0.0.5', '10.0.1.5'),
    }),
  },
);

const criteria: fc.Arbitrary<PermissionCriteria<VmRequestFilter>> = fc.letrec<{
  all: PermissionCriteria<VmRequestFilter>;
  leaf: PermissionCriteria<VmRequestFilter>;
}>(tie => ({
  leaf: fc.oneof(
    ...(
      [
        ['owner', owners],
        ['requestedBy', people],
        ['environment', environments],
      ] as const
    ).map(([field, values]) =>
      fc.record({
        field: fc.constant(field),
        values: fc.subarray([...values]),
      }),
    ),
  ),
  all: fc.oneof(
    { depthSize: 'small' },
    tie('leaf'),
    fc.record({
      anyOf: fc.array(tie('all'), { minLength: 1, maxLength: 2 }),
    }) as fc.Arbitrary<PermissionCriteria<VmRequestFilter>>,
    fc.record({
      allOf: fc.array(tie('all'), { minLength: 1, maxLength: 2 }),
    }) as fc.Arbitrary<PermissionCriteria<VmRequestFilter>>,
    fc.record({ not: tie('all') }),
  ),
})).all;

const some = <T>(values: readonly T[]) =>
  fc.option(fc.subarray([...values], { minLength: 1 }), { nil: undefined });

const listQuery: fc.Arbitrary<Omit<RequestListQuery, 'limit' | 'after'>> =
  fc.record({
    state: some(requestStates),
    waitsFor: some([...waitsForKinds, 'nothing' as const]),
    decider: some([approvers, ...owners]),
    environment: some(environments),
    owner: some(owners),
    requestedBy: some(people),
    requestedFor: some(owners),
    notRequestedFor: some(owners),
    notRequestedBy: fc.option(fc.constantFrom(...people), { nil: undefined }),
    search: fc.option(
      fc.constantFrom('web', '01', 'team-a', '10.0.0', 'dev.acme', 'b0'),
      { nil: undefined },
    ),
    filter: fc.option(criteria, { nil: undefined }),
  });

function permits(
  request: StoredRequest,
  filter: PermissionCriteria<VmRequestFilter>,
): boolean {
  if ('anyOf' in filter) {
    return filter.anyOf.some(part => permits(request, part));
  }
  if ('allOf' in filter) {
    return filter.allOf.every(part => permits(request, part));
  }
  return 'not' in filter
    ? !permits(request, filter.not)
    : filter.values.includes(request[filter.field]);
}

function countBy<K extends string>(keys: (K | undefined)[]) {
  const counts: Partial<Record<K, number>> = {};
  for (const key of keys) {
    if (key !== undefined) {
      counts[key] = (counts[key] ?? 0) + 1;
    }
  }
  return counts;
}

function waitOf(request: StoredRequest) {
  return waitsFor({
    state: request.state,
    phase: request.phase,
    needsApproval: request.approvers.length > 0,
    obstacle: request.obstruction?.obstacle,
  });
}

/** What a list says when each request is looked at. */
function listNaively(
  all: StoredRequest[],
  query: Omit<RequestListQuery, 'limit' | 'after'>,
) {
  const has = <T>(values: readonly T[] | undefined, value: T) =>
    !values || values.includes(value);
  const term = searchTermOf(query.search ?? '');
  const counted = all.filter(
    request =>
      (!query.decider ||
        (['planned', 'changes-requested'].includes(request.state) &&
          query.decider.some(each => request.approvers.includes(each)))) &&
      has(query.environment, request.environment) &&
      has(query.owner, request.owner) &&
      has(query.requestedBy, request.requestedBy) &&
      (!query.requestedFor ||
        query.requestedFor.includes(request.requestedFor!)) &&
      !query.notRequestedFor?.includes(request.requestedFor!) &&
      request.requestedBy !== query.notRequestedBy &&
      (!query.filter || permits(request, query.filter)) &&
      (!term ||
        isFoundBy({ ...request, address: request.address?.address }, term)),
  );
  const listed = counted.filter(
    request =>
      has(query.state, request.state) &&
      has(query.waitsFor, waitOf(request) ?? 'nothing'),
  );
  return {
    ids: listed
      .map(({ id }) => id)
      .sort()
      .reverse(),
    total: listed.length,
    byState: countBy(counted.map(({ state }) => state)),
    byWait: countBy(counted.map(waitOf)),
  };
}

/** Settings in which an owner may have as many machines as there are names. */
function withoutLimit() {
  const { policy } = settings;
  const { development } = policy.environments;
  return {
    policy: {
      ...policy,
      environments: {
        ...policy.environments,
        development: {
          ...development,
          limits: { ...development.limits, machinesPerOwner: undefined },
        },
      },
    },
  };
}

describe.each(databases.eachSupportedId())('listRequests, %p', id => {
  let client: Knex;
  let world: World;

  beforeAll(async () => {
    client = await databases.init(id);
    await migrate({}, client);
  });

  beforeEach(async () => {
    await emptyDatabase(client);
    world = new World(client, { settings: withoutLimit() });
    for (const person of people) {
      world.peers.ownership.set(person, [...owners, payments]);
    }
  });

  async function allRequests(): Promise<StoredRequest[]> {
    const ids = await client('requests').orderBy('id').pluck<string[]>('id');
    return Promise.all(ids.map(each => world.truth.store.get(each)));
  }

  async function take(next: Step, number: number): Promise<void> {
    const { store } = world.truth;
    if (next.do === 'open') {
      const { name, environment, owner, by, isForOwner } = next;
      world.advance(1000);
      await openRequest(world.truth, {
        spec: machineSpec({ name, environment, owner }),
        requestedBy: by,
        requestedFor: isForOwner ? owner : undefined,
        task: `task-${number}`,
      }).catch((error: Error) => {
        if (!/is taken|at most|already has/.test(error.message)) {
          throw error;
        }
      });
      return;
    }
    const all = await allRequests();
    const request = all[next.of % Math.max(1, all.length)];
    if (!request) {
      return;
    }
    if (next.do === 'transition') {
      const actors: TransitionActor[] = [
        { role: 'ledger' },
        { role: 'task' },
        { role: 'policy' },
        { role: 'person', ref: 'user:default/priya', approver: true },
      ];
      const actor = actors.find(each =>
        canTransition(request, next.event, each),
      );
      if (actor) {
        await store.transition(request, {
          event: next.event,
          actor,
          by: 'test',
          ...(next.event === 'claim' && { task: `apply-${number}` }),
          ...(next.event === 'complete' && {
            patch: { machine: { source: 'lab', id: `vm-${request.id}` } },
          }),
        });
      }
    } else if (next.do === 'obstruct') {
      await store.postpone(request, {
        setbacks: 1,
        obstruction: next.obstacle && {
          obstacle: next.obstacle,
          since: request.createdAt,
          why: 'It does not answer.',
          told: false,
        },
      });
    } else {
      await store.record(request, {
        type: 'addressed',
        by: 'test',
        patch: { address: { ...someAddress, address: next.address } },
      });
    }
  }

  async function readAll(
    query: Omit<RequestListQuery, 'limit' | 'after'>,
    limit: number,
  ) {
    const items: ListedRequest[] = [];
    let after: string | undefined;
    for (;;) {
      const page = await world.truth.store.list({ ...query, limit, after });
      items.push(...page.items);
      expect(page.items.length).toBeLessThanOrEqual(limit);
      if (page.last === undefined) {
        const { items: _, last, ...numbers } = page;
        return { ids: items.map(each => each.id), ...numbers };
      }
      after = page.last;
    }
  }

  it('lists and counts what a look at each request does, whatever happened', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 4, maxLength: 24 }),
        fc.array(listQuery, { minLength: 12, maxLength: 12 }),
        fc.integer({ min: 1, max: 4 }),
        async (steps, queries, limit) => {
          await emptyDatabase(client);
          for (const [number, next] of steps.entries()) {
            await take(next, number);
          }
          const all = await allRequests();
          for (const query of [{}, ...queries]) {
            expect(await readAll(query, limit)).toEqual(
              listNaively(all, query),
            );
          }
          expect(
            await client('request_counts').where('count', '<=', 0),
          ).toEqual([]);
        },
      ),
      { numRuns: id === 'SQLITE_3' ? 30 : 10 },
    );
  });

  it('counts exactly what many write at once', async () => {
    await Promise.all(
      Array.from({ length: 12 }, async (_, index) => {
        const { request } = await openRequest(world.truth, {
          spec: machineSpec({ name: `m-${index}`, environment: 'sandbox' }),
          requestedBy: people[index % 2],
          task: `t${index}`,
        });
        if (index % 3 === 0) {
          await world.truth.store.transition(
            await world.truth.store.get(request),
            {
              event: 'cancel',
              actor: { role: 'person', ref: people[0], approver: false },
              by: people[0],
            },
          );
        }
      }),
    );
    expect(await readAll({}, 50)).toMatchObject({
      total: 12,
      byState: { open: 8, undoing: 4 },
    });
  });

  // The second may be an id, too; others have what patterns are made of, and letters that only some
  // databases fold.
  it.each([
    ['web', 'web'],
    ['0123456789', '0123456789'],
    ['a_b%c\\d', 'A_B%C\\D'],
    ['kiosk', '\u212aiosk'],
    ['größe', 'GRÖSSE größe'],
  ])(
    'counts no more than some where a search finds very many, and lists all of them: %s',
    async (search, word) => {
      for (let index = 0; index < 60; index += 1) {
        world.advance(1000);
        await openRequest(world.truth, {
          spec: machineSpec({
            name: `m-${index}`,
            environment: 'sandbox',
            purpose: `${word} ${word}1 ${word}2 ${word}3`,
          }),
          requestedBy: people[index % 2],
          task: `t${index}`,
        });
      }
      const { ids, total, atLeast } = await readAll({ search }, 7);
      expect(atLeast).toBe(true);
      expect(total).toBeLessThanOrEqual(60);
      // Counted are those found among the newest eight pages.
      expect(total).toBeGreaterThanOrEqual(50);
      expect(ids).toHaveLength(60);
      expect(
        await readAll({ search, requestedBy: [people[0]] }, 7),
      ).toMatchObject({ ids: { length: 30 } });

      // That very many were found is remembered; what is answered is right all the same.
      await emptyDatabase(client);
      for (const name of ['one', 'other']) {
        await openRequest(world.truth, {
          spec: machineSpec({ name, environment: 'sandbox', purpose: word }),
          requestedBy: people[0],
          task: name,
        });
      }
      expect(await readAll({ search }, 7)).toMatchObject({
        ids: { length: 2 },
        total: 2,
      });
    },
  );
});
