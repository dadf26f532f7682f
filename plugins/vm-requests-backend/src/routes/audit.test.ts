import { recordingLogger } from '@backlot/backend-common/testUtils';
import { auditorServiceFactory } from '@backstage/backend-defaults/auditor';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import request from 'supertest';
import { anna, machineSpec, priya } from '../__testUtils__/company';
import { routeTable } from '../__testUtils__/routeTable';
import { startRouter } from '../__testUtils__/startRouter';
import { useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';

const headers = {
  user: mockCredentials.user.header(priya),
  service: mockCredentials.service.header(),
};

/** Routes that change nothing but what the caller sees. */
const reads = [
  'GET /v1/openapi.json',
  'GET /v1/requests',
  'GET /v1/requests/:id',
  'GET /v1/requests/:id/form',
  'GET /v1/requests/:id/events',
  'GET /v1/requests/:id/log',
  'GET /v1/requests/:id/changes',
  'GET /v1/machines',
  'GET /v1/machines/:machine',
  'POST /v1/machines/:machine/operations/:kind/preview',
  'GET /v1/unrequested-machines',
  'GET /v1/machine-rules',
  'GET /v1/peers',
  'GET /v1/policy',
  'GET /v1/names',
  'GET /v1/names/:name',
  'GET /v1/batches',
  'GET /v1/batches/:batch',
  'POST /v1/previews',
  'POST /v1/adoptions/preview',
];

describe('what Backstage’s auditor logs by default', () => {
  const database = useDatabase();
  let stop: (() => Promise<void>) | undefined;

  afterEach(() => stop?.());

  async function start(options: Parameters<typeof startRouter>[1] = {}) {
    const world = new World(database());
    await world.prepare(world.peers.addTask('prepare-1'));
    const { feature, lines } = recordingLogger();
    const started = await startRouter(world, {
      ...options,
      features: [feature, auditorServiceFactory, ...(options.features ?? [])],
    });
    stop = started.stop;
    const { id, plan } = (await world.request())!;
    const send = (
      method: 'get' | 'post',
      path: string,
      caller: 'user' | 'service',
      body?: object,
    ) =>
      request(started.server)
        [method](`/api/vm-requests${path}`)
        .set('authorization', headers[caller])
        .send(body);
    const events = () =>
      lines
        .filter(({ isAuditEvent }) => isAuditEvent)
        .map(({ message, status, actor }) => [
          message,
          status,
          (actor as { actorId: string }).actorId,
        ]);
    return { id, plan: plan!, send, lines, events };
  }

  const table = routeTable('01JD0000000000000000000000');

  it.each(table.filter(({ route }) => !reads.includes(route)))(
    'is who was refused at $route',
    async ({ route, caller, params = {}, body }) => {
      const denied: { result: AuthorizeResult.DENY } = {
        result: AuthorizeResult.DENY,
      };
      const { send, events } = await start({
        features: [
          mockServices.permissions.mock({
            authorize: async queries => queries.map(() => denied),
            authorizeConditional: async queries => queries.map(() => denied),
          }).factory,
        ],
      });
      const [method, path] = route.split(' ');
      const url = path.replace(/:(\w+)/g, (_, name) => params[name]);
      const verb = method === 'GET' ? 'get' : 'post';
      expect((await send(verb, url, caller, body)).status).toBe(403);
      const subject = caller === 'user' ? priya : 'external:test-service';
      const event = expect.stringMatching(/^vm-requests\.[a-z-]+$/);
      expect(events()).toEqual([
        [event, 'initiated', subject],
        [event, 'failed', subject],
      ]);
    },
  );

  it('is a person who tries a service’s step, and a service that tries a person’s decision', async () => {
    const { send, events, id } = await start();
    await send('post', '/v1/steps/claim', 'user', { request: id, task: 't' });
    await send('get', '/v1/gate', 'user');
    await send('post', `/v1/requests/${id}/cancel`, 'service', {});
    expect(events().filter(([, status]) => status === 'failed')).toEqual([
      ['vm-requests.request-step', 'failed', priya],
      ['vm-requests.gate-ask', 'failed', priya],
      ['vm-requests.request-steer', 'failed', 'external:test-service'],
    ]);
  });

  it('is a test that found something wrong', async () => {
    const { send, lines } = await start({
      peerTests: {
        netbox: async () => [{ name: 'reach', ok: false, detail: 'No' }],
        forge: async () => {
          throw new Error('It broke off');
        },
      },
    });
    await send('get', '/v1/peers/netbox/test', 'user');
    await send('get', '/v1/peers/forge/test', 'user');
    expect(
      lines
        .filter(({ status }) => status === 'succeeded' || status === 'failed')
        .map(({ message, status, meta }) => [message, status, meta]),
    ).toEqual([
      [
        'vm-requests.peer-test',
        'succeeded',
        { peer: 'netbox', name: 'default', ok: false },
      ],
      ['vm-requests.peer-test', 'failed', { peer: 'forge', name: 'default' }],
    ]);
  });

  it('is each decision and each step, by ids and without what people typed', async () => {
    const { send, lines, events, plan, id } = await start();
    const typed = 'what-a-person-typed';
    const opened = await send('post', '/v1/steps/open', 'service', {
      spec: machineSpec({ name: 'db01', purpose: typed }),
      requestedBy: anna,
      task: 't2',
    });
    expect(opened.status).toBe(200);
    const approved = await send('post', `/v1/requests/${id}/approve`, 'user', {
      digest: plan.digest,
      reason: typed,
    });
    expect(approved.status).toBe(200);
    const cancelled = await send(
      'post',
      `/v1/requests/${opened.body.request}/cancel`,
      'user',
      { reason: typed },
    );
    expect(cancelled.status).toBe(200);

    expect(events().map(([event, status]) => [event, status])).toEqual(
      ['request-step', 'request-decide', 'request-steer'].flatMap(event => [
        [`vm-requests.${event}`, 'initiated'],
        [`vm-requests.${event}`, 'succeeded'],
      ]),
    );
    expect(JSON.stringify(lines)).toContain(id);
    expect(JSON.stringify(lines)).not.toContain(typed);
  });
});
