import { once } from 'node:events';
import {
  createServer,
  IncomingMessage,
  request,
  Server,
  ServerResponse,
} from 'node:http';
import { AddressInfo, connect, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** A call that changes something outside of the backend. */
export interface Call {
  peer: string;
  method: string;
  /** Without its query. */
  path: string;
}

/** Whether a call is about to be made, or has been answered and its answer is held back. */
export type When = 'before' | 'after';

/** Is told of each call that changes something; the answer goes on once it resolves. */
export type Watcher = (call: Call, when: When) => Promise<void>;

const readOnly = ['GET', 'HEAD', 'OPTIONS'];

/** Stands before the peers of a backend, and lets a test do something before and after each call. */
export class CallWatch {
  readonly #servers: Server[] = [];
  readonly #sockets = new Set<Socket>();
  #watcher: Watcher = async () => {};

  /** Whoever is told from now on. */
  watch(watcher: Watcher): void {
    this.#watcher = watcher;
  }

  /**
   * Begins to stand before a peer.
   *
   * @param unwatched - methods of calls that nobody is told of
   * @returns its address here
   */
  async before(
    peer: string,
    url: string,
    unwatched: readonly string[] = readOnly,
  ): Promise<string> {
    const target = new URL(url);
    const server = createServer((req, res) => {
      this.#pass({ peer, target, unwatched }, req, res).catch(() =>
        res.destroy(),
      );
    });
    server.on('connection', socket => this.#keep(socket));
    // Logs of jobs come by web sockets.
    server.on('upgrade', (req, socket, head) => {
      const way = connect(Number(target.port), target.hostname, () => {
        const headers = req.rawHeaders.flatMap((name, index, all) =>
          index % 2 === 0 ? [`${name}: ${all[index + 1]}`] : [],
        );
        way.write([`GET ${req.url} HTTP/1.1`, ...headers, '', ''].join('\r\n'));
        way.write(head);
        way.pipe(socket).pipe(way);
      });
      this.#keep(way);
      way.on('error', () => socket.destroy());
      socket.on('error', () => way.destroy());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.#servers.push(server);
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** Cuts all connections, as the end of the process does that made them. */
  cut(): void {
    this.#sockets.forEach(socket => socket.destroy());
  }

  close(): void {
    this.#servers.forEach(server => server.close());
    this.cut();
  }

  #keep(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
  }

  async #pass(
    {
      peer,
      target,
      unwatched,
    }: { peer: string; target: URL; unwatched: readonly string[] },
    req: IncomingMessage,
    res: ServerResponse,
  ): Promise<void> {
    const { method = 'GET', url = '/', headers } = req;
    const body = await buffer(req);
    const [path] = url.split('?');
    const call: Call | undefined = unwatched.includes(method)
      ? undefined
      : { peer, method, path };
    if (call) {
      await this.#watcher(call, 'before');
    }
    if (res.destroyed) {
      return;
    }
    const passed = request({
      host: target.hostname,
      port: target.port,
      path: url,
      method,
      headers: { ...headers, connection: 'close' },
    });
    passed.end(body);
    const [answer] = (await once(passed, 'response')) as [IncomingMessage];
    const answered = await buffer(answer);
    if (call) {
      await this.#watcher(call, 'after');
    }
    res.writeHead(answer.statusCode ?? 502, answer.headers);
    res.end(answered);
  }
}
