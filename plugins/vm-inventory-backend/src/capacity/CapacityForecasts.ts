import {
  addDays,
  CAPACITY_TREND_DAYS,
  CapacityDay,
  CapacityForecast,
  CapacityResource,
  CapacityTrend,
  capacityTrend,
  dayOf,
  forecastCapacity,
  Room,
  TooLittleHistory,
} from '@backlot/plugin-vm-inventory-common';
import { setImmediate } from 'node:timers/promises';
import { Clock } from '../clock';
import { CapacityHistoryStore, CapacityObject } from './CapacityHistoryStore';

// The history has one row a day; the trend need not be worked out for each page that shows it.
const KEPT_MS = 10 * 60_000;

type Trends = ReadonlyMap<string, CapacityTrend | TooLittleHistory>;

/**
 * Says of an object's room now when nothing will be left of it.
 *
 * @internal
 */
export type ForecastOf = (
  object: Pick<CapacityObject, 'source' | 'kind' | 'id'>,
  resource: CapacityResource,
  room: Room,
) => CapacityForecast;

/**
 * When clusters and datastores will be full: trends of their history, worked out now and then, and
 * what they have room for now.
 *
 * @internal
 */
export class CapacityForecasts {
  readonly #history: CapacityHistoryStore;
  readonly #clock: Clock;
  #trends: { until: number; loaded: Promise<Trends> } | undefined;

  constructor(options: { history: CapacityHistoryStore; clock: Clock }) {
    this.#history = options.history;
    this.#clock = options.clock;
  }

  async forecasts(): Promise<ForecastOf> {
    const today = dayOf(this.#clock.now());
    const trends = await this.#current(today);
    return (object, resource, room) =>
      forecastCapacity(
        room,
        trends.get(keyOf(object, resource)) ?? capacityTrend([], { today }),
        { today },
      );
  }

  /** Has trends worked out anew when they are asked for next, because there is more history. */
  forget(): void {
    this.#trends = undefined;
  }

  async #current(today: string): Promise<Trends> {
    const now = this.#clock.now();
    if (!this.#trends || this.#trends.until <= now) {
      const trends = { until: now + KEPT_MS, loaded: this.#load(today) };
      this.#trends = trends;
      trends.loaded.catch(() => {
        if (this.#trends === trends) {
          this.#trends = undefined;
        }
      });
    }
    return this.#trends.loaded;
  }

  async #load(today: string): Promise<Trends> {
    const byKey = new Map<string, CapacityDay[]>();
    const first = addDays(today, 1 - CAPACITY_TREND_DAYS);
    for (const day of await this.#history.since(first)) {
      const key = keyOf(day.object, day.resource);
      const days = byKey.get(key);
      if (days) {
        days.push(day);
      } else {
        byKey.set(key, [day]);
      }
    }
    const trends = new Map<string, CapacityTrend | TooLittleHistory>();
    for (const [key, days] of byKey) {
      trends.set(key, capacityTrend(days, { today }));
      // Each takes about a millisecond; there may be hundreds, and others wait.
      await setImmediate();
    }
    return trends;
  }
}

function keyOf(
  { source, kind, id }: Pick<CapacityObject, 'source' | 'kind' | 'id'>,
  resource: CapacityResource,
): string {
  return [source, kind, id, resource].join('\n');
}
