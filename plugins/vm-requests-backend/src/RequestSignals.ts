import { LoggerService } from '@backstage/backend-plugin-api';
import { ForwardedError } from '@backstage/errors';
import { SignalsService } from '@backstage/plugin-signals-node';

/** Channel of the signals; a message holds the id of a request that changed, and nothing else. */
export const requestsChannel = 'vm-requests';

/** Tells open pages which request changed. Everybody hears it, so it says no more than the id. */
export class RequestSignals {
  readonly #signals: SignalsService;
  readonly #logger: LoggerService;

  constructor(options: { signals: SignalsService; logger: LoggerService }) {
    this.#signals = options.signals;
    this.#logger = options.logger;
  }

  changed(id: string): void {
    this.#signals
      .publish({
        recipients: { type: 'broadcast' },
        channel: requestsChannel,
        message: { id },
      })
      .catch(error =>
        this.#logger.debug(
          `Nobody was told that request ${id} changed`,
          new ForwardedError('Signal failed', error),
        ),
      );
  }
}
