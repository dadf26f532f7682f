import { LoggerService } from '@backstage/backend-plugin-api';
import {
  addDays,
  dayOf,
  InventoryCapacity,
  PlacementPolicy,
} from '@backlot/plugin-vm-inventory-common';
import { CapacityPast } from '@backlot/plugin-vm-inventory-node';
import { Clock } from '../clock';
import { CollectorsHost } from '../collectors';
import { ReservationStore } from '../reservations';
import { InventoryStore } from '../store';
import { CapacityHistoryStore, CapacitySample } from './CapacityHistoryStore';
import { readCapacity } from './readCapacity';

/**
 * Writes down what there is room for now.
 *
 * @internal
 */
export class CapacitySampler {
  readonly #context: {
    store: InventoryStore;
    reservations: ReservationStore;
    policy: PlacementPolicy;
  };
  readonly #sources: Pick<CollectorsHost, 'statuses'>;
  readonly #history: CapacityHistoryStore;
  readonly #clock: Clock;
  readonly #logger: LoggerService;
  readonly #retentionDays: number;
  readonly #past: CapacityPast | undefined;

  constructor(options: {
    store: InventoryStore;
    reservations: ReservationStore;
    policy: PlacementPolicy;
    sources: Pick<CollectorsHost, 'statuses'>;
    history: CapacityHistoryStore;
    clock: Clock;
    logger: LoggerService;
    /** How many days are kept, today included. */
    retentionDays: number;
    past: CapacityPast | undefined;
  }) {
    const { store, reservations, policy } = options;
    this.#context = { store, reservations, policy };
    this.#sources = options.sources;
    this.#history = options.history;
    this.#clock = options.clock;
    this.#logger = options.logger;
    this.#retentionDays = options.retentionDays;
    this.#past = options.past;
  }

  /**
   * Makes what is now the row of today. A source that is not live is left out, because what was
   * known of it once is no measurement of today.
   */
  async sample(): Promise<void> {
    const today = dayOf(this.#clock.now());
    const first = addDays(today, 1 - this.#retentionDays);
    for (const { source, state } of this.#sources.statuses()) {
      if (state === 'live') {
        const samples = samplesOf(
          await readCapacity(this.#context, { source }),
        );
        await this.#bringPast(source, samples, { first, today });
        await this.#history.record(today, samples);
      } else {
        this.#logger.info(
          'Did not record the capacity of a source, because the source is not live',
          { source, state },
        );
      }
    }
    await this.#history.prune(first);
  }

  /** Fetches the past of what is seen for the first time. */
  async #bringPast(
    source: string,
    samples: readonly CapacitySample[],
    { first, today }: { first: string; today: string },
  ): Promise<void> {
    if (!this.#past) {
      return;
    }
    const known = new Set(
      (await this.#history.objects(source)).map(({ kind, id }) => kind + id),
    );
    const byDay = new Map<string, CapacitySample[]>();
    for (const { object, rooms } of samples) {
      if (!known.has(object.kind + object.id)) {
        const days = await this.#past.daysOf(object, { day: today, rooms });
        for (const past of days) {
          if (past.day >= first && past.day < today) {
            const ofDay = byDay.get(past.day) ?? [];
            ofDay.push({ object, rooms: past.rooms });
            byDay.set(past.day, ofDay);
          }
        }
      }
    }
    const { origin } = this.#past;
    for (const [day, ofDay] of byDay) {
      await this.#history.record(day, ofDay, { origin });
    }
  }
}

/** The numbers that were measured: an inaccessible datastore's zeros were not. */
function samplesOf(
  capacity: Pick<InventoryCapacity, 'clusters' | 'datastores'>,
): CapacitySample[] {
  return [
    ...capacity.clusters.map(
      ({ source, id, name, datacenter, cpu, memory }): CapacitySample => ({
        object: { source, kind: 'cluster', id, name, datacenter },
        rooms: { cpu, memory },
      }),
    ),
    ...capacity.datastores
      .filter(({ storage }) => storage.total > 0)
      .map(
        ({ source, id, name, datacenter, storage }): CapacitySample => ({
          object: { source, kind: 'datastore', id, name, datacenter },
          rooms: { storage },
        }),
      ),
  ];
}
