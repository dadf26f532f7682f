import { once } from 'node:events';
import { RequestListener } from 'node:http';
import { createServer, Server } from 'node:https';
import { AddressInfo, Socket } from 'node:net';
import { Certificates } from '../../certificates/Certificates';

/** Serves HTTPS on the loopback interface; can be stopped and started again on the same port. */
export class TlsServer {
  readonly #certificates: Certificates;
  readonly #listener: RequestListener;
  readonly #sockets = new Set<Socket>();
  #server: Server | undefined;
  #port: number;

  /** @param port - 0 takes a free one, which is then kept */
  constructor(
    certificates: Certificates,
    listener: RequestListener,
    port: number,
  ) {
    this.#certificates = certificates;
    this.#listener = listener;
    this.#port = port;
  }

  get url(): string {
    return `https://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    const server = createServer(
      {
        cert: this.#certificates.certificate,
        key: this.#certificates.key,
        requestTimeout: 0,
        keepAliveTimeout: 65_000,
      },
      this.#listener,
    );
    server.on('connection', socket => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    server.listen(this.#port, '127.0.0.1');
    await once(server, 'listening');
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  /** Cuts all connections. */
  cutConnections(): void {
    this.#sockets.forEach(socket => socket.destroy());
  }

  async stop(): Promise<void> {
    const server = this.#server;
    if (server) {
      this.#server = undefined;
      const ended = once(server, 'close');
      server.close();
      this.cutConnections();
      await ended;
    }
  }
}
