import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, Server } from 'node:https';
import { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Agent, request } from 'undici';
import { VCenterSimulator } from '../../startVCenterSimulator';

const notAuthenticated = `<?xml version="1.0" encoding="UTF-8"?>
<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>The session is not authenticated.</faultstring><detail><NotAuthenticatedFault xmlns="urn:vim25" xsi:type="NotAuthenticated"><privilegeId>System.View</privilegeId></NotAuthenticatedFault></detail></soapenv:Fault></soapenv:Body></soapenv:Envelope>`;

/**
 * Passes calls on to a simulator, and can say of a session that it is not authenticated any more
 * while the simulator keeps it, as a vCenter does whose single sign-on has forgotten the user.
 */
export class DoubtingProxy {
  readonly #server: Server;
  readonly #agent: Agent;
  readonly #target: string;
  readonly #doubted = new Set<string>();
  readonly #opened = new Set<string>();
  #last = '';

  /** @param directory - of the simulator, for its certificate */
  static async before(
    simulator: VCenterSimulator,
    directory: string,
  ): Promise<DoubtingProxy> {
    const proxy = new DoubtingProxy(simulator, {
      cert: await readFile(join(directory, 'server.pem')),
      key: await readFile(join(directory, 'server-key.pem')),
    });
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  private constructor(
    simulator: VCenterSimulator,
    certificate: { cert: Buffer; key: Buffer },
  ) {
    this.#target = simulator.url;
    this.#agent = new Agent({ connect: { ca: simulator.ca } });
    this.#server = createServer(certificate, async (req, res) => {
      const body = await text(req);
      const cookie = req.headers.cookie ?? '';
      if (body.includes('RetrieveProperties')) {
        this.#last = cookie;
        if (this.#doubted.has(cookie)) {
          res.writeHead(500, { 'content-type': 'text/xml; charset=utf-8' });
          res.end(notAuthenticated);
          return;
        }
      }
      const answer = await request(`${this.#target}${req.url}`, {
        method: 'POST',
        dispatcher: this.#agent,
        body,
        headers: {
          'content-type': String(req.headers['content-type']),
          soapaction: String(req.headers.soapaction ?? ''),
          ...(cookie && { cookie }),
        },
      });
      const { 'set-cookie': set, 'content-type': type } = answer.headers;
      res.writeHead(answer.statusCode, {
        'content-type': String(type),
        ...(set && { 'set-cookie': set }),
      });
      const answered = await answer.body.text();
      const [, key] =
        /<LoginResponse.*?<key>([^<]+)<\/key>/s.exec(answered) ?? [];
      if (key) {
        this.#opened.add(key);
      }
      res.end(answered);
    });
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `https://127.0.0.1:${port}`;
  }

  /** Keys of the sessions that were opened through it. */
  get opened(): ReadonlySet<string> {
    return this.#opened;
  }

  /** Says from now on of the session that was used last that it is not authenticated. */
  doubtLast(): void {
    this.#doubted.add(this.#last);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await this.#agent.close();
  }
}
