import { ConflictError } from '@backstage/errors';

/**
 * The right to collect a source, until it is lost or let go.
 *
 * @internal
 */
export interface SourceLease {
  /** Greater than that of any lease of the same name before. */
  readonly fencing: number;
  /** Aborts with a ConflictError once the lease is lost. */
  readonly signal: AbortSignal;
  /** Looks now, rather than with the next beat, whether a refresh was asked for. */
  beat(): Promise<void>;
  /** Lets go, so that another replica can begin at once. */
  release(): Promise<void>;
}

/**
 * A fresh load that somebody asked for.
 *
 * @internal
 */
export interface RefreshRequest {
  /** Believe the load even if it holds far less than what was known. */
  acceptLoss: boolean;
}

/**
 * Why a lease's signal aborts.
 *
 * @internal
 */
export function leaseLost(name: string, why: string): ConflictError {
  return new ConflictError(`The lease of source '${name}' was lost: ${why}`);
}
