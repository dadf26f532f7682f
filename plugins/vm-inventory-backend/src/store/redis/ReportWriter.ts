import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { InventoryWriter } from '../InventoryStore';
import { Written } from './SharedState';
import { SourceCopy } from './SourceCopy';

/**
 * Passes on to the other replicas what the collector says of its source, now and then.
 *
 * @internal
 */
export class ReportWriter {
  readonly #copy: SourceCopy;
  readonly #collector: () => InventoryWriter | undefined;
  readonly #onWritten: (written: Written) => void;
  readonly #logger: LoggerService;
  readonly #reportMs: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: {
    copy: SourceCopy;
    collector: () => InventoryWriter | undefined;
    onWritten: (written: Written) => void;
    logger: LoggerService;
    reportMs: number;
  }) {
    this.#copy = options.copy;
    this.#collector = options.collector;
    this.#onWritten = options.onWritten;
    this.#logger = options.logger;
    this.#reportMs = options.reportMs;
  }

  schedule(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#publish().catch(error =>
        this.#logger.warn(
          'Could not pass on through Redis how the source is; it is tried again',
          toError(error),
        ),
      );
    }, this.#reportMs);
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#publish();
  }

  async #publish(): Promise<void> {
    await this.#copy.queue.run(async () => {
      const collector = this.#collector();
      const { isShared, memory, position, source, state } = this.#copy;
      if (collector && isShared) {
        this.#onWritten(
          await state.report(
            collector,
            position.epoch,
            memory.reportOf(source),
          ),
        );
      }
    });
  }
}
