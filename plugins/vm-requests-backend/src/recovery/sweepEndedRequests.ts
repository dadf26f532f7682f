import { LoggerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { Clock, isoAfter } from '../clock';
import { Swept, sweepEnded } from '../database/sweepEnded';
import { LedgerSettings } from '../ledger/LedgerSettings';

/** Deletes what configuration lets be deleted of requests that ended long ago. */
export async function sweepEndedRequests(options: {
  client: Knex;
  clock: Clock;
  settings: Pick<LedgerSettings, 'retention'>;
  logger: LoggerService;
  signal: AbortSignal;
}): Promise<void> {
  const { client, clock, settings, logger, signal } = options;
  for (const [what, kept] of Object.entries(settings.retention)) {
    if (kept !== undefined) {
      const rows = await sweepEnded(client, {
        what: what as Swept,
        before: isoAfter(clock, -kept),
        signal,
      });
      if (rows > 0) {
        logger.info(`Deleted ${rows} ${what} of requests that ended long ago`);
      }
    }
  }
}
