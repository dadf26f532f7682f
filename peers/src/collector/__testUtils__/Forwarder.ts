import { once } from 'node:events';
import { AddressInfo, connect, createServer, Server, Socket } from 'node:net';

/** A client's connection and the one that it is passed on by. */
interface Way {
  client: Socket;
  peer: Socket;
  isDead: boolean;
}

/** Passes connections on to a peer, and can go silent as a peer does that hangs. */
export class Forwarder {
  readonly #target: { host: string; port: number };
  readonly #server: Server;
  readonly #ways = new Set<Way>();
  /** Bytes that may still come from the peer; all when undefined. */
  #left: number | undefined;

  static async to(url: string): Promise<Forwarder> {
    const { hostname, port } = new URL(url);
    const forwarder = new Forwarder({ host: hostname, port: Number(port) });
    forwarder.#server.listen(0, '127.0.0.1');
    await once(forwarder.#server, 'listening');
    return forwarder;
  }

  private constructor(target: { host: string; port: number }) {
    this.#target = target;
    this.#server = createServer(client => this.#forward(client));
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `https://127.0.0.1:${port}`;
  }

  /**
   * Goes silent: connections are accepted, and nothing is answered on them.
   *
   * @param after - bytes that are still answered
   */
  hang(after = 0): void {
    this.#left = after;
  }

  /** Passes on new connections. On those that hung nothing is answered any more. */
  recover(): void {
    this.#left = undefined;
    this.#ways.forEach(way => {
      way.isDead = true;
    });
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#ways.forEach(({ client, peer }) => {
      client.destroy();
      peer.destroy();
    });
    await once(this.#server, 'close');
  }

  #forward(client: Socket): void {
    const peer = connect(this.#target);
    const way: Way = { client, peer, isDead: false };
    this.#ways.add(way);
    client.pipe(peer);
    peer.on('data', piece => client.write(this.#answered(way, piece)));
    for (const [socket, other] of [
      [client, peer],
      [peer, client],
    ]) {
      socket.on('error', () => other.destroy());
      socket.once('close', () => {
        this.#ways.delete(way);
        other.destroy();
      });
    }
  }

  #answered(way: Way, piece: Buffer): Buffer {
    if (this.#left === undefined && !way.isDead) {
      return piece;
    }
    const answered = piece.subarray(0, way.isDead ? 0 : this.#left);
    this.#left = this.#left && this.#left - answered.length;
    return answered;
  }
}
