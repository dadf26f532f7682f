import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How long the event loop was held at most, in milliseconds. */
export interface Hold {
  /** By the clock, waiting for a core included. */
  byClock: number;
  /** Of work alone: what Linux counts of the time that the thread was on a core. */
  onCore: number;
}

function millisecondsOnCore(): number {
  return (
    Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[0]) / 1e6
  );
}

/** Watches how long this process' event loop is held. */
export class EventLoopHold {
  readonly #byClock = monitorEventLoopDelay({ resolution: 1 });
  #timer: NodeJS.Timeout | undefined;
  #longest = 0;

  begin(): void {
    clearInterval(this.#timer);
    this.#byClock.enable();
    this.#byClock.reset();
    this.#longest = 0;
    let last = millisecondsOnCore();
    this.#timer = setInterval(() => {
      const now = millisecondsOnCore();
      this.#longest = Math.max(this.#longest, now - last);
      last = now;
    }, 1);
  }

  end(): Hold {
    clearInterval(this.#timer);
    this.#byClock.disable();
    return { byClock: this.#byClock.max / 1e6, onCore: this.#longest };
  }
}
