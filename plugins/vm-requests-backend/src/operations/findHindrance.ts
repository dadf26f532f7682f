import { ForwardedError } from '@backstage/errors';
import { StoredRequest } from '../database/StoredRequest';
import { LedgerContext } from '../ledger/LedgerContext';
import { createOperationContext } from './createOperationContext';

/**
 * What stands in the way of a request's plan now, in words. Where that cannot be said nothing does: the
 * apply finds out.
 */
export async function findHindrance(
  context: LedgerContext,
  request: StoredRequest,
): Promise<string | undefined> {
  const { operations, signal, logger } = context;
  try {
    return await operations
      .planned(request)
      .hindrance?.(createOperationContext(context), request);
  } catch (error) {
    signal.throwIfAborted();
    logger.warn(
      'Whether something stands in the way of an apply is not known',
      new ForwardedError(`Request ${request.id} could not be looked at`, error),
    );
    return undefined;
  }
}
