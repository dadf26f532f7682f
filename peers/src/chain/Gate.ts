import { EventEmitter, once } from 'node:events';
import { createServer, Server } from 'node:http';
import { AddressInfo } from 'node:net';

export interface Approval {
  repository: string;
  pull: string;
  directory: string;
  workspace?: string;
  commit: string;
  digest: string;
}

/** Stands for the ledger: lets pass exactly what was approved. */
export class Gate {
  readonly token: string;
  /** What Atlantis asked, in order. */
  readonly asked: Approval[] = [];
  readonly #server: Server;
  readonly #questions = new EventEmitter();
  readonly #approved = new Set<string>();

  static async start(token: string): Promise<Gate> {
    const gate = new Gate(token);
    gate.#server.listen(0, '127.0.0.1');
    await once(gate.#server, 'listening');
    return gate;
  }

  private constructor(token: string) {
    this.token = token;
    this.#server = createServer((request, response) => {
      const url = new URL(request.url!, 'http://gate');
      const refuse = (status: number, name: string, message: string) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ error: { name, message } }));
      };
      if (url.pathname !== '/api/vm-requests/v1/gate') {
        refuse(404, 'NotFoundError', 'There is no such page');
        return;
      }
      if (request.headers.authorization !== `Bearer ${token}`) {
        refuse(401, 'AuthenticationError', 'The gate token is not known');
        return;
      }
      const asked = Object.fromEntries(url.searchParams) as unknown as Approval;
      this.asked.push(asked);
      this.#questions.emit('asked', asked);
      if (this.#approved.has(keyOf(asked))) {
        response.writeHead(204).end();
      } else {
        refuse(409, 'ConflictError', `Nobody approved ${asked.digest}`);
      }
    });
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  /** What Atlantis asks next. */
  async next(): Promise<Approval> {
    const [asked] = await once(this.#questions, 'asked');
    return asked;
  }

  approve(approval: Approval): void {
    this.#approved.add(keyOf(approval));
  }

  async close(): Promise<void> {
    this.#server.close();
    await once(this.#server, 'close');
  }
}

function keyOf(approval: Approval): string {
  const { repository, pull, directory, commit, digest } = approval;
  return JSON.stringify([repository, pull, directory, commit, digest]);
}
