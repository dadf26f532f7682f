import { LoggerService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  SourceRefreshRequest,
  SourceStatus,
  SourceTest,
} from '@backlot/plugin-vm-inventory-common';
import { InventoryProvider } from '@backlot/plugin-vm-inventory-node';
import { Clock } from '../clock';
import { SourceLeases } from '../leases';
import { InventoryStore } from '../store';
import { CollectorObserver } from './CollectorObserver';
import { SourceCollector } from './SourceCollector';
import { sourceStatus } from './sourceStatus';

/**
 * Collects all sources and says how they are.
 *
 * @internal
 */
export class CollectorsHost {
  /** In order of their sources' names. */
  readonly #collectors: ReadonlyMap<string, SourceCollector>;
  readonly #store: InventoryStore;
  readonly #clock: Clock;
  readonly #staleAfterMs: number;

  constructor(options: {
    providers: readonly InventoryProvider[];
    store: InventoryStore;
    leases: SourceLeases;
    clock: Clock;
    logger: LoggerService;
    staleAfterMs: number;
    observer?: CollectorObserver;
  }) {
    this.#collectors = new Map(
      options.providers
        .map((provider): [string, SourceCollector] => [
          provider.source,
          new SourceCollector({ ...options, provider }),
        ])
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
    this.#store = options.store;
    this.#clock = options.clock;
    this.#staleAfterMs = options.staleAfterMs;
  }

  start(): void {
    this.#collectors.forEach(collector => collector.start());
  }

  async stop(): Promise<void> {
    await Promise.all(
      [...this.#collectors.values()].map(collector => collector.stop()),
    );
  }

  /** Names of all sources, in order. */
  sources(): string[] {
    return [...this.#collectors.keys()];
  }

  statuses(): SourceStatus[] {
    return this.sources().map(source => this.status(source));
  }

  /** @throws NotFoundError when there is no such source */
  status(source: string): SourceStatus {
    return sourceStatus(
      this.#collector(source).provider,
      this.#store.reportOf(source),
      this.#store.snapshot().counts(source),
      { now: this.#clock.now(), staleAfterMs: this.#staleAfterMs },
    );
  }

  /** @throws NotFoundError when there is no such source */
  async refresh(source: string, request: SourceRefreshRequest): Promise<void> {
    await this.#collector(source).refresh({
      acceptLoss: request.acceptLoss ?? false,
    });
  }

  /** @throws NotFoundError when there is no such source */
  async test(
    source: string,
    options: { signal: AbortSignal },
  ): Promise<SourceTest> {
    const steps = [];
    for await (const step of this.#collector(source).provider.test(options)) {
      steps.push(step);
    }
    return { source, ok: steps.every(({ ok }) => ok), steps };
  }

  #collector(source: string): SourceCollector {
    const collector = this.#collectors.get(source);
    if (!collector) {
      throw new NotFoundError(
        `There is no source '${source}'. There are: ${
          this.sources().join(', ') || 'none'
        }.`,
      );
    }
    return collector;
  }
}
