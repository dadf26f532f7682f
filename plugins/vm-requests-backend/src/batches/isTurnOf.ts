import { StoredRequest } from '../database/StoredRequest';
import { LedgerContext } from '../ledger/LedgerContext';
import { isItsTurn } from './judgeBatch';

/** Whether what comes before it in its batch lets a request be applied; undefined where nothing does. */
export async function isTurnOf(
  { batches }: Pick<LedgerContext, 'batches'>,
  { batch, mayExist }: Pick<StoredRequest, 'batch' | 'mayExist'>,
): Promise<boolean | undefined> {
  if (!batch || mayExist) {
    return undefined;
  }
  const { inTurn } = await batches.get(batch.id);
  return inTurn
    ? isItsTurn({ inTurn }, await batches.listItems(batch.id), batch.position)
    : undefined;
}
