import { LoggerService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError, toError } from '@backstage/errors';
import { InventoryProvider } from '@backlot/plugin-vm-inventory-node';
import { Clock } from '../clock';
import { RefreshRequest, SourceLease, SourceLeases } from '../leases';
import { InventoryStore } from '../store';
import { backoff, FailureKind, Failures, oneMoreFailure } from './backoff';
import { CollectorObserver } from './CollectorObserver';
import { CollectorSink } from './CollectorSink';

/**
 * Keeps one source collected while this replica holds its lease, again and again.
 *
 * @internal
 */
export class SourceCollector {
  readonly provider: InventoryProvider;
  readonly #store: InventoryStore;
  readonly #leases: SourceLeases;
  readonly #clock: Clock;
  readonly #logger: LoggerService;
  readonly #observer: CollectorObserver | undefined;
  readonly #stop = new AbortController();
  #lease: SourceLease | undefined;
  #refresh: { controller: AbortController; request?: RefreshRequest } = {
    controller: new AbortController(),
  };
  #running: Promise<void> | undefined;

  constructor(options: {
    provider: InventoryProvider;
    store: InventoryStore;
    leases: SourceLeases;
    clock: Clock;
    logger: LoggerService;
    observer?: CollectorObserver;
  }) {
    this.provider = options.provider;
    this.#store = options.store;
    this.#leases = options.leases;
    this.#clock = options.clock;
    this.#observer = options.observer;
    this.#logger = options.logger.child({ source: options.provider.source });
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  /** Has the source loaded anew, here and on the other replicas that collect it. */
  async refresh(request: RefreshRequest): Promise<void> {
    await this.#leases.requestRefresh(this.provider.source, request);
    await this.#lease?.beat();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    let failures: Failures | undefined;
    while (!signal.aborted) {
      try {
        this.#lease = await this.#leases.acquire(
          this.provider.source,
          this.#store.scope,
          {
            signal,
            onRefresh: request => {
              this.#refresh.request = request;
              this.#refresh.controller.abort();
            },
          },
        );
        failures = undefined;
        await this.#hold(this.#lease);
      } catch (error) {
        if (!signal.aborted) {
          failures = oneMoreFailure(failures, {
            kind: 'failed',
            loaded: false,
          });
          this.#logger.error(
            'Could not hold the lease of a source',
            toError(error),
          );
          await this.#sleep(failures, signal);
        }
      }
    }
  }

  async #hold(lease: SourceLease): Promise<void> {
    const ended = AbortSignal.any([this.#stop.signal, lease.signal]);
    try {
      let acceptLoss = false;
      let failures: Failures | undefined;
      while (!ended.aborted) {
        acceptLoss = this.#refresh.request?.acceptLoss ?? acceptLoss;
        this.#refresh = { controller: new AbortController() };
        const signal = AbortSignal.any([
          ended,
          this.#refresh.controller.signal,
        ]);
        const run = await this.#collect(lease, signal, acceptLoss);
        if (run.loaded) {
          acceptLoss = false;
        }
        if (run.failed) {
          this.#observer?.onFailed(this.provider.source);
          failures = oneMoreFailure(failures, {
            kind: run.failed,
            loaded: run.loaded,
          });
          await this.#sleep(failures, signal);
        }
      }
    } finally {
      this.#lease = undefined;
      await lease.release();
    }
  }

  /** One run of the provider. Without a failure it was told to end. */
  async #collect(
    lease: SourceLease,
    signal: AbortSignal,
    acceptLoss: boolean,
  ): Promise<{ loaded: boolean; failed?: FailureKind }> {
    const writer = {
      source: this.provider.source,
      fencing: lease.fencing,
    };
    const sink = new CollectorSink({
      store: this.#store,
      writer,
      clock: this.#clock,
      signal: AbortSignal.any([signal, lease.signal]),
      acceptLoss,
      observer: this.#observer,
    });
    try {
      await this.provider.run(sink, { signal });
      if (!signal.aborted) {
        throw new ServiceUnavailableError(
          `Source '${writer.source}' stopped reporting changes`,
        );
      }
    } catch (error) {
      if (!signal.aborted) {
        const failed = toError(error);
        this.#log(failed);
        this.#store.report(writer, {
          progress: undefined,
          lastError: { message: failed.message, at: this.#clock.now() },
        });
        const isUnreachable =
          failed.name === 'ServiceUnavailableError' && !sink.hasBegun;
        return {
          loaded: sink.hasLoaded,
          failed: isUnreachable ? 'unreachable' : 'failed',
        };
      }
    }
    return { loaded: sink.hasLoaded };
  }

  /** A source that is down for hours fails every few seconds, in the same words. */
  #log(failed: Error): void {
    const { lastError } = this.#store.reportOf(this.provider.source);
    if (lastError?.message === failed.message) {
      this.#logger.debug('A source could not be collected', failed);
    } else {
      this.#logger.warn('A source could not be collected', failed);
    }
  }

  async #sleep(failures: Failures, signal: AbortSignal): Promise<void> {
    try {
      await this.#clock.sleep(backoff(failures, Math.random()), { signal });
    } catch (error) {
      // Being woken is the point of the signal; anything else is not for here.
      if (!signal.aborted) {
        throw error;
      }
    }
  }
}
