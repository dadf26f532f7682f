import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { createServer, RequestListener, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { VmInventoryClient } from './VmInventoryClient';

describe('VmInventoryClient', () => {
  const credentials = mockCredentials.service();
  let server: Server | undefined;

  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  async function clientOf(listener: RequestListener) {
    server = createServer(listener);
    await new Promise<void>(resolve =>
      server?.listen(0, '127.0.0.1', () => resolve()),
    );
    const { port } = server.address() as AddressInfo;
    return new VmInventoryClient({
      auth: mockServices.auth(),
      discovery: mockServices.discovery.mock({
        getBaseUrl: async pluginId =>
          `http://127.0.0.1:${port}/api/${pluginId}`,
      }),
    });
  }

  const emptyPage = JSON.stringify({
    items: [],
    total: 0,
    freshness: { version: 1, sources: [] },
  });

  it('asks again when a gateway failed or the connection was lost', async () => {
    let calls = 0;
    const client = await clientOf((req, res) => {
      calls++;
      if (calls === 1) {
        res.writeHead(502).end('Bad Gateway');
      } else if (calls === 2) {
        req.socket.destroy();
      } else {
        res.end(emptyPage);
      }
    });

    expect(await client.list('machine', {}, { credentials })).toMatchObject({
      total: 0,
    });
    expect(calls).toBe(3);
  });

  it('gives up, and says what to look at', async () => {
    const client = await clientOf(req => req.socket.destroy());

    await expect(client.list('machine', {}, { credentials })).rejects.toThrow(
      /VM inventory did not answer GET \/v1\/machines: .*\. Check that the backend/,
    );
  });

  it('sends what is asked as a JSON object', async () => {
    const bodies: unknown[] = [];
    const client = await clientOf(async (req, res) => {
      bodies.push(await json(req));
      res.writeHead(409).end('{}');
    });
    const machine = { source: 'lab', id: 'vm-1' };
    const growth = { cpus: 2, memoryMib: 0, diskBytes: 0 };
    const snapshot = {
      id: '01',
      name: 'before',
      memory: false,
      quiesce: false,
    };

    await expect(
      client.reserveGrowth(machine, growth, { credentials }),
    ).rejects.toThrow(/409/);
    await expect(
      client.takeSnapshot(machine, snapshot, { credentials }),
    ).rejects.toThrow(/409/);
    expect(bodies).toEqual([growth, snapshot]);
  });

  it('does not ask again what was refused', async () => {
    let calls = 0;
    const client = await clientOf((_, res) => {
      calls++;
      res.writeHead(503, { 'content-type': 'application/json' }).end(
        JSON.stringify({
          error: { name: 'ServiceUnavailableError', message: 'loading' },
          response: { statusCode: 503 },
        }),
      );
    });

    await expect(client.list('machine', {}, { credentials })).rejects.toThrow(
      'loading',
    );
    expect(calls).toBe(1);
  });

  it('does not take another answer for a list', async () => {
    const client = await clientOf((_, res) => res.end('{"items":[{}]}'));

    await expect(client.list('machine', {}, { credentials })).rejects.toThrow(
      /answer to \/api\/vm-inventory\/v1\/machines is not of the expected form/,
    );
  });
});
