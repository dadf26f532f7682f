import { once } from 'node:events';
import { createServer, RequestListener, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { SoapClient } from './SoapClient';
import { XmlElement } from './XmlElement';

const answer = (content: string) =>
  `<?xml version="1.0"?><e:Envelope xmlns:e="x"><e:Body>${content}</e:Body></e:Envelope>`;
const objects =
  '<r><returnval><objects>1</objects><objects>2</objects></returnval></r>';

describe('SoapClient', () => {
  let server: Server;
  let client: SoapClient;

  async function serve(
    listener: RequestListener,
    bounds: { timeoutMs?: number; stallMs?: number } = {},
  ) {
    server = createServer(listener).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    client = new SoapClient({
      source: 'fra',
      url: `http://127.0.0.1:${port}`,
      timeoutMs: 20_000,
      ...bounds,
    });
  }

  afterEach(async () => {
    await client.close();
    server.closeAllConnections();
    server.close();
  });

  async function read(): Promise<string[]> {
    const seen: XmlElement[] = [];
    await client.call('RetrievePropertiesEx', '<RetrievePropertiesEx/>', {
      elements: new Set(['objects']),
      onElement: element => seen.push(element),
    });
    return seen.map(({ text }) => text);
  }

  it('hands over what was asked for, and sends the session with its quotes', async () => {
    const cookies: (string | undefined)[] = [];
    await serve((request, response) => {
      cookies.push(request.headers.cookie);
      response.writeHead(200, {
        'content-type': 'text/xml',
        'set-cookie': 'vmware_soap_session="a/b"; Path=/; HttpOnly',
      });
      response.end(answer(objects));
    });

    expect(await read()).toEqual(['1', '2']);
    await read();
    expect(cookies).toEqual([undefined, 'vmware_soap_session="a/b"']);
  });

  it.each<[string, RequestListener, RegExp]>([
    [
      'a connection that is cut in the middle of an answer',
      (_, response) => {
        response.writeHead(200, { 'content-type': 'text/xml' });
        response.write(answer(objects).slice(0, -60), () => response.destroy());
      },
      /did not answer RetrievePropertiesEx/,
    ],
    [
      'an answer that ends in its middle',
      (_, response) => {
        response.writeHead(200, { 'content-type': 'text/xml' });
        response.end(answer(objects).slice(0, -60));
      },
      /cut off/,
    ],
    [
      'a page of a proxy',
      (_, response) => {
        response.writeHead(502, { 'content-type': 'text/html' });
        response.end('<html><br>Bad gateway</html>');
      },
      /HTTP status 502, and the answer is not XML/,
    ],
    [
      'an error without a fault',
      (_, response) => {
        response.writeHead(503, { 'content-type': 'text/xml' });
        response.end(answer(''));
      },
      /HTTP status 503/,
    ],
  ])(
    'takes %s for no answer, and says what to check',
    async (_, listener, words) => {
      await serve(listener);
      const failed = read();
      await expect(failed).rejects.toThrow(words);
      await expect(failed).rejects.toThrow(
        /vCenter 'fra'.*reachable and its certificate trusted/,
      );
    },
  );

  const begun: RequestListener = (_, response) => {
    response.writeHead(200, { 'content-type': 'text/xml' });
    response.write(answer(objects).slice(0, 60));
  };

  it('waits for an answer no longer than it may take to begin', async () => {
    await serve(() => {}, { timeoutMs: 100 });
    await expect(read()).rejects.toThrow(/too long until the answer began/);
  });

  it('takes an answer that is held back for longer than it was asked to for none', async () => {
    await serve(() => {}, { stallMs: 100 });
    const begin = Date.now();
    await expect(
      client.call('WaitForUpdatesEx', '<WaitForUpdatesEx/>', { holdMs: 200 }),
    ).rejects.toThrow(/too long until the answer began/);
    expect(Date.now() - begin).toBeGreaterThanOrEqual(300);
  });

  it('takes an answer that stops in its middle for none, however long it may take to begin', async () => {
    await serve(begun, { stallMs: 100 });
    await expect(read()).rejects.toThrow(/answer paused for too long/);
  });

  it('reads an answer that takes long and goes on', async () => {
    await serve(
      async (_, response) => {
        response.writeHead(200, { 'content-type': 'text/xml' });
        for (const piece of answer(objects).split(/(?=<)/)) {
          response.write(piece);
          await new Promise(resolve => setTimeout(resolve, 40));
        }
        response.end();
      },
      { timeoutMs: 400, stallMs: 400 },
    );
    expect(await read()).toEqual(['1', '2']);
  });

  it('repeats the words of a fault, with its type', async () => {
    await serve((_, response) => {
      response.writeHead(500, { 'content-type': 'text/xml' });
      response.end(
        answer(
          '<e:Fault><faultstring>The session is not authenticated.</faultstring><detail><NotAuthenticatedFault xsi:type="NotAuthenticated"/></detail></e:Fault>',
        ),
      );
    });
    await expect(read()).rejects.toMatchObject({
      name: 'VimFault',
      faultType: 'NotAuthenticated',
      message: expect.stringContaining('The session is not authenticated.'),
    });
  });
});
