import { WebSocket } from 'undici';

const connectAttempts = 30;

/** For which a connection is waited for, as Backstage's own pages do. */
const connectMs = 1_000;

/** After which is looked again all the same: a signal is not kept for who is not there. */
const lookAgainMs = 5_000;

/** After a signal nobody asks sooner than this: many are waited for at once, and each signal wakes all. */
const settleMs = 50;

/** Hears that requests change, by Backstage's signals, as the pages in people's browsers do. */
export class RequestChanges {
  readonly #url: string;
  readonly #token: () => Promise<string>;
  readonly #listeners = new Set<() => void>();
  #connection: Promise<void> | undefined;

  /** @param token - of a person who is signed in */
  constructor(url: string, token: () => Promise<string>) {
    this.#url = `${url.replace(/^http/, 'ws')}/api/signals`;
    this.#token = token;
  }

  /** Looks now and after each change of any request, until there is what is looked for. */
  async until<T>(look: () => Promise<T | undefined>): Promise<T> {
    for (;;) {
      this.#connection ??= this.#connect();
      await this.#connection;
      let listener: (() => void) | undefined;
      let lookAgain: NodeJS.Timeout | undefined;
      const change = new Promise<void>(resolve => {
        lookAgain = setTimeout(resolve, lookAgainMs);
        listener = () => setTimeout(resolve, settleMs * Math.random());
        this.#listeners.add(listener);
      });
      try {
        const found = await look();
        if (found !== undefined) {
          return found;
        }
        await change;
      } finally {
        this.#listeners.delete(listener!);
        clearTimeout(lookAgain);
      }
    }
  }

  async #connect(): Promise<void> {
    try {
      const token = await this.#token();
      for (let attempt = 1; !(await this.#open(token)); attempt++) {
        // The first is never answered: Backstage begins to take them when it sees one.
        if (attempt === connectAttempts) {
          throw new Error(`${this.#url} takes no connection`);
        }
      }
    } catch (error) {
      this.#connection = undefined;
      throw error;
    }
  }

  /** Whether there is a connection. */
  #open(token: string): Promise<boolean> {
    const socket = new WebSocket(this.#url, token);
    return new Promise(resolve => {
      const tooLong = setTimeout(() => {
        resolve(false);
        socket.close();
      }, connectMs);
      socket.addEventListener('open', () => {
        clearTimeout(tooLong);
        socket.send(
          JSON.stringify({ action: 'subscribe', channel: 'vm-requests' }),
        );
        socket.addEventListener('close', () => {
          this.#connection = undefined;
          this.#tell();
        });
        resolve(true);
      });
      socket.addEventListener('message', () => this.#tell());
      socket.addEventListener('close', () => {
        clearTimeout(tooLong);
        resolve(false);
      });
    });
  }

  /** Some request changed, or changes may have been missed. */
  #tell(): void {
    for (const listener of [...this.#listeners]) {
      listener();
    }
  }
}
