import { LogStage } from '../database/LogStore';
import { EventWriter } from '../streams/serveEventStream';
import { LogSpool } from './LogSpool';

/** Follows one log to its end; waits for what `onLine` returns. */
export type FollowLog = (
  id: string,
  stage: LogStage,
  options: {
    onLine: (line: string) => Promise<void> | undefined;
    signal: AbortSignal;
  },
) => Promise<void>;

interface Following {
  spool: Promise<LogSpool>;
  readers: number;
  stop: AbortController;
}

/**
 * Whether a line of a plan's log says something to people. The workflow prints the whole plan for
 * the ledger, in base64, on a line of its own.
 */
export function isForPeople(line: string): boolean {
  return !/^backlot-plan: [A-Za-z0-9+/=]+\s*$/.test(line);
}

/**
 * Lets any number of people watch logs while each is followed once in a replica: from when the first
 * begins to watch until it ends or the last has left.
 */
export class LogFollowers {
  readonly #follow: FollowLog;
  readonly #directory: string;
  readonly #running = new Map<string, Following>();

  /** @param options - `directory` is where logs are spooled, in files without names */
  constructor(options: { follow: FollowLog; directory: string }) {
    this.#follow = options.follow;
    this.#directory = options.directory;
  }

  /** How many logs are followed now. */
  get size(): number {
    return this.#running.size;
  }

  /** Writes a log from its beginning, and goes on with it until its end. */
  async follow(
    id: string,
    stage: LogStage,
    reader: EventWriter,
  ): Promise<void> {
    const key = `${stage} ${id}`;
    const following = this.#running.get(key) ?? this.#start(key, id, stage);
    following.readers += 1;
    try {
      const spool = await following.spool;
      await spool.readTo(reader);
    } finally {
      following.readers -= 1;
      if (following.readers === 0) {
        this.#forget(key, following);
        following.stop.abort();
        await following.spool.then(
          spool => spool.close(),
          () => {},
        );
      }
    }
  }

  #start(key: string, id: string, stage: LogStage): Following {
    const stop = new AbortController();
    const following: Following = {
      spool: LogSpool.open(this.#directory),
      readers: 0,
      stop,
    };
    this.#running.set(key, following);
    following.spool.then(
      spool =>
        this.#follow(id, stage, {
          signal: stop.signal,
          onLine: line => (isForPeople(line) ? spool.add(line) : undefined),
        })
          .then(
            () => spool.end(),
            error => spool.end(error),
          )
          // Who comes from now on gets the log as it was kept, or that of the next attempt.
          .finally(() => this.#forget(key, following)),
      () => this.#forget(key, following),
    );
    return following;
  }

  #forget(key: string, following: Following): void {
    if (this.#running.get(key) === following) {
      this.#running.delete(key);
    }
  }
}
