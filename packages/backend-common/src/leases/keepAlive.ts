import { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError, toError } from '@backstage/errors';

/** Which part of its time a lease may be without renewal before its holder stops. */
const TRUSTED_PART = 0.8;

/**
 * What is renewed again and again.
 *
 * @internal
 */
export interface Alive {
  /** Aborts with a ConflictError once it is lost, or was not renewed in time. */
  readonly signal: AbortSignal;
  /** Renews it now. */
  beat(): Promise<void>;
  /** Stops renewing; resolves when no renewal is under way. */
  stop(): Promise<void>;
}

/**
 * Renews something that ends by itself, and says when it may have ended. Times are taken before
 * each question is sent and from a clock that nobody sets, so that it is given up before it ends.
 *
 * @internal
 */
export function keepAlive(options: {
  /** For logs and errors, e.g. `lease 'fra'`. */
  what: string;
  ttlMs: number;
  renewMs: number;
  /** `performance.now()` before it was taken. */
  since: number;
  /** @returns false when it is lost */
  renew: () => Promise<boolean>;
  logger: LoggerService;
}): Alive {
  const { what, ttlMs, renewMs, since, renew, logger } = options;
  const lost = new AbortController();
  let underway: Promise<void> | undefined;
  let stopped = false;
  let late: NodeJS.Timeout | undefined;

  const lose = (why: string) => {
    if (!lost.signal.aborted) {
      lost.abort(new ConflictError(`The ${what} was lost: ${why}`));
    }
  };
  const trust = (from: number) => {
    clearTimeout(late);
    late = setTimeout(
      () => lose('it could not be renewed in time'),
      Math.max(0, from + ttlMs * TRUSTED_PART - performance.now()),
    );
    late.unref();
  };

  const renewNow = async () => {
    const asked = performance.now();
    try {
      if (!(await renew())) {
        lose('another has taken it');
      } else if (!stopped) {
        trust(asked);
      }
    } catch (error) {
      logger.warn(`Could not renew the ${what}`, toError(error));
    }
  };
  const beat = async () => {
    if (!stopped && !lost.signal.aborted) {
      underway ??= renewNow().finally(() => {
        underway = undefined;
      });
      await underway;
    }
  };

  trust(since);
  const beats = setInterval(beat, renewMs);
  beats.unref();

  return {
    signal: lost.signal,
    beat,
    stop: async () => {
      stopped = true;
      clearInterval(beats);
      clearTimeout(late);
      await underway;
    },
  };
}
