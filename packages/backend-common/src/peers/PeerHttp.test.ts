import { ServiceUnavailableError } from '@backstage/errors';
import { createServer, RequestListener, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { z } from 'zod';
import { PeerHttp } from './PeerHttp';

class ForgeUnreachableError extends ServiceUnavailableError {}

const options = {
  name: 'the forge',
  product: 'a Gitea',
  configKey: 'forge',
  basePath: '/api/v1',
  headers: { authorization: 'token abc' },
  timeoutMs: 5000,
  retryDelayMs: 1,
  unreachable: ForgeUnreachableError,
};
const call = { method: 'GET' as const, path: '/status', asked: 'status' };

describe('PeerHttp', () => {
  const open: PeerHttp[] = [];
  let server: Server | undefined;

  const httpTo = (url: string, more: object = {}) => {
    const http = new PeerHttp({ ...options, url, ...more });
    open.push(http);
    return http;
  };

  const listen = async (listener: RequestListener) => {
    server = createServer(listener);
    await new Promise<void>(resolve => server!.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  afterEach(async () => {
    await Promise.all(open.splice(0).map(http => http.close()));
    server?.closeAllConnections();
    await new Promise(resolve =>
      server ? server.close(resolve) : resolve(undefined),
    );
    server = undefined;
  });

  it('calls the API below the URL, and reads JSON', async () => {
    const url = await listen((request, response) => {
      response.setHeader('Content-Type', 'application/json');
      response.setHeader('ETag', '"7"');
      response.setHeader('X-Total-Count', '21');
      response.end(
        JSON.stringify([request.url, request.headers.authorization]),
      );
    });
    const answer = await httpTo(`${url}/forge/`).send({
      ...call,
      query: { name: 'a&b', tag: ['x', 'y'], none: undefined },
    });
    expect(answer).toMatchObject({
      status: 200,
      body: ['/forge/api/v1/status?name=a%26b&tag=x&tag=y', 'token abc'],
      etag: '"7"',
      total: 21,
      peer: 'The forge',
      configKey: 'forge',
    });
  });

  it('repeats what is safe to repeat while a proxy answers for NetBox', async () => {
    let calls = 0;
    const url = await listen((_, response) => {
      calls += 1;
      response.statusCode = calls < 3 ? 503 : 200;
      response.end('done');
    });
    await expect(httpTo(url).sendSafely(call)).resolves.toMatchObject({
      status: 200,
    });
    await expect(
      httpTo(url).send({ ...call, method: 'POST', body: {} }),
    ).resolves.toMatchObject({ status: 200 });
    expect(calls).toBe(4);
  });

  it('gives up after a few repetitions, with the last words', async () => {
    let calls = 0;
    const url = await listen((_, response) => {
      calls += 1;
      response.statusCode = 502;
      response.end('Bad gateway');
    });
    await expect(httpTo(url).sendSafely(call)).rejects.toThrow(
      /could not answer "status": 502 Bad gateway/,
    );
    expect(calls).toBe(3);
  });

  it('does not wait longer than it may', async () => {
    const url = await listen(() => {});
    await expect(httpTo(url, { timeoutMs: 50 }).send(call)).rejects.toThrow(
      /gave no answer to "status": .*raise forge\.timeout/,
    );
  });

  it('ends with the reason of the signal', async () => {
    const url = await listen(() => {});
    const controller = new AbortController();
    const waiting = httpTo(url).send({ ...call, signal: controller.signal });
    controller.abort(new Error('cancelled'));
    await expect(waiting).rejects.toThrow('cancelled');
  });

  it('takes another answer than the product gives for none of it', async () => {
    const url = await listen((_, response) => response.end('<html>'));
    const http = httpTo(url);
    const answer = await http.send(call);
    expect(answer.body).toBe('<html>');
    expect(() => http.parse(z.object({ id: z.number() }), answer)).toThrow(
      /^The forge at .* answered "status" with something else.*Check that forge\.url is that of a Gitea\.$/s,
    );
  });

  it('says what to do about a peer that is not there', async () => {
    const url = await listen(() => {});
    await new Promise(resolve => server!.close(resolve));
    server = undefined;
    const sent = httpTo(url).send(call);
    await expect(sent).rejects.toThrow(ForgeUnreachableError);
    await expect(sent).rejects.toThrow(
      'Check the port in forge.url, and whether the forge runs.',
    );
  });
});
