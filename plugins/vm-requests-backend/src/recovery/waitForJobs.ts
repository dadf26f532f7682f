import { StoredRequest } from '../database/StoredRequest';
import { LedgerContext } from '../ledger/LedgerContext';
import { JobPlace } from '../peers/RequestPeers';
import { NotYet } from './NotYet';

/** After so many looks that failed nobody waits any more for what they would have shown. */
export const mostLooks = 3;

/** Whether a job runs. Where that cannot be seen for long, the plan that follows finds out. */
async function mayRun(
  { peers, signal }: LedgerContext,
  request: StoredRequest,
  place: JobPlace,
): Promise<boolean> {
  try {
    return await peers.jobs.isRunning(place);
  } catch (error) {
    signal.throwIfAborted();
    if (request.setbacks < mostLooks) {
      throw error;
    }
    return false;
  }
}

/** @throws NotYet while a job works on the place */
export async function waitForJobs(
  context: LedgerContext,
  request: StoredRequest,
  place: JobPlace,
): Promise<void> {
  if (await mayRun(context, request, place)) {
    throw new NotYet(
      `Waits for Atlantis to end its job on ${request.directory}.`,
      'atlantis',
    );
  }
}
