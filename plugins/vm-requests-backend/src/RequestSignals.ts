import { LoggerService } from '@backstage/backend-plugin-api';
import { ForwardedError } from '@backstage/errors';
import { SignalsService } from '@backstage/plugin-signals-node';

/** Channel of the signals. */
export const requestsChannel = 'vm-requests';

/** Milliseconds between two signals; changes in between share one. */
const apartMs = 250;

/**
 * Tells open pages that some request changed. Anybody who can reach the backend may listen, signed in
 * or not, so a signal is an empty message: pages ask again for what they may see.
 */
export class RequestSignals {
  readonly #signals: SignalsService;
  readonly #logger: LoggerService;
  #pause: NodeJS.Timeout | undefined;
  #changedMeanwhile = false;

  constructor(options: { signals: SignalsService; logger: LoggerService }) {
    this.#signals = options.signals;
    this.#logger = options.logger;
  }

  changed(): void {
    if (this.#pause) {
      this.#changedMeanwhile = true;
      return;
    }
    this.#publish();
    this.#pause = setTimeout(() => {
      this.#pause = undefined;
      if (this.#changedMeanwhile) {
        this.#changedMeanwhile = false;
        this.changed();
      }
    }, apartMs).unref();
  }

  #publish(): void {
    this.#signals
      .publish({
        recipients: { type: 'broadcast' },
        channel: requestsChannel,
        message: {},
      })
      .catch(error =>
        this.#logger.debug(
          'Open pages were not told that a request changed',
          new ForwardedError('Signal failed', error),
        ),
      );
  }
}
