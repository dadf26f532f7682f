import {
  FaultSwitches,
  LabVCenter,
  smallCompany,
  startVCenter,
} from '@backlot/lab';
import { createServer, RequestListener, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { NetBoxHttp } from './NetBoxHttp';

const options = { token: 'nbt_a.b', timeoutMs: 5000, retryDelayMs: 1 };
const call = { method: 'GET' as const, path: '/api/status/', asked: 'status' };

describe('HTTP to NetBox', () => {
  const open: NetBoxHttp[] = [];
  let server: Server | undefined;

  const httpTo = (url: string, more: object = {}) => {
    const http = new NetBoxHttp({ ...options, url, ...more });
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

  it.each([
    ['nbt_key.secret', 'Bearer nbt_key.secret'],
    ['0123456789abcdef', 'Token 0123456789abcdef'],
  ])('sends token %s as NetBox wants it', async (token, header) => {
    const url = await listen((request, response) => {
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify(request.headers.authorization));
    });
    const answer = await httpTo(url, { token }).send(call);
    expect(answer.body).toBe(header);
  });

  it('keeps the path that NetBox is served under', async () => {
    const url = await listen((request, response) => response.end(request.url));
    const answer = await httpTo(`${url}/netbox/`).send({
      ...call,
      query: { name: 'a&b', tag: ['x', 'y'], none: undefined },
    });
    expect(answer.body).toBe('/netbox/api/status/?name=a%26b&tag=x&tag=y');
  });

  it('says which setting to look at', async () => {
    const url = await listen(() => {});
    await expect(httpTo(url, { timeoutMs: 50 }).send(call)).rejects.toThrow(
      /gave no answer to "status": .*raise netbox\.timeout/,
    );
  });

  describe('over TLS', () => {
    let peer: LabVCenter;

    beforeAll(async () => {
      peer = await startVCenter({
        company: { ...smallCompany, machines: 0 },
        faults: new FaultSwitches(),
      });
    });

    afterAll(() => peer.close());

    it('verifies the certificate', async () => {
      await expect(httpTo(peer.url).send(call)).rejects.toThrow(
        /Set netbox\.tls\.ca to the certificate authority/,
      );
    });

    it.each([
      ['a certificate authority', () => ({ ca: peer.ca })],
      ['no verification, if told so', () => ({ insecure: true })],
    ])('takes %s', async (_, more) => {
      await expect(httpTo(peer.url, more()).send(call)).resolves.toMatchObject({
        status: expect.any(Number),
      });
    });
  });
});
