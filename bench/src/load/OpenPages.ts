import { once } from 'node:events';
import { Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { LabBackend, until } from '@backlot/peers/lab-backend';
import { WebSocket } from 'undici';

const settleMs = 1_000;
const explorerMs = 5_000;
const connectMs = 1_000;

/** What a page in a browser asks for. */
type Page = 'list' | 'request' | 'explorer';

/**
 * Pages as open browsers have them: lists of requests, which signals wake, pages of one request with
 * the streams of its changes and its log, and explorers of the inventory.
 */
export class OpenPages {
  readonly #backend: LabBackend;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1_000 });
  readonly #sockets: WebSocket[] = [];
  readonly #over = new AbortController();
  readonly #ends: Promise<void>[] = [];
  #answers = 0;

  constructor(backend: LabBackend) {
    this.#backend = backend;
  }

  /** Answers that the pages have got. */
  get answers(): number {
    return this.#answers;
  }

  /** @param requests - ids that pages are opened of, in turn */
  async open(count: number, requests: string[]): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      const page = (
        ['list', 'request', 'list', 'request', 'explorer'] as const
      )[index % 5];
      const id = requests[index % requests.length];
      await this.#openPage(page, id);
    }
  }

  async close(): Promise<void> {
    this.#over.abort();
    this.#sockets.forEach(socket => socket.close());
    await Promise.all(this.#ends);
    this.#agent.destroy();
  }

  async #openPage(page: Page, id: string): Promise<void> {
    if (page === 'explorer') {
      const path = '/vm-inventory/v1/machines?limit=50&sort=name';
      this.#ends.push(this.#askAgain(path, () => delay(explorerMs)));
      return;
    }
    if (page === 'list') {
      const woken = await this.#listen();
      this.#ends.push(
        this.#askAgain('/vm-requests/v1/requests?limit=50', woken),
      );
      return;
    }
    const path = `/vm-requests/v1/requests/${id}`;
    const agent = this.#agent;
    this.#backend.open(`${path}/log?of=apply`, { agent });
    const changes = this.#backend.open(`${path}/changes`, { agent });
    let seen = 0;
    const changed = async () => {
      while (changes.text.length === seen && !this.#over.signal.aborted) {
        await delay(100);
      }
      seen = changes.text.length;
    };
    this.#ends.push(this.#askAgain(path, changed));
    this.#ends.push(this.#askAgain(`${path}/events`, changed));
  }

  /** Asks with the tag of what is known, whenever there may be something new. */
  async #askAgain(path: string, woken: () => Promise<unknown>): Promise<void> {
    let etag: string | undefined;
    while (!this.#over.signal.aborted) {
      const call = this.#backend.open(path, {
        agent: this.#agent,
        headers: etag ? { 'if-none-match': etag } : {},
      });
      await until(`${path} is answered`, () => call.ended !== undefined);
      etag = call.etag;
      this.#answers += 1;
      await delay(settleMs * (0.5 + Math.random()));
      await Promise.race([
        woken(),
        once(this.#over.signal, 'abort').catch(() => undefined),
      ]);
    }
  }

  /** Hears signals as browsers do; what is answered resolves at the next one. */
  async #listen(): Promise<() => Promise<void>> {
    let heard = 0;
    let isOpen = false;
    await until('the signals take a connection', async () => {
      const socket = new WebSocket(
        `ws://127.0.0.1:${this.#backend.port}/api/signals`,
      );
      socket.addEventListener('error', () => {});
      socket.addEventListener('message', () => {
        heard += 1;
      });
      socket.addEventListener('open', () => {
        isOpen = true;
        this.#sockets.push(socket);
        socket.send(
          JSON.stringify({ action: 'subscribe', channel: 'vm-requests' }),
        );
      });
      await Promise.race([once(socket, 'open'), delay(connectMs)]);
      return isOpen;
    });
    let known = 0;
    return async () => {
      while (heard === known && !this.#over.signal.aborted) {
        await delay(100);
      }
      known = heard;
    };
  }
}
