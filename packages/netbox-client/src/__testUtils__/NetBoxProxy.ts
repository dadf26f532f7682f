import { createServer, IncomingHttpHeaders, Server } from 'node:http';
import { AddressInfo } from 'node:net';
import { request } from 'undici';

/** A call as it goes to NetBox. */
export interface ProxiedCall {
  method: string;
  /** With its query. */
  path: string;
  headers: IncomingHttpHeaders;
  body: unknown;
}

/** An answer as it comes from NetBox; HTML is text. */
export interface ProxiedAnswer {
  status: number;
  body: unknown;
}

/** What a proxy does in place of NetBox. */
export type ProxyRule = (
  call: ProxiedCall,
  forward: (call: ProxiedCall) => Promise<ProxiedAnswer>,
) => Promise<ProxiedAnswer>;

/** A proxy in front of a NetBox, which changes what a rule says. */
export class NetBoxProxy {
  readonly #server: Server;

  static async start(target: string, rule: ProxyRule): Promise<NetBoxProxy> {
    const forward = async (call: ProxiedCall): Promise<ProxiedAnswer> => {
      const {
        host,
        connection,
        'content-length': _,
        ...headers
      } = call.headers;
      const answer = await request(`${target}${call.path}`, {
        method: call.method as 'GET',
        headers,
        body: call.body === undefined ? undefined : JSON.stringify(call.body),
      });
      const text = await answer.body.text();
      return {
        status: answer.statusCode,
        body: /json/.test(String(answer.headers['content-type']))
          ? JSON.parse(text)
          : text,
      };
    };
    const server = createServer(async (incoming, outgoing) => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) {
        chunks.push(chunk as Buffer);
      }
      const text = Buffer.concat(chunks).toString();
      const { status, body } = await rule(
        {
          method: incoming.method!,
          path: incoming.url!,
          headers: incoming.headers,
          body: text ? JSON.parse(text) : undefined,
        },
        forward,
      );
      const isJson = typeof body !== 'string';
      outgoing.writeHead(status, {
        'Content-Type': isJson ? 'application/json' : 'text/html',
      });
      outgoing.end(isJson ? JSON.stringify(body) : body);
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return new NetBoxProxy(server);
  }

  private constructor(server: Server) {
    this.#server = server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
  }
}
