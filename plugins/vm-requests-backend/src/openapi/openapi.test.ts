import { once } from 'node:events';
import { get, IncomingMessage } from 'node:http';
import { ExtendedHttpServer } from '@backstage/backend-defaults/rootHttpRouter';
import { mockCredentials } from '@backstage/backend-test-utils';
import { OpenApiValidator, routesOf } from '@backlot/backend-common/testUtils';
import request from 'supertest';
import { anna, machineSpec, payments, priya } from '../__testUtils__/company';
import { standingMachine } from '../__testUtils__/standingMachine';
import { routeTable } from '../__testUtils__/routeTable';
import { startRouter } from '../__testUtils__/startRouter';
import { useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';
import { listDueJobs } from '../recovery/RecoveryLoop';
import { createRouter } from '../routes/createRouter';
import { RouterOptions } from '../routes/RouterOptions';
import { EventStreams } from '../streams/EventStreams';
import { createOpenApiDocument } from './createOpenApiDocument';

jest.setTimeout(60_000);

const document = createOpenApiDocument();
const validator = new OpenApiValidator(document);
const streams = [
  'GET /v1/requests/:id/log',
  'GET /v1/requests/:id/changes',
] as const;

const placement = {
  source: 'lab',
  datacenter: { id: 'datacenter-3', name: 'fra1' },
  cluster: { id: 'domain-c7', name: 'fra1-dev-01' },
  resourcePool: { id: 'resgroup-8', name: 'Resources' },
  datastore: { id: 'datastore-9', name: 'fra1-dev-01-ds-1' },
  network: { id: 'network-10', name: 'fra1-dev-app' },
  folder: { id: 'group-v3', path: 'backlot/development' },
  template: { id: 'vm-1', name: 'rhel9-2026.11', uuid: '4210' },
  reasons: [
    { id: 'domain-c7', name: 'fra1-dev-01', fits: true, reason: 'Most room' },
  ],
  ageMs: 10,
};
const address = {
  address: '10.20.210.17',
  prefixLength: 24,
  gateway: '10.20.210.1',
  dnsServers: ['10.20.0.53'],
  domain: 'dev.acme.example',
  url: 'https://netbox.example/ipam/ip-addresses/1/',
};

/** Where a route such as `GET /v1/requests/:id` is in the document. */
function placeOf(route: string): { path: string; method: string } {
  const [method, path] = route.split(' ');
  return {
    path: path.replace(/:(\w+)/g, '{$1}'),
    method: method.toLowerCase(),
  };
}

function operationOf(route: string) {
  const { path, method } = placeOf(route);
  return document.paths[path][method];
}

/** What a route is asked with. */
interface Question {
  as?: string;
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: object;
  etag?: string;
}

describe('the OpenAPI document', () => {
  const database = useDatabase();
  let world: World;
  let server: ExtendedHttpServer;
  let stop: (() => Promise<void>) | undefined;
  let answered: Set<string>;

  beforeEach(() => {
    world = new World(database());
    answered = new Set();
  });

  afterEach(async () => {
    await stop?.();
    stop = undefined;
  });

  async function start(options: Parameters<typeof startRouter>[1] = {}) {
    ({ server, stop } = await startRouter(world, options));
  }

  function urlOf(route: string, params: Record<string, string> = {}): string {
    const [, path] = route.split(' ');
    return `/api/vm-requests${path.replace(
      /:(\w+)/g,
      (_, name) => params[name],
    )}`;
  }

  /** Asks a route, and holds what is sent and answered against the document. */
  async function ask(
    route: string,
    question: Question = {},
  ): Promise<request.Response> {
    const { as = anna, params, query = {}, body, etag } = question;
    const place = placeOf(route);
    const url = urlOf(route, params);
    const answer = await (place.method === 'get'
      ? request(server).get(url)
      : request(server).post(url).send(body)
    )
      .query(query)
      .set({
        authorization:
          as === 'service'
            ? mockCredentials.service.header()
            : mockCredentials.user.header(as),
        ...(etag && { 'if-none-match': etag }),
      });
    const { status } = answer;
    answered.add(`${route} ${status}`);

    const documented = operationOf(route).responses[status];
    expect([route, status, documented]).toEqual([
      route,
      status,
      expect.anything(),
    ]);
    if (!documented.content) {
      expect([route, answer.text]).toEqual([route, '']);
      return answer;
    }
    const { error, response } = answer.body;
    const wrong = validator.problemsOfAnswer({
      ...place,
      status,
      // What else is in an error is up to Backstage.
      body:
        status < 400
          ? answer.body
          : {
              error: { name: error.name, message: error.message },
              response: { statusCode: response.statusCode },
            },
    });
    expect([route, status, wrong]).toEqual([route, status, null]);
    if (body && status < 400) {
      const wrongBody = validator.problems(
        body,
        ...['paths', place.path, place.method, 'requestBody'],
        ...['content', 'application/json', 'schema'],
      );
      expect([route, wrongBody]).toEqual([route, null]);
    }
    return answer;
  }

  /** A step of a template that succeeds. */
  async function step(name: string, body: object) {
    const answer = await ask(`POST /v1/steps/${name}`, { as: 'service', body });
    expect([name, answer.status, answer.body]).toEqual([
      name,
      200,
      expect.anything(),
    ]);
    return answer.body;
  }

  /** What a person does to a request, with success. */
  async function act(what: string, id: string, as: string, body: object) {
    const answer = await ask(`POST /v1/requests/:id/${what}`, {
      as,
      params: { id },
      body,
    });
    expect([what, answer.status, answer.body]).toEqual([
      what,
      200,
      expect.anything(),
    ]);
    return answer.body;
  }

  /** All that is read of a request. */
  async function read(id: string) {
    await ask('GET /v1/requests', { query: { search: id } });
    await ask('GET /v1/requests/:id/events', { params: { id } });
    return (await ask('GET /v1/requests/:id', { params: { id } })).body;
  }

  /** Recovery alone; tasks that it starts are not played. */
  async function recover(): Promise<void> {
    for (const job of await listDueJobs(world.truth)) {
      await job.run();
    }
  }

  /** What is asked and answered of batches; policy approves all of it. */
  async function readBatches(): Promise<void> {
    const several = { count: 2, pattern: '{app}-{seq:02}' };
    await ask('GET /v1/names', {
      query: { ...several, count: '2', app: 'pair', environment: 'sandbox' },
    });
    const { extraDisks, ...spec } = machineSpec({
      name: 'pair',
      environment: 'sandbox',
    });
    world.peers.addTask('pair').form = {
      template: 'template:default/rhel9-vm',
      user: anna,
      values: { ...spec, several },
    };
    world.unplannable.add('pair-02');
    const { batch: pair } = await step('batch', {
      spec,
      several,
      requestedBy: anna,
      task: 'pair',
    });
    await world.settle(1);
    const ofPair = { params: { batch: pair } };
    const { body: failed } = await ask('GET /v1/batches/:batch', ofPair);
    expect(failed).toMatchObject({
      state: 'ended',
      message: expect.stringContaining('pair-02'),
      items: [{ can: [] }, { isWrong: true, can: ['retry'] }],
    });
    world.unplannable.clear();
    await ask('POST /v1/batches/:batch/items/:position/retry', {
      params: { batch: pair, position: '2' },
      body: {},
    });
    await world.settle(1);
    const { body: made, headers } = await ask('GET /v1/batches/:batch', ofPair);
    expect(made.items).toMatchObject([
      { request: { state: 'done' } },
      { request: { state: 'done' } },
    ]);
    await ask('GET /v1/batches/:batch', { ...ofPair, etag: headers.etag });
    const ofFirst = { params: { id: made.items[0].request.id } };
    const form = await ask('GET /v1/requests/:id/form', ofFirst);
    expect(form.body).toMatchObject({ values: { name: 'pair-01' } });
    await ask('GET /v1/requests/:id/form', {
      ...ofFirst,
      etag: form.headers.etag,
    });

    world.peers.applyFailsHalfWay = 1;
    const machines = await Promise.all(
      made.items.map(async (item: { request: { id: string } }) => {
        const machine = await world.truth.store.findMachineOf(item.request.id);
        return { id: machine!.id, values: { cpus: 4 } };
      }),
    );
    const resize = {
      idempotencyKey: 'k1',
      kind: 'resize',
      reason: 'More load',
      inTurn: true,
      machines,
    };
    const { body: inTurn } = await ask('POST /v1/batches', { body: resize });
    const again = await ask('POST /v1/batches', { body: resize });
    expect(again).toMatchObject({ status: 201, body: { id: inTurn.id } });
    await world.settleNow();
    await world.settle(1);
    const ofTurn = { params: { batch: inTurn.id } };
    expect((await ask('GET /v1/batches/:batch', ofTurn)).body).toMatchObject({
      state: 'stopped',
      can: ['resume', 'cancel'],
    });
    await ask('POST /v1/batches/:batch/resume', { ...ofTurn, body: {} });
    await ask('POST /v1/batches/:batch/cancel', { ...ofTurn, body: {} });
    const { body: decided } = await ask('POST /v1/decisions', {
      as: priya,
      body: {
        decision: 'approve',
        requests: [{ id: made.items[0].request.id }, { id: 'none' }],
      },
    });
    expect(decided.items).toMatchObject([
      { decided: false, why: expect.stringContaining('it was approved') },
      { decided: false, why: 'There is no request none.' },
    ]);
    const list = await ask('GET /v1/batches');
    // That of the adoptions is there, too.
    expect(list.body.items).toHaveLength(3);
    await ask('GET /v1/batches', { etag: list.headers.etag });
  }

  it('is served', async () => {
    await start();
    const { status, body } = await ask('GET /v1/openapi.json');

    expect(status).toBe(200);
    expect(body).toEqual(JSON.parse(JSON.stringify(document)));
    expect(body.openapi).toBe('3.1.0');
  });

  it('has each route, and no other', () => {
    const router = createRouter({ ledger: world.truth } as RouterOptions);
    expect(validator.routes.sort()).toEqual(routesOf(router).sort());
  });

  it.each(routeTable())(
    'has the permission and the parameters of $route',
    ({ route, permission, params, query, body }) => {
      const operation = operationOf(route);
      const { security, responses, parameters = [], requestBody } = operation;
      expect(responses).toHaveProperty('403');
      expect(security).toEqual([{ backstage: [permission] }]);
      const named = (where: string) =>
        parameters
          .filter(parameter => parameter.in === where)
          .map(({ name }) => name)
          .sort();
      expect(named('path')).toEqual(Object.keys(params ?? {}).sort());
      expect(named('query')).toEqual(Object.keys(query ?? {}).sort());
      expect(Boolean(requestBody)).toBe(Boolean(body));
    },
  );

  it('names each operation once, and refers to schemas that are there', () => {
    const ids = validator.routes.map(route => operationOf(route).operationId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(validator.missingSchemas).toEqual([]);
  });

  it('describes what is answered on the way from the form to the machine', async () => {
    await start({
      preview: {
        placement,
        address: {
          address: address.address,
          prefixLength: address.prefixLength,
          gateway: address.gateway,
        },
        files: [{ path: 'vms/development/web01/main.tf', content: '' }],
        problems: [],
      },
      peerTests: {
        netbox: async () => [{ name: 'reach', ok: true, detail: 'NetBox 4.4' }],
      },
    });

    await ask('GET /v1/openapi.json');
    await ask('GET /v1/policy');
    await ask('GET /v1/names/:name', {
      params: { name: 'web01' },
      query: { environment: 'development' },
    });
    await ask('POST /v1/previews', {
      body: { templateRef: 'template:default/rhel9-vm', values: { a: [1] } },
    });
    await ask('GET /v1/peers');
    await ask('GET /v1/peers/:peer/test', {
      params: { peer: 'netbox' },
      query: { name: 'default' },
    });

    const { extraDisks, ...spec } = machineSpec();
    await step('check', { spec, requestedBy: anna });
    const opened = await step('open', { spec, requestedBy: anna, task: 't1' });
    const { request: id, attempt, repository } = opened;
    await ask('GET /v1/names/:name', {
      params: { name: 'web01' },
      query: { environment: 'development' },
    });
    const pull = await step('propose', {
      request: id,
      attempt,
      placement,
      address: { ...address, key: opened.allocation.key },
      files: [
        {
          path: `${repository.directory}/vm.auto.tfvars.json`,
          content: JSON.stringify({
            name: 'web01',
            present: true,
            source: 'lab',
            annotation: `request ${id}`,
          }),
        },
      ],
    });
    world.peers.reservations.add(opened.reservation.id);
    world.peers.addressesByKey.set(opened.allocation.key, 'reserved');
    const place = {
      stack: opened.stack.name,
      repository: repository.name,
      baseBranch: repository.baseBranch,
      branch: pull.branch,
      directory: repository.directory,
      pull: pull.number,
    };
    const plan = world.peers.planOf(place);
    await step('submit', { request: id, attempt, plan });
    expect((await read(id)).plan).toEqual(plan);

    await act('request-changes', id, priya, { reason: 'Why so many?' });
    await read(id);
    await act('approve', id, priya, { digest: plan.digest, reason: 'Fine.' });
    await recover();
    const applyTask = () => world.peers.startedTasks.at(-1)!.id;
    await step('claim', { request: id, task: applyTask() });
    await step('fail', { task: applyTask(), message: 'Error: disk full' });
    await recover();
    expect(await read(id)).toMatchObject({
      wait: { for: 'person' },
      retry: { possible: true },
    });
    await act('retry', id, anna, { reason: 'There is room now.' });
    await recover();
    const claimed = await step('claim', { request: id, task: applyTask() });
    await ask('GET /v1/gate', {
      as: 'service',
      query: {
        repository: place.repository,
        pull: String(place.pull),
        directory: place.directory,
        workspace: 'default',
        commit: claimed.approved.commit,
        digest: claimed.approved.digest,
      },
    });
    await world.peers.apply(place);
    await step('complete', {
      request: id,
      attempt: claimed.attempt,
      log: 'Apply complete!',
    });
    await recover();
    expect(await read(id)).toMatchObject({
      state: 'done',
      machine: { source: 'lab' },
      guest: { since: expect.anything() },
    });
    const { body } = await ask('GET /v1/machines');
    expect(body.items).toHaveLength(1);
    await ask('GET /v1/machine-rules', {
      as: 'service',
      query: { source: 'lab', id: body.items[0].providerId },
    });
    const machine = body.items[0].id;
    const shown = await ask('GET /v1/machines/:machine', {
      params: { machine },
    });
    expect(shown.body).toMatchObject({
      isProtected: false,
      mayProtect: true,
      limits: { cpus: expect.any(Number) },
      requests: [{ id, operation: 'Create' }],
      operations: [
        { kind: 'resize' },
        { kind: 'rebuild' },
        { kind: 'upgrade' },
        { kind: 'extend' },
        { kind: 'transfer' },
        { kind: 'decommission' },
      ],
    });
    await ask('GET /v1/machines/:machine', {
      params: { machine },
      etag: shown.headers.etag,
    });
    await ask('POST /v1/machines/:machine/operations/:kind/preview', {
      params: { machine, kind: 'decommission' },
      body: { input: { name: 'web01' } },
    });
    for (const isProtected of [true, false]) {
      const answer = await ask('POST /v1/machines/:machine/protection', {
        params: { machine },
        body: { isProtected, reason: 'Holds the shop' },
      });
      expect(answer.body).toMatchObject({ isProtected });
    }
    const ending = await step('operate', {
      operation: 'decommission',
      machine,
      input: { name: 'web01' },
      reason: 'Replaced by web02',
      requestedBy: anna,
      task: 't2',
    });
    await step('propose', {
      request: ending.request,
      attempt: ending.attempt,
    });
    expect(await read(ending.request)).toMatchObject({
      kind: 'decommission',
      lifecycle: 'retiring',
    });

    for (const [name, what, by] of [
      ['db01', 'cancel', anna],
      ['db02', 'reject', priya],
    ]) {
      await world.prepare(world.peers.addTask(name), machineSpec({ name }));
      const { id: other } = (await world.request())!;
      await act(what, other, by, { reason: 'No longer.' });
      expect((await read(other)).giveBack).not.toHaveLength(0);
      await world.settle(1);
      await read(other);
    }
    await world.prepare(
      world.peers.addTask('later01'),
      machineSpec({ name: 'later01' }),
      { startAt: '2026-11-25T08:00', requestedFor: payments },
    );
    const later = (await world.request())!;
    await act('approve', later.id, priya, { digest: later.plan!.digest });
    await world.settleNow();
    expect(await read(later.id)).toMatchObject({
      requestedFor: payments,
      applyWait: { for: 'start', at: '2026-11-25T08:00:00.000Z' },
      can: ['cancel', 'start'],
    });
    await act('start', later.id, anna, { reason: 'Sooner.' });
    await world.settle(1);

    world.peers.applyFailsHalfWay = 1;
    await world.prepare(
      world.peers.addTask('app01'),
      machineSpec({ name: 'app01' }),
    );
    const app = (await world.request())!;
    await act('approve', app.id, priya, { digest: app.plan!.digest });
    await world.settleNow();
    await read(app.id);
    await act('replan', app.id, anna, { reason: 'Finish it.' });
    await world.settleNow();
    expect(await read(app.id)).toMatchObject({
      state: 'planned',
      replaced: { plan: { digest: app.plan!.digest } },
    });
    await act('reject', app.id, priya, { reason: 'Not so.' });
    await read(app.id);
    await act('roll-back', app.id, anna, { reason: 'Half made.' });
    await read(app.id);

    const standing = standingMachine();
    world.peers.standing.push(standing);
    world.peers.machines.push(standing.machine);
    const adoption = {
      source: 'lab',
      machine: standing.machine.id,
      environment: 'sandbox',
      owner: payments,
    };
    const preview = await ask('POST /v1/adoptions/preview', { body: adoption });
    expect(preview.body).toMatchObject({ problems: [] });
    const unrequested = await ask('GET /v1/unrequested-machines');
    expect(unrequested.body).toEqual({ items: [], stale: [] });
    const { body: batch } = await ask('POST /v1/adoptions', {
      body: {
        blueprint: 'rhel9-vm',
        environment: adoption.environment,
        owner: adoption.owner,
        reason: 'They are ours',
        machines: [{ source: 'lab', machine: standing.machine.id }],
      },
    });
    expect(batch).toMatchObject({ kind: 'adopt', items: [{ name: 'old01' }] });
    await ask('POST /v1/batches/:batch/cancel', {
      params: { batch: batch.id },
      body: {},
    });
    const adopting = await step('adopt', {
      ...adoption,
      reason: 'It is ours',
      requestedBy: anna,
      task: 't3',
    });
    expect(await read(adopting.request)).toMatchObject({ kind: 'adopt' });

    await readBatches();

    const first = await ask('GET /v1/requests', { query: { limit: '1' } });
    expect(first.body.nextCursor).toBeDefined();
    for (const route of [
      'GET /v1/requests',
      'GET /v1/requests/:id',
      'GET /v1/requests/:id/events',
    ]) {
      const { headers } = await ask(route, { params: { id } });
      await ask(route, { params: { id }, etag: headers.etag });
    }

    const documented = validator.routes
      .filter(route => !(streams as readonly string[]).includes(route))
      .flatMap(route =>
        Object.keys(operationOf(route).responses)
          .filter(status => Number(status) < 400)
          .map(status => `${route} ${status}`),
      );
    expect([...answered].sort()).toEqual(documented.sort());
  });

  it('describes what is answered when something is refused', async () => {
    await start();
    await world.prepare(world.peers.addTask('t1'));
    const { id } = (await world.request())!;
    const digest = `sha256:${'0'.repeat(64)}`;
    const refusals: [string, Question, number][] = [
      ['GET /v1/requests', { query: { limit: '0' } }, 400],
      ['GET /v1/requests/:id', { params: { id: 'none' } }, 404],
      ['POST /v1/requests/:id/reject', { as: priya, params: { id } }, 400],
      [
        'POST /v1/requests/:id/approve',
        { as: anna, params: { id }, body: { digest } },
        409,
      ],
      ['POST /v1/requests/:id/retry', { params: { id } }, 409],
      ['POST /v1/requests/:id/start', { params: { id } }, 409],
      ['POST /v1/requests/:id/replan', { params: { id } }, 409],
      ['POST /v1/steps/claim', { as: anna, body: {} }, 403],
      [
        'POST /v1/steps/claim',
        { as: 'service', body: { request: 'none', task: 't2' } },
        404,
      ],
      [
        'POST /v1/steps/propose',
        { as: 'service', body: { files: 'x'.repeat(10 * 1024 ** 2) } },
        413,
      ],
      ['GET /v1/gate', { as: 'service' }, 400],
      ['POST /v1/previews', { body: { templateRef: '', values: {} } }, 400],
      [
        'POST /v1/steps/open',
        {
          as: 'service',
          body: { spec: machineSpec(), requestedBy: anna, task: 't2' },
        },
        409,
      ],
      ['GET /v1/peers/:peer/test', { params: { peer: 'nobody' } }, 400],
    ];
    for (const [route, question, expected] of refusals) {
      const { status } = await ask(route, question);
      expect([route, status]).toEqual([route, expected]);
    }
  });

  it.each(streams)('describes the stream of %s', async route => {
    await start({ streams: new EventStreams({ maxPerPerson: 1 }) });
    await world.prepare(world.peers.addTask('t1'));
    const params = { id: (await world.request())!.id };
    const query = route.endsWith('/log') ? '?of=plan' : '';
    const asked = get({
      host: '127.0.0.1',
      port: server.port(),
      path: `${urlOf(route, params)}${query}`,
      headers: { authorization: mockCredentials.user.header(anna) },
      agent: false,
    });
    const [response] = (await once(asked, 'response')) as [IncomingMessage];
    expect(Object.keys(operationOf(route).responses[200].content!)).toEqual([
      response.headers['content-type'],
    ]);
    response.on('error', () => {});
    asked.destroy();
  });

  it('describes that somebody has too many streams open', async () => {
    await start({ streams: new EventStreams({ maxPerPerson: 0 }) });
    await world.prepare(world.peers.addTask('t1'));
    const params = { id: (await world.request())!.id };
    expect((await ask(streams[1], { params })).status).toBe(429);
  });
});
