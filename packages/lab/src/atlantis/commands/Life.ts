import { setMaxListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

/**
 * The peer was killed while a command ran: nothing more of it happens.
 *
 * @internal
 */
export class Killed extends Error {
  constructor() {
    super('killed');
    this.name = 'Killed';
  }
}

/**
 * One life of the Atlantis process, from its start to a kill.
 *
 * @internal
 */
export class Life {
  readonly #abort = new AbortController();

  constructor() {
    // As many commands wait with it as run at once.
    setMaxListeners(0, this.#abort.signal);
  }

  end(): void {
    this.#abort.abort();
  }

  get over(): boolean {
    return this.#abort.signal.aborted;
  }

  /** @throws Killed when this life is over */
  check(): void {
    if (this.over) {
      throw new Killed();
    }
  }

  /** Waits; zero does not. */
  async pause(milliseconds: number): Promise<void> {
    if (milliseconds > 0) {
      await delay(milliseconds, undefined, {
        signal: this.#abort.signal,
      }).catch(() => undefined);
    }
    this.check();
  }
}
