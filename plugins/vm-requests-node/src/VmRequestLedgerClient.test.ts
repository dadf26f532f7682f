import { createServer, RequestListener, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { mockServices } from '@backstage/backend-test-utils';
import {
  ConflictError,
  InputError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { VmRequestLedgerClient } from './VmRequestLedgerClient';

describe('VmRequestLedgerClient', () => {
  let server: Server | undefined;

  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  async function clientOf(listener: RequestListener) {
    server = createServer(listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return new VmRequestLedgerClient({
      pauseMs: 1,
      auth: mockServices.auth({ pluginId: 'scaffolder' }),
      discovery: mockServices.discovery.mock({
        getBaseUrl: async id => `http://127.0.0.1:${port}/api/${id}`,
      }),
    });
  }

  function answerError(status: number, name: string, message: string) {
    return JSON.stringify({
      error: { name, message },
      request: { method: 'POST', url: '/' },
      response: { statusCode: status },
    });
  }

  it('lists all pages of the machines that came from requests, or says why it cannot', async () => {
    const seen: unknown[] = [];
    const client = await clientOf((req, res) => {
      seen.push(`${req.method} ${req.url}`);
      res.end(
        JSON.stringify(
          req.url?.includes('cursor')
            ? { items: [{ name: 'web02' }] }
            : { items: [{ name: 'web01' }], nextCursor: '01JD' },
        ),
      );
    });
    await expect(client.listMachines()).resolves.toEqual([
      { name: 'web01' },
      { name: 'web02' },
    ]);
    expect(seen).toEqual([
      'GET /api/vm-requests/v1/machines?limit=500',
      'GET /api/vm-requests/v1/machines?limit=500&cursor=01JD',
    ]);

    server?.close();
    const refused = await clientOf((_req, res) => {
      res.writeHead(403, { 'content-type': 'application/json' });
      res.end(answerError(403, 'NotAllowedError', 'You may not.'));
    });
    await expect(refused.listMachines()).rejects.toThrow('You may not.');
  });

  it('calls the step with the credentials of its own backend', async () => {
    const seen: unknown[] = [];
    const client = await clientOf(async (req, res) => {
      const chunks = [];
      for await (const chunk of req) {
        chunks.push(chunk);
      }
      seen.push(
        req.method,
        req.url,
        req.headers.authorization?.startsWith('Bearer '),
        JSON.parse(Buffer.concat(chunks).toString()),
      );
      res.setHeader('content-type', 'application/json');
      res.end(JSON.stringify({ state: 'failed' }));
    });
    await expect(client.fail({ task: 't1' })).resolves.toEqual({
      state: 'failed',
    });
    expect(seen).toEqual([
      'POST',
      '/api/vm-requests/v1/steps/fail',
      true,
      { task: 't1' },
    ]);
  });

  it.each([
    [409, 'ConflictError', ConflictError],
    [400, 'InputError', InputError],
  ])('makes of %s the error that was thrown', async (status, name, type) => {
    let calls = 0;
    const client = await clientOf((_req, res) => {
      calls += 1;
      res.writeHead(status, { 'content-type': 'application/json' });
      res.end(answerError(status, name, 'The name is taken by request 01J.'));
    });
    const claim = client.claim({ request: 'r', task: 't' });
    await expect(claim).rejects.toThrow(type);
    await expect(claim).rejects.toThrow('The name is taken by request 01J.');
    expect(calls).toBe(1);
  });

  it('asks again when an answer is lost, or the backend is starting', async () => {
    let calls = 0;
    const client = await clientOf((req, res) => {
      calls += 1;
      if (calls === 1) {
        req.socket.destroy();
      } else if (calls === 2) {
        res.writeHead(503, { 'content-type': 'application/json' });
        res.end(answerError(503, 'ServiceUnavailableError', 'Starting.'));
      } else {
        res.setHeader('content-type', 'application/json');
        res.end('{}');
      }
    });
    await expect(client.fail({ task: 't1' })).resolves.toEqual({});
    expect(calls).toBe(3);
  });

  it('gives up with an error that says what to look at', async () => {
    const client = await clientOf(req => req.socket.destroy());
    const failed = client.fail({ task: 't1' });
    await expect(failed).rejects.toThrow(ServiceUnavailableError);
    await expect(failed).rejects.toThrow(/vm-requests plugin is up/);
  });
});
