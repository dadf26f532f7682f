import { LoggerService } from '@backstage/backend-plugin-api';
import { VimClient } from './propertyCollector/VimClient';
import { isSessionLost } from './soap/VimFault';

/**
 * Signs out, as vCenter keeps only so many sessions. Whoever ends it has what he wanted: where it
 * fails, the session runs out by itself at vCenter.
 *
 * @internal
 */
export async function endSession(
  client: VimClient,
  logger: LoggerService,
): Promise<void> {
  try {
    await client.logout({ signal: AbortSignal.timeout(2_000) });
  } catch (error) {
    if (!isSessionLost(error)) {
      logger.debug(`Could not end a session: ${error}`);
    }
  }
}
