import { toError } from '@backstage/errors';
import { WriterContext } from './WriterContext';

/**
 * Passes on to the other replicas what the collector says of its source, now and then.
 *
 * @internal
 */
export class ReportWriter {
  readonly #context: WriterContext;
  readonly #reportMs: number;
  #timer: NodeJS.Timeout | undefined;

  constructor(context: WriterContext, reportMs: number) {
    this.#context = context;
    this.#reportMs = reportMs;
  }

  schedule(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#publish().catch(error =>
        this.#context.logger.warn(
          'Could not share the state of the source through Redis; will try again',
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
    await this.#context.copy.queue.run(async () => {
      const collector = this.#context.collector();
      const { isShared, memory, position, source, state } = this.#context.copy;
      if (collector && isShared) {
        this.#context.onWritten(
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
