import { subscribe } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How long the event loop was held at most, in milliseconds. */
export interface Hold {
  /** By the clock, waiting for a core included. */
  byClock: number;
  /** Of work alone: what Linux counts of the time that the thread was on a core. */
  onCore: number;
}

/** The longest holds of a backend that collects a vCenter. */
export interface Holds {
  /** In the load that the collector begins with; absent until it has ended. */
  load?: Hold;
  /** In each full pass. */
  passes: Hold[];
}

function millisecondsOnCore(): number {
  return (
    Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[0]) / 1e6
  );
}

/** The most that the thread worked between two turns of a timer. */
class LongestOnCore {
  #timer: NodeJS.Timeout | undefined;
  #longest = 0;

  begin(): void {
    this.end();
    this.#longest = 0;
    let last = millisecondsOnCore();
    this.#timer = setInterval(() => {
      const now = millisecondsOnCore();
      this.#longest = Math.max(this.#longest, now - last);
      last = now;
    }, 1);
  }

  end(): number {
    clearInterval(this.#timer);
    return this.#longest;
  }
}

/**
 * Watches how long the event loop is held while the collector of a vCenter loads it, and in each of
 * its full passes: by what it asks for, each begins with a view and ends with a wait for changes.
 */
export function watchHolds(): Holds {
  const holds: Holds = { passes: [] };
  const byClock = monitorEventLoopDelay({ resolution: 1 });
  const onCore = new LongestOnCore();
  let isReading = false;
  subscribe('undici:request:create', message => {
    const { request } = message as { request: { body: unknown } };
    const body = String(request.body);
    if (body.includes('<CreateContainerView ')) {
      isReading = true;
      byClock.enable();
      byClock.reset();
      onCore.begin();
    } else if (isReading && body.includes('<WaitForUpdatesEx ')) {
      isReading = false;
      const hold = { byClock: byClock.max / 1e6, onCore: onCore.end() };
      byClock.disable();
      if (holds.load) {
        holds.passes.push(hold);
      } else {
        holds.load = hold;
      }
    }
  });
  return holds;
}
