import { LoggerService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError, toError } from '@backstage/errors';
import { SourceStatus } from '@backlot/plugin-vm-inventory-common';
import { Visibility } from '../access';
import { CAUSE_ELSEWHERE } from '../access/causes';

// These say what was wrong with the question, in words of ours.
const OF_THE_QUESTION = ['InputError', 'NotFoundError', 'NotImplementedError'];

/**
 * What a source answers to a question of somebody. Who may not test sources is told that it does
 * not answer; the cause goes to the log.
 *
 * @internal
 */
export async function askSource<T>(
  ask: () => Promise<T>,
  options: {
    source: Pick<SourceStatus, 'source' | 'title'>;
    visibility: Pick<Visibility, 'seesCauses'>;
    logger: LoggerService;
  },
): Promise<T> {
  const { source, visibility, logger } = options;
  try {
    return await ask();
  } catch (error) {
    const failed = toError(error);
    if (visibility.seesCauses || OF_THE_QUESTION.includes(failed.name)) {
      throw error;
    }
    logger.warn(
      `Source '${source.source}' could not answer a question`,
      failed,
    );
    // Not with the cause: it would be sent along.
    throw new ServiceUnavailableError(
      `${source.title} does not answer at the moment. Try again in a few minutes. ${CAUSE_ELSEWHERE}`,
    );
  }
}
