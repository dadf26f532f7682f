import { Knex } from 'knex';
import { Clock } from '../clock';
import { EffectStore } from './EffectStore';
import { EffectRow, toEffect } from './rows';
import { Effect } from './StoredRequest';

/** @see EffectStore */
export class DatabaseEffectStore implements EffectStore {
  readonly #db: Knex;
  readonly #clock: Clock;

  constructor(options: { client: Knex; clock: Clock }) {
    this.#db = options.client;
    this.#clock = options.clock;
  }

  async list(request: string): Promise<Effect[]> {
    const rows = await this.#db<EffectRow>('effects')
      .where({ request_id: request })
      .orderBy([{ column: 'position' }, { column: 'id' }]);
    return rows.map(toEffect);
  }

  async listDue(options: { now: string; limit: number }): Promise<Effect[]> {
    const rows = await this.#db<EffectRow>('effects')
      .whereNull('done_at')
      .where('next_at', '<=', options.now)
      .orderBy('next_at')
      .limit(options.limit);
    return rows.map(toEffect);
  }

  async take(effect: Effect, nextAt: string): Promise<boolean> {
    const updated = await this.#db<EffectRow>('effects')
      .where({ id: effect.id, tries: effect.tries })
      .whereNull('done_at')
      .update({ tries: effect.tries + 1, next_at: nextAt });
    return updated === 1;
  }

  async postpone(effect: Effect, nextAt: string): Promise<void> {
    await this.#db<EffectRow>('effects')
      .where({ id: effect.id })
      .whereNull('done_at')
      .update({ next_at: nextAt });
  }

  async finish(effect: Effect, options: { detail?: string }): Promise<void> {
    await this.#db<EffectRow>('effects')
      .where({ id: effect.id })
      .whereNull('done_at')
      .update({
        done_at: this.#clock.now().toISOString(),
        detail: options.detail ?? null,
      });
  }

  async explain(effect: Effect, detail: string): Promise<void> {
    await this.#db<EffectRow>('effects')
      .where({ id: effect.id })
      .whereNull('done_at')
      .update({ detail });
  }
}
