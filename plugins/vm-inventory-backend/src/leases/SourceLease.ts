import { Lease } from '@backlot/backend-common';

/**
 * The right to collect a source, until it is lost or let go. A beat also looks whether a refresh was
 * asked for.
 *
 * @internal
 */
export type SourceLease = Pick<
  Lease,
  'fencing' | 'signal' | 'beat' | 'release'
>;

/**
 * A fresh load that somebody asked for.
 *
 * @internal
 */
export interface RefreshRequest {
  /** Believe the load even if it holds far less than what was known. */
  acceptLoss: boolean;
}
