import { createHash } from 'node:crypto';
import { ConflictError } from '@backstage/errors';
import { Idempotency, StoredBatch } from '../database/StoredBatch';
import { LedgerContext } from '../ledger/LedgerContext';

/** What a client that may send it again asks for. */
export interface SentOnce {
  /** Made by the client, and the same whenever it sends the same again. */
  idempotencyKey?: string;
}

function checkSame(
  batch: StoredBatch,
  { key, digest }: Idempotency,
): StoredBatch {
  if (batch.idempotency?.digest !== digest) {
    throw new ConflictError(
      `What was sent first with the key ${key} was other than this, and is asked for already: it is batch ${batch.id}. Look at that; to ask for more, open the form anew, or send another key.`,
    );
  }
  return batch;
}

/**
 * Opens a batch, or answers the one that the same requester has opened with the same key: a client
 * that got no answer sends its call again, and a button may be pressed twice.
 *
 * @throws ConflictError when something else was asked for with the key
 */
export async function openOnce(
  { batches }: Pick<LedgerContext, 'batches'>,
  asked: SentOnce,
  requestedBy: string,
  open: (idempotency?: Idempotency) => Promise<StoredBatch>,
): Promise<StoredBatch> {
  const { idempotencyKey: key, ...sent } = asked;
  if (key === undefined) {
    return open();
  }
  const idempotency = {
    key,
    digest: createHash('sha256').update(JSON.stringify(sent)).digest('hex'),
  };
  const known = await batches.findByKey(requestedBy, key);
  if (known) {
    return checkSame(known, idempotency);
  }
  try {
    return checkSame(await open(idempotency), idempotency);
  } catch (error) {
    // What its double has opened meanwhile may be what stood in the way.
    const double = await batches.findByKey(requestedBy, key);
    if (double) {
      return checkSame(double, idempotency);
    }
    throw error;
  }
}
