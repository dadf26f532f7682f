import request from 'supertest';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  ConditionalPolicyDecision,
  DefinitivePolicyDecision,
} from '@backstage/plugin-permission-common';
import { anna, approvers, machineSpec, priya } from '../__testUtils__/company';
import { startRouter } from '../__testUtils__/startRouter';
import { useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';
import { decide } from '../ledger/decide';

describe('requests over HTTP', () => {
  const database = useDatabase();
  let world: World;
  let stop: (() => Promise<void>) | undefined;

  beforeEach(async () => {
    world = new World(database());
    for (const [index, name] of ['web01', 'db01', 'app01'].entries()) {
      await world.prepare(
        world.peers.addTask(`prepare-${index}`),
        machineSpec({ name, purpose: `For ${name}_100%` }),
      );
      world.advance(1000);
    }
  });

  afterEach(() => stop?.());

  async function getter(
    options: Parameters<typeof startRouter>[1] = {},
    user = anna,
  ) {
    const started = await startRouter(world, options);
    stop = started.stop;
    return async (path: string) =>
      request(started.server)
        .get(`/api/vm-requests/v1${path}`)
        .set('authorization', mockCredentials.user.header(user));
  }

  const names = (body: { items: { name: string }[] }) =>
    body.items.map(({ name }) => name);

  it('lists newest first, by pages, with numbers by state', async () => {
    const get = await getter();
    const first = (await get('/requests?limit=2')).body;
    expect(names(first)).toEqual(['app01', 'db01']);
    expect(first).toMatchObject({ total: 3, byState: { planned: 3 } });
    expect(first.items[0]).toMatchObject({
      fqdn: 'app01.dev.acme.example',
      cluster: 'fra1-dev-01',
      address: '10.20.210.17',
    });
    const rest = (await get(`/requests?limit=2&cursor=${first.nextCursor}`))
      .body;
    expect(names(rest)).toEqual(['web01']);
    expect(rest.nextCursor).toBeUndefined();
  });

  it('sends nothing again that has not changed', async () => {
    const { server, stop: end } = await startRouter(world);
    stop = end;
    const ask = (path: string, etag?: string) => {
      const asked = request(server)
        .get(`/api/vm-requests/v1${path}`)
        .set('authorization', mockCredentials.user.header(anna));
      // As fetch does it with a condition of the caller's own.
      return etag
        ? asked.set('if-none-match', etag).set('cache-control', 'no-cache')
        : asked;
    };
    const { id } = (await world.request())!;
    const paths = ['/requests', `/requests/${id}`, `/requests/${id}/events`];
    const etags = new Map<string, string>();
    for (const path of paths) {
      const { headers } = await ask(path);
      expect(headers['cache-control']).toBe('private, no-cache');
      etags.set(path, headers.etag);
      const again = await ask(path, headers.etag);
      expect([again.status, again.text]).toEqual([304, '']);
    }
    world.advance(1_000);
    await decide(
      world.truth,
      id,
      { ref: priya, ownership: [approvers] },
      { what: 'reject', reason: 'Too big' },
    );
    for (const path of paths) {
      expect((await ask(path, etags.get(path))).status).toBe(200);
    }
  });

  it('filters and searches, and takes no sign for a wildcard', async () => {
    const get = await getter();
    expect(names((await get('/requests?search=DB0')).body)).toEqual(['db01']);
    expect(names((await get('/requests?search=01_100%25')).body)).toHaveLength(
      3,
    );
    expect(names((await get('/requests?search=web01_1')).body)).toEqual([
      'web01',
    ]);
    expect(names((await get('/requests?search=eb01')).body)).toEqual([]);
    expect(names((await get('/requests?search=w_b')).body)).toEqual([]);
    expect(names((await get('/requests?task=prepare-1')).body)).toEqual([
      'db01',
    ]);
    expect(
      names((await get('/requests?state=done&state=failed')).body),
    ).toEqual([]);
    expect((await get('/requests?state=nonsense')).status).toBe(400);
  });

  it('lists machines by pages, of an owner or an environment', async () => {
    for (const name of ['s1', 's2', 's3']) {
      await world.prepare(
        world.peers.addTask(`machine-${name}`),
        machineSpec({ name, environment: 'sandbox' }),
      );
    }
    await world.settle(1);
    const get = await getter();
    const first = (await get('/machines?environment=sandbox&limit=2')).body;
    expect(names(first)).toEqual(['s1', 's2']);
    const path = `/machines?limit=2&cursor=${first.nextCursor}`;
    const rest = (await get(path)).body;
    expect(names(rest)).toEqual(['s3']);
    expect(rest.nextCursor).toBeUndefined();
    expect(
      names((await get('/machines?environment=development')).body),
    ).toEqual([]);
    expect((await get('/machines?limit=501')).status).toBe(400);
  });

  it("names a request's stack as people call it, as long as there is one", async () => {
    const { settings } = world.truth;
    const { stacks } = settings;
    const { id, stack } = (await world.request())!;
    const get = await getter();
    const titleOf = async (title?: string) => {
      settings.stacks = { [stack]: { ...stacks[stack], title } };
      return (await get(`/requests/${id}`)).body.stackTitle;
    };

    expect(await titleOf('Platform')).toBe('Platform');
    expect(await titleOf()).toBeUndefined();
    settings.stacks = {};
    expect((await get(`/requests/${id}`)).body).toMatchObject({ stack });
  });

  it('shows a person what waits for it', async () => {
    const get = await getter({}, priya);
    expect(names((await get('/requests?mine=decide')).body)).toHaveLength(3);
    expect(names((await get('/requests?mine=requested')).body)).toEqual([]);
    await stop?.();
    const getAsAnna = await getter();
    expect(names((await getAsAnna('/requests?mine=decide')).body)).toEqual([]);
    expect(names((await getAsAnna('/requests?mine=owned')).body)).toHaveLength(
      3,
    );
  });

  it('shows whom a request is for, who does not decide on it, what others made for them', async () => {
    const olga = 'user:default/olga.berg';
    const search = 'group:default/team-search';
    world.peers.ownership.set(olga, [search, approvers]);
    world.peers.ownership.set(anna, [search]);
    await world.prepare(
      world.peers.addTask('made-for'),
      machineSpec({ name: 'for01', owner: search }),
      { requestedFor: search },
    );
    const get = await getter({}, olga);
    const made = (await get('/requests?mine=for-me')).body;
    expect(names(made)).toEqual(['for01']);
    expect(made.items[0]).toMatchObject({ requestedFor: search });
    expect(names((await get(`/requests?requestedFor=${search}`)).body)).toEqual(
      ['for01'],
    );
    expect(names((await get('/requests?mine=decide')).body)).not.toContain(
      'for01',
    );
  });

  it('shows who has to accept a transfer what waits for that, and approvers no more', async () => {
    const search = 'group:default/team-search';
    const sam = 'user:default/sam.ito';
    world.peers.ownership.set(sam, [search]);
    await world.prepare(
      world.peers.addTask('made'),
      machineSpec({ name: 'moved', environment: 'sandbox' }),
    );
    await world.settle(1);
    const made = (await world.request())!;
    await world.operate(world.peers.addTask('transfer-1'), made, {
      operation: 'transfer',
      input: { owner: search },
    });
    const get = await getter({}, sam);
    const waiting = (await get('/requests?mine=decide')).body;
    expect(names(waiting)).toEqual(['moved']);
    expect(waiting).toMatchObject({ total: 1, byState: { planned: 1 } });
    expect(names((await get('/requests?mine=decide&search=web')).body)).toEqual(
      [],
    );
    await stop?.();
    const getAsPriya = await getter({}, priya);
    expect(
      names((await getAsPriya('/requests?mine=decide')).body),
    ).not.toContain('moved');
  });

  it('filters by what is waited for, and counts it', async () => {
    const get = await getter();
    const { id } = (await world.request())!;
    const { body } = await get('/requests?waitsFor=approval');
    expect(names(body)).toEqual(['app01', 'db01', 'web01']);
    expect(body).toMatchObject({ total: 3, byWait: { approval: 3 } });
    expect(body.items[0]).toMatchObject({
      id,
      wait: { for: 'approval', since: expect.any(String) },
    });
    const nothing = (await get('/requests?waitsFor=nothing')).body;
    expect(nothing).toMatchObject({
      items: [],
      total: 0,
      byState: { planned: 3 },
      byWait: { approval: 3 },
    });
    expect((await get('/requests?waitsFor=nonsense')).status).toBe(400);
  });

  it('says of one that is held in a list what its page says', async () => {
    await world.prepare(
      world.peers.addTask('prepare-shop'),
      machineSpec({ name: 'shop01', environment: 'sandbox' }),
    );
    await world.settle(0.5);
    const made = (await world.request())!;
    world.peers.atlantisDies = 'before-it-begins';
    await world.operate(world.peers.addTask('resize-shop'), made, {
      operation: 'resize',
      input: { cpus: 4 },
    });
    await world.settle(0.5);
    const { id } = (await world.request())!;
    const get = await getter();
    const { wait } = (await get(`/requests/${id}`)).body;
    expect(wait.why).toMatch(/^Nothing of it is applied/);
    const { items } = (await get('/requests?waitsFor=person')).body;
    expect(items).toMatchObject([{ id, wait }]);
  });

  it("filters what waits for a person's decision by state, too", async () => {
    const get = await getter({}, priya);
    const toDecide = '/requests?mine=decide';
    expect(names((await get(`${toDecide}&state=done`)).body)).toEqual([]);
    expect(names((await get(`${toDecide}&state=planned`)).body)).toHaveLength(
      3,
    );
    expect((await get(`${toDecide}&state=done`)).body.byState).toEqual({
      planned: 3,
    });
  });

  it("keeps a peer's own words from whoever may not test the peers", async () => {
    await world.truth.store.transition((await world.request())!, {
      event: 'cancel',
      actor: { role: 'person', ref: anna, approver: false },
      by: anna,
      detail: { cause: 'token abc is refused', task: 't1' },
    });
    const undoing = (await world.request())!;
    await world.truth.store.postpone(undoing, {
      wakeAt: '2026-11-21T13:00:00.000Z',
      setbacks: 1,
      obstruction: {
        obstacle: 'netbox',
        since: '2026-11-21T12:00:00.000Z',
        why: 'NetBox does not answer as it should.',
        cause: 'connect ECONNREFUSED 10.0.0.5:8000',
        told: true,
      },
    });
    const [step] = await world.truth.effects.list(undoing.id);
    await world.truth.effects.explain(step, 'connect ECONNREFUSED 10.0.0.5');

    const admin = await getter();
    const seen = (await admin(`/requests/${undoing.id}`)).body;
    expect(seen.cause).toContain('ECONNREFUSED');
    expect(seen.giveBack[0].detail).toContain('ECONNREFUSED');
    await stop?.();

    const permissions = mockServices.permissions.mock({
      authorize: async queries =>
        queries.map(({ permission }) => ({
          result:
            permission.name === 'vm-requests.peer.test'
              ? AuthorizeResult.DENY
              : AuthorizeResult.ALLOW,
        })),
      authorizeConditional: async queries =>
        queries.map(
          (): DefinitivePolicyDecision => ({ result: AuthorizeResult.ALLOW }),
        ),
    });
    const developer = await getter({ features: [permissions.factory] });
    const answer = await developer(`/requests/${undoing.id}`);
    const events = await developer(`/requests/${undoing.id}/events`);
    expect(answer.body.wait).toMatchObject({
      for: 'netbox',
      why: 'NetBox does not answer as it should. The platform team has been told.',
    });
    expect(answer.body.giveBack[0].detail).toBe(answer.body.wait.why);
    expect(answer.text).not.toContain('ECONNREFUSED');
    expect(events.text).not.toContain('token abc');
    expect(events.text).toContain('t1');
  });

  it('shows only what permissions let', async () => {
    const permissions = mockServices.permissions.mock({
      authorizeConditional: async queries =>
        queries.map(
          (): ConditionalPolicyDecision => ({
            result: AuthorizeResult.CONDITIONAL,
            pluginId: 'vm-requests',
            resourceType: 'vm-request',
            conditions: {
              not: {
                rule: 'IS_REQUESTER',
                resourceType: 'vm-request',
                params: { users: [anna] },
              },
            },
          }),
        ),
    });
    const get = await getter({ features: [permissions.factory] });
    expect((await get('/requests')).body).toMatchObject({
      items: [],
      total: 0,
      byState: {},
    });
    const { id } = (await world.request())!;
    expect((await get(`/requests/${id}`)).status).toBe(403);
    expect((await get(`/requests/${id}/events`)).status).toBe(403);
    expect((await get(`/requests/${id}/log?of=plan`)).status).toBe(403);
    expect((await get('/machines')).body).toEqual({ items: [] });
  });

  it('does not tell who may see none which requests and machines there are', async () => {
    const permissions = mockServices.permissions.mock({
      authorizeConditional: async queries =>
        queries.map(() => ({ result: AuthorizeResult.DENY })),
    });
    const get = await getter({ features: [permissions.factory] });
    const { id, machineId } = (await world.request())!;
    const none = '01JD0ABCDE000000000000000A';
    for (const path of [
      `/requests/${id}`,
      `/requests/${none}`,
      `/machines/${machineId}`,
      `/machines/${none}`,
    ]) {
      expect((await get(path)).status).toBe(403);
    }
  });

  it('answers the form of a request: all of it to who filled it in, what the spec has to others', async () => {
    const { id } = (await world.request())!;
    world.peers.startedTasks.find(task => task.id === 'prepare-2')!.form = {
      template: 'template:default/rhel9-vm',
      user: anna,
      values: { name: 'app01', costCenter: '4711' },
    };
    const get = await getter();
    expect((await get(`/requests/${id}/form`)).body).toEqual({
      template: 'template:default/rhel9-vm',
      values: { name: 'app01', costCenter: '4711' },
    });
    await stop?.();
    const { body } = await (await getter({}, priya))(`/requests/${id}/form`);
    const { blueprint, extraDisks, source, datacenter, ...spec } = machineSpec({
      name: 'app01',
      purpose: 'For app01_100%',
    });
    expect(body).toEqual({
      template: 'template:default/rhel9-vm',
      values: { ...spec, place: { source, datacenter } },
    });
  });

  it('answers the form of one of a batch, whose task no person started, and says where it is not known', async () => {
    const { batch } = await world.askForSeveral(
      { count: 1, pattern: '{app}-{seq}' },
      { name: 'one', environment: 'sandbox' },
    );
    await world.settle();
    const [{ request: made }] = await world.truth.batches.listItems(batch);
    const get = await getter();
    expect((await get(`/requests/${made!.id}/form`)).body).toMatchObject({
      template: 'template:default/rhel9-vm',
      values: { name: 'one-1', place: { source: 'lab' } },
    });
    const { items } = await world.truth.store.list({ limit: 10 });
    const known = items.find(({ name }) => name === 'web01')!;
    expect((await get(`/requests/${known.id}/form`)).status).toBe(404);
  });

  it('answers history, and the log of a plan that has ended', async () => {
    const get = await getter();
    const { id } = (await world.request())!;
    const { body } = await get(`/requests/${id}/events`);
    expect(body.items.map(({ type }: { type: string }) => type)).toEqual([
      'opened',
      'placed',
      'proposed',
      'planned',
    ]);
    const log = await get(`/requests/${id}/log?of=plan`);
    expect(log.headers['content-type']).toBe('text/event-stream');
    expect(log.text).toBe(
      'event: line\ndata: Plan: create\n\nevent: end\ndata: \n\n',
    );
    expect((await get(`/requests/${id}/log?of=all`)).status).toBe(400);
  });

  it('says whether a name can be had', async () => {
    const get = await getter();
    const { id } = (await world.request())!;
    expect((await get('/names/app01?environment=development')).body).toEqual({
      name: 'app01',
      fqdn: 'app01.dev.acme.example',
      available: false,
      reason: `The name app01 is taken by request ${id}.`,
      takenBy: { request: id },
    });
    expect(
      (await get('/names/new01?environment=development')).body,
    ).toMatchObject({ available: true });
    expect(
      (await get('/names/New_01?environment=development')).body,
    ).toMatchObject({ available: false, reason: expect.any(String) });
    expect((await get('/names/new01?environment=nowhere')).status).toBe(400);
  });

  it('answers the policy, and the blueprints with the provider of their machines', async () => {
    const get = await getter();
    expect((await get('/policy')).body).toMatchObject({
      environments: {
        development: { title: 'Development' },
        sandbox: { title: 'Sandbox' },
      },
      blueprints: {
        'rhel9-vm': {
          title: 'RHEL 9',
          providerVersion: expect.stringMatching(/^\d+\.\d+\.\d+$/),
        },
      },
      platformTeam: ['group:default/platform-team'],
    });
  });
});
