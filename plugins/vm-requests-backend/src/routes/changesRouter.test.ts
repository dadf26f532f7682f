import { once } from 'node:events';
import { get, IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceUnavailableError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { anna, approvers, priya } from '../__testUtils__/company';
import { startRouter } from '../__testUtils__/startRouter';
import { useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';
import { decide } from '../ledger/decide';
import { EventStreams } from '../streams/EventStreams';

jest.setTimeout(60_000);

const deadlineMs = 20_000;

async function until(seen: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + deadlineMs;
  while (!(await seen())) {
    if (Date.now() > deadline) {
      throw new Error('It did not come to be in time');
    }
    await sleep(10);
  }
}

/** A stream as a browser reads it. */
interface OpenStream {
  response: IncomingMessage;
  text: () => string;
  leave: () => void;
}

describe('live streams over HTTP', () => {
  const database = useDatabase();
  let world: World;
  let stop: (() => Promise<void>) | undefined;
  let opened: OpenStream[];
  let id: string;

  beforeEach(async () => {
    opened = [];
    world = new World(database());
    await world.prepare(world.peers.addTask('t1'));
    id = (await world.request())!.id;
  });

  afterEach(async () => {
    opened.forEach(({ leave }) => leave());
    await stop?.();
  });

  async function start(options: Parameters<typeof startRouter>[1] = {}) {
    const streams = options.streams ?? new EventStreams({ maxPerPerson: 3 });
    const watch = options.watch ?? world.watch();
    const { server, stop: end } = await startRouter(world, {
      ...options,
      streams,
      watch,
    });
    stop = end;
    const open = async (path: string, user = anna): Promise<OpenStream> => {
      const request = get({
        host: '127.0.0.1',
        port: server.port(),
        path: `/api/vm-requests/v1/requests/${path}`,
        headers: { authorization: mockCredentials.user.header(user) },
        agent: false,
      });
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      let read = '';
      response.setEncoding('utf8');
      response.on('data', chunk => {
        read += chunk;
      });
      response.on('error', () => {});
      const stream = {
        response,
        text: () => read,
        leave: () => request.destroy(),
      };
      opened.push(stream);
      return stream;
    };
    return { open, streams, watch };
  }

  const changesIn = (stream: OpenStream) =>
    stream.text().match(/^event: change$/gm)?.length ?? 0;

  it('tells how a request stands, then each change, and nothing of other requests', async () => {
    const { open, watch } = await start();
    const stream = await open(`${id}/changes`);
    expect(stream.response.headers['content-type']).toBe('text/event-stream');
    await until(() => changesIn(stream) === 1);

    watch.changed('01JOTHER');
    const request = await world.truth.store.get(id);
    await decide(
      world.truth,
      id,
      { ref: priya, ownership: [approvers] },
      { what: 'approve', digest: request.plan!.digest },
    );
    // Nobody in this process says so: it happened in another replica.
    await until(() => changesIn(stream) === 2);
    expect(stream.text()).not.toContain(id);
  });

  it('gives the place back however a stream ends', async () => {
    const { open, streams, watch } = await start();
    for (let round = 0; round < 20; round++) {
      const stream = await open(`${id}/changes`);
      expect(stream.response.statusCode).toBe(200);
      stream.leave();
      await until(() => streams.size === 0);
    }
    const log = await open(`${id}/log?of=plan`);
    await until(() => log.text().endsWith('event: end\ndata: \n\n'));
    await until(() => streams.size === 0 && watch.size === 0);
  });

  it('lets nobody have more than the limit, whichever streams they are', async () => {
    const { open, streams } = await start();
    world.peers.jobs.follow = (_job, { signal }) =>
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(signal.reason)),
      );
    await open(`${id}/changes`);
    await open(`${id}/changes`);
    await open(`${id}/changes`);
    const refused = await open(`${id}/log?of=plan`);
    expect(refused.response.statusCode).toBe(429);
    await until(() =>
      refused.text().includes('vmRequests.streams.maxPerPerson'),
    );
    expect((await open(`${id}/changes`, priya)).response.statusCode).toBe(200);

    opened[0].leave();
    await until(() => streams.size === 3);
    expect((await open(`${id}/changes`)).response.statusCode).toBe(200);
  });

  it('takes no place for who may not see the request', async () => {
    const { open, streams } = await start({
      features: [
        mockServices.permissions.mock({
          authorizeConditional: async queries =>
            queries.map(() => ({ result: AuthorizeResult.DENY })),
        }).factory,
      ],
    });
    expect((await open(`${id}/changes`)).response.statusCode).toBe(403);
    // Nor is such a person told which requests there are.
    expect((await open(`01JNONE/changes`)).response.statusCode).toBe(403);
    expect(streams.size).toBe(0);
  });

  it('ends a stream of what its viewer may not see any more, and says so', async () => {
    let allowed = true;
    const { open, streams } = await start({
      streams: new EventStreams({ maxPerPerson: 3, recheckMs: 50 }),
      features: [
        mockServices.permissions.mock({
          authorizeConditional: async queries =>
            queries.map(() => ({
              result: allowed ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
            })),
        }).factory,
      ],
    });
    const stream = await open(`${id}/changes`);
    await until(() => changesIn(stream) === 1);

    allowed = false;
    await until(() => stream.text().includes('event: error'));

    expect(stream.text()).toContain("'vm-requests.request.read' is denied");
    await until(() => streams.size === 0);
  });

  it('says goodbye at a shutdown, at once, and takes no more', async () => {
    const { open, streams } = await start();
    const stream = await open(`${id}/changes`);
    await until(() => changesIn(stream) === 1);

    const ended = once(stream.response, 'close');
    streams.close();
    await ended;

    expect(stream.text().endsWith('event: goodbye\ndata: \n\n')).toBe(true);
    expect((await open(`${id}/changes`)).response.statusCode).toBe(503);
    expect(() => streams.take(anna, () => {})).toThrow(ServiceUnavailableError);
    expect(streams.size).toBe(0);
  });
});
