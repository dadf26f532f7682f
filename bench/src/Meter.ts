import { request as send } from 'node:http';
import {
  createServer,
  IncomingMessage,
  Server,
  ServerResponse,
} from 'node:http';
import { once } from 'node:events';
import { AddressInfo, connect, Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { Interval } from './intervals';

/** One request that went through a meter. */
export interface MeteredCall extends Interval {
  method: string;
  /** Path without its query. */
  path: string;
}

/**
 * Stands before a peer, passes everything on, and writes down when each request began and when its
 * answer was complete. WebSockets pass unmeasured: they only listen.
 */
export class Meter {
  readonly calls: MeteredCall[] = [];
  readonly #target: URL;
  readonly #server: Server;
  readonly #sockets = new Set<Duplex>();

  static async before(url: string): Promise<Meter> {
    const meter = new Meter(new URL(url));
    meter.#server.listen(0, '127.0.0.1');
    await once(meter.#server, 'listening');
    return meter;
  }

  private constructor(target: URL) {
    this.#target = target;
    this.#server = createServer((request, response) =>
      this.#pass(request, response),
    );
    this.#server.on('upgrade', (request, socket, head) =>
      this.#join(request, socket, head),
    );
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    this.#sockets.forEach(socket => socket.destroy());
    await closed;
  }

  #pass(request: IncomingMessage, response: ServerResponse): void {
    const begin = Date.now();
    const { method = 'GET', url = '/', headers } = request;
    response.once('close', () =>
      this.calls.push({
        begin,
        end: Date.now(),
        method,
        path: url.split('?')[0],
      }),
    );
    const onward = send(
      new URL(url, this.#target),
      { method, headers },
      answer => {
        response.writeHead(answer.statusCode!, answer.rawHeaders);
        answer.pipe(response);
      },
    );
    onward.once('error', () => response.destroy());
    response.once('close', () => onward.destroy());
    request.pipe(onward);
  }

  #join(request: IncomingMessage, client: Duplex, head: Buffer): void {
    const { hostname, port } = this.#target;
    const peer: Socket = connect(Number(port), hostname, () => {
      const { rawHeaders } = request;
      const lines = rawHeaders.flatMap((name, index) =>
        index % 2 ? [] : [`${name}: ${rawHeaders[index + 1]}`],
      );
      peer.write(
        `${[`${request.method} ${request.url} HTTP/1.1`, ...lines].join(
          '\r\n',
        )}\r\n\r\n`,
      );
      peer.write(head);
      peer.pipe(client).pipe(peer);
    });
    for (const [socket, other] of [
      [client, peer],
      [peer, client],
    ]) {
      this.#sockets.add(socket);
      socket.once('error', () => other.destroy());
      socket.once('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
    }
  }
}
