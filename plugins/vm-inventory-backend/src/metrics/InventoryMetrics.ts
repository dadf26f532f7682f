import {
  MetricsService,
  MetricsServiceCounter,
  MetricsServiceHistogram,
} from '@backstage/backend-plugin-api/alpha';
import { Clock } from '../clock';
import { CollectorObserver, CollectorsHost } from '../collectors';
import { InventoryStore } from '../store';
import { StoreObserver } from '../store/StoreObserver';

// Seconds. Loads of large sources take minutes; changes and answers should take milliseconds.
const LOADS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];
const SHORT = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
];

const SOURCE = 'backlot.source';

/**
 * Tells OpenTelemetry how the inventory does. Durations are in seconds, as its semantic conventions
 * want them.
 *
 * @internal
 */
export class InventoryMetrics implements CollectorObserver, StoreObserver {
  readonly #loads: MetricsServiceHistogram;
  readonly #changes: MetricsServiceHistogram;
  readonly #followed: MetricsServiceHistogram;
  readonly #reconnects: MetricsServiceCounter;
  readonly #requests: MetricsServiceHistogram;
  readonly #clock: Clock;

  constructor(metrics: MetricsService, clock: Clock) {
    this.#clock = clock;
    this.#loads = metrics.createHistogram('backlot.inventory.load.duration', {
      description:
        'Duration of loads, from their start until their objects can be read',
      unit: 's',
      advice: { explicitBucketBoundaries: LOADS },
    });
    this.#changes = metrics.createHistogram('backlot.inventory.change.lag', {
      description:
        'Time from when a change is announced until it can be read from the collecting replica',
      unit: 's',
      advice: { explicitBucketBoundaries: SHORT },
    });
    this.#followed = metrics.createHistogram('backlot.inventory.follow.lag', {
      description:
        'Time from when a change reached Redis until it can be read from a replica that does not collect its source',
      unit: 's',
      advice: { explicitBucketBoundaries: SHORT },
    });
    this.#reconnects = metrics.createCounter('backlot.inventory.reconnects', {
      description: 'Connections to a source that ended in an error',
      unit: '{reconnect}',
    });
    this.#requests = metrics.createHistogram(
      'backlot.inventory.request.duration',
      {
        description: 'Duration of requests to the REST API',
        unit: 's',
        advice: { explicitBucketBoundaries: SHORT },
      },
    );
  }

  onLoaded(source: string, durationMs: number): void {
    this.#loads.record(durationMs / 1000, { [SOURCE]: source });
  }

  onApplied(source: string, durationMs: number): void {
    this.#changes.record(durationMs / 1000, { [SOURCE]: source });
  }

  onFollowed(source: string, sharedAt: number): void {
    // Redis' clock may be ahead of ours.
    const durationMs = Math.max(0, this.#clock.now() - sharedAt);
    this.#followed.record(durationMs / 1000, { [SOURCE]: source });
  }

  onFailed(source: string): void {
    this.#reconnects.add(1, { [SOURCE]: source });
  }

  /** @param route - as the OpenAPI document has it; absent where there is none */
  onRequest(request: {
    method: string;
    route: string | undefined;
    status: number;
    durationMs: number;
  }): void {
    this.#requests.record(request.durationMs / 1000, {
      'http.request.method': request.method,
      'http.response.status_code': request.status,
      ...(request.route && { 'http.route': request.route }),
    });
  }

  /** Tells, whenever it is asked, what this replica holds and how old that is. */
  static observe(
    metrics: MetricsService,
    options: {
      host: Pick<CollectorsHost, 'statuses'>;
      store: Pick<InventoryStore, 'status'>;
    },
  ): void {
    const { host, store } = options;
    metrics
      .createObservableGauge('backlot.inventory.objects', {
        description: 'Objects that this replica holds, by source and kind',
        unit: '{object}',
      })
      .addCallback(result => {
        for (const { source, objects } of host.statuses()) {
          for (const [kind, count] of Object.entries(objects)) {
            result.observe(count, { [SOURCE]: source, 'backlot.kind': kind });
          }
        }
      });
    metrics
      .createObservableGauge('backlot.inventory.source.age', {
        description: 'Time since a source last confirmed its data',
        unit: 's',
      })
      .addCallback(result => {
        for (const { source, state, ageMs } of host.statuses()) {
          if (ageMs !== undefined) {
            result.observe(ageMs / 1000, {
              [SOURCE]: source,
              'backlot.source.state': state,
            });
          }
        }
      });
    metrics
      .createObservableGauge('backlot.inventory.store.up', {
        description: '1 while the store of the inventory can be reached',
        unit: '1',
      })
      .addCallback(result => {
        const { type, problem } = store.status();
        result.observe(problem ? 0 : 1, { 'backlot.store': type });
      });
  }
}
