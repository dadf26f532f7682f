import { ConflictError } from '@backstage/errors';
import { Knex } from 'knex';

/**
 * The right to do what only one may do at a time, until it is lost or let go.
 *
 * @public
 */
export interface Lease {
  readonly name: string;
  /** Greater than that of any lease of the same name before. */
  readonly fencing: number;
  /** Aborts with a ConflictError once the lease is lost, or was not renewed in time. */
  readonly signal: AbortSignal;
  /** Renews it now, rather than when it is due. */
  beat(): Promise<void>;
  /** Lets go, so that another can begin at once. */
  release(): Promise<void>;
}

/**
 * Checks in a transaction that nobody else has taken a lease since, and keeps others from taking it
 * until the transaction ends. What the transaction writes is then written by the holder or not at
 * all, however late it comes.
 *
 * @throws ConflictError when the lease was lost
 * @public
 */
export async function assertLeaseHeld(
  trx: Knex.Transaction,
  lease: Pick<Lease, 'name' | 'fencing'>,
  options: { table?: string } = {},
): Promise<void> {
  const { name, fencing } = lease;
  // Written to, not only read: that locks the row in every database.
  const held = await trx(options.table ?? 'leases')
    .where({ name, fencing })
    .whereNotNull('holder')
    .update({ fencing });
  if (held !== 1) {
    throw new ConflictError(
      `The lease '${name}' was lost: another has taken it. Nothing was written.`,
    );
  }
}
