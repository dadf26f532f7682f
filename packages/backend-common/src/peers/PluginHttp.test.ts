import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import { ServiceUnavailableError } from '@backstage/errors';
import { once } from 'node:events';
import { createServer, RequestListener, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { PluginHttp } from './PluginHttp';

describe('PluginHttp', () => {
  const call = {
    method: 'GET' as const,
    path: '/v1/reports?limit=1',
    credentials: mockCredentials.service(),
    timeoutMs: 20_000,
  };
  let server: Server | undefined;

  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
  });

  async function httpTo(listener: RequestListener, isPatient = false) {
    server = createServer(listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return new PluginHttp({
      auth: mockServices.auth(),
      discovery: mockServices.discovery.mock({
        getBaseUrl: async id => `http://127.0.0.1:${port}/api/${id}`,
      }),
      pluginId: 'reports',
      name: 'The archive',
      tries: 3,
      pauseMs: 1,
      isPatient,
    });
  }

  /** Says that it is not available, and counts how often. */
  function unavailable() {
    const seen = { calls: 0 };
    const listener: RequestListener = (_, response) => {
      seen.calls += 1;
      response.writeHead(503, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({
          error: { name: 'ServiceUnavailableError', message: 'Starting.' },
          response: { statusCode: 503 },
        }),
      );
    };
    return { seen, listener };
  }

  it('asks again after a lost connection and after a gateway', async () => {
    let calls = 0;
    const http = await httpTo((request, response) => {
      calls += 1;
      if (calls === 1) {
        request.socket.destroy();
      } else {
        response.writeHead(calls === 2 ? 502 : 200).end(request.url);
      }
    });
    const response = await http.sendSafely(call);
    await expect(response.text()).resolves.toBe(
      '/api/reports/v1/reports?limit=1',
    );
    expect(calls).toBe(3);
  });

  it.each([
    [false, 1],
    [true, 3],
  ])(
    "takes the plugin's word for it that it is not available, unless patient (%s)",
    async (isPatient, times) => {
      const { seen, listener } = unavailable();
      const http = await httpTo(listener, isPatient);
      const sent = http.sendSafely(call);
      await expect(sent).rejects.toThrow(ServiceUnavailableError);
      await expect(sent).rejects.toThrow('Starting.');
      expect(seen.calls).toBe(times);
    },
  );

  it('says what to look at where nobody answers', async () => {
    const http = await httpTo(request => request.socket.destroy());
    await expect(http.sendSafely(call)).rejects.toThrow(
      /^The archive did not answer GET \/v1\/reports: .*\. Check that the backend with the reports plugin is up/,
    );
  });

  it('ends with the reason of the signal', async () => {
    const http = await httpTo(() => {});
    const controller = new AbortController();
    const sent = http.sendSafely({ ...call, signal: controller.signal });
    controller.abort(new Error('cancelled'));
    await expect(sent).rejects.toThrow('cancelled');
  });
});
