import {
  createServer,
  IncomingMessage,
  Server,
  ServerResponse,
} from 'node:http';
import { request as send } from 'node:http';
import { once } from 'node:events';
import { AddressInfo } from 'node:net';

/**
 * Stands between Atlantis' gate and Backstage: lets a directory through that was let go without
 * Backlot, and passes every other question on.
 */
export class OpenGate {
  readonly #backend: URL;
  readonly #server: Server;
  readonly #open = new Set<string>();

  static async before(url: string): Promise<OpenGate> {
    const gate = new OpenGate(new URL(url));
    gate.#server.listen(0, '127.0.0.1');
    await once(gate.#server, 'listening');
    return gate;
  }

  private constructor(backend: URL) {
    this.#backend = backend;
    this.#server = createServer((request, response) =>
      this.#answer(request, response),
    );
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** Lets every plan of a directory through. */
  open(directory: string): void {
    this.#open.add(directory);
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', this.#backend);
    const directory = url.searchParams.get('directory');
    if (directory !== null && this.#open.has(directory)) {
      response.writeHead(204).end();
      return;
    }
    const { method, headers } = request;
    const onward = send(url, { method, headers }, answer => {
      response.writeHead(answer.statusCode!, answer.rawHeaders);
      answer.pipe(response);
    });
    onward.once('error', () => response.destroy());
    request.pipe(onward);
  }
}
