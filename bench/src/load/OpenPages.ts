import { once } from 'node:events';
import { Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { LabBackend, until } from '@backlot/peers/lab-backend';
import { WebSocket } from 'undici';

/** A page asks at most so often, and not at once when it is woken, as `useChanges` has it. */
const apartMs = 1_000;
const signalJitterMs = 500;
const streamJitterMs = 100;
const explorerMs = 5_000;
const connectMs = 1_000;

/** What a page in a browser asks for. */
type Page = 'list' | 'request' | 'explorer';

/**
 * Pages as open browsers have them: lists of requests, which signals wake, pages of one request with
 * the streams of its changes and its log, and explorers of the inventory.
 */
export class OpenPages {
  readonly #backends: LabBackend[];
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1_000 });
  readonly #sockets: WebSocket[] = [];
  readonly #over = new AbortController();
  readonly #closed = once(this.#over.signal, 'abort');
  readonly #ends: Promise<void>[] = [];
  #answers = 0;

  /** @param backends - which serve them in turn */
  constructor(backends: LabBackend[]) {
    this.#backends = backends;
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
      await this.#openPage(
        this.#backends[index % this.#backends.length],
        page,
        requests[index % requests.length],
      );
    }
  }

  async close(): Promise<void> {
    this.#over.abort();
    this.#sockets.forEach(socket => socket.close());
    await Promise.all(this.#ends);
    this.#agent.destroy();
  }

  async #openPage(backend: LabBackend, page: Page, id: string): Promise<void> {
    if (page === 'explorer') {
      const path = '/vm-inventory/v1/machines?limit=50&sort=name';
      this.#ends.push(
        this.#askAgain(backend, path, () => delay(explorerMs), signalJitterMs),
      );
      return;
    }
    if (page === 'list') {
      const woken = await this.#listen(backend);
      this.#ends.push(
        this.#askAgain(
          backend,
          '/vm-requests/v1/requests?limit=50',
          woken,
          signalJitterMs,
        ),
      );
      return;
    }
    const path = `/vm-requests/v1/requests/${id}`;
    const agent = this.#agent;
    backend.open(`${path}/log?of=apply`, { agent });
    const changes = backend.open(`${path}/changes`, { agent });
    let seen = 0;
    const changed = async () => {
      while (changes.text.length === seen && !this.#over.signal.aborted) {
        await delay(100);
      }
      seen = changes.text.length;
    };
    this.#ends.push(this.#askAgain(backend, path, changed, streamJitterMs));
    this.#ends.push(
      this.#askAgain(backend, `${path}/events`, changed, streamJitterMs),
    );
  }

  /** Asks with the tag of what is known, whenever there may be something new. */
  async #askAgain(
    backend: LabBackend,
    path: string,
    woken: () => Promise<unknown>,
    jitterMs: number,
  ): Promise<void> {
    let etag: string | undefined;
    while (!this.#over.signal.aborted) {
      const asked = Date.now();
      const call = backend.open(path, {
        agent: this.#agent,
        headers: etag ? { 'if-none-match': etag } : {},
      });
      await until(`${path} is answered`, () => call.ended !== undefined);
      etag = call.etag;
      this.#answers += 1;
      await Promise.race([woken(), this.#closed]);
      await delay(
        Math.max(0, asked + apartMs - Date.now()) + Math.random() * jitterMs,
      );
    }
  }

  /** Hears signals as browsers do; what is answered resolves at the next one. */
  async #listen(backend: LabBackend): Promise<() => Promise<void>> {
    let heard = 0;
    let isOpen = false;
    await until('the signals take a connection', async () => {
      const socket = new WebSocket(
        `ws://127.0.0.1:${backend.port}/api/signals`,
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
