import { Lease, Leases } from '@backlot/backend-common';
import { Knex } from 'knex';
import { Clock } from '../clock';
import { effectLease } from '../ledger/leaseNames';
import { EffectStore } from './EffectStore';
import { FencedDatabase } from './FencedDatabase';
import { EffectRow, toEffect } from './rows';
import { DueEffect, Effect, StoredRequest } from './StoredRequest';

/** @see EffectStore */
export class DatabaseEffectStore implements EffectStore {
  readonly #db: FencedDatabase;
  readonly #clock: Clock;
  readonly #leases: Leases;

  constructor(options: {
    client: Knex;
    clock: Clock;
    leases: Leases;
    /** What each write checks first. */
    lease?: Lease;
  }) {
    this.#db = new FencedDatabase(options);
    this.#clock = options.clock;
    this.#leases = options.leases;
  }

  async list(request: string): Promise<Effect[]> {
    const rows = await this.#db
      .client<EffectRow>('effects')
      .where({ request_id: request })
      .orderBy([{ column: 'position' }, { column: 'id' }]);
    return rows.map(toEffect);
  }

  async listHookCalls(machine: string): Promise<Effect[]> {
    const rows = await this.#db
      .client<EffectRow>('effects')
      .whereIn(
        'request_id',
        this.#db.client('requests').where({ machine_id: machine }).select('id'),
      )
      .where({ what: 'machine-hook' })
      .orderBy('id')
      .select<EffectRow[]>();
    return rows.map(toEffect);
  }

  async listDue(options: { now: string; limit: number }): Promise<DueEffect[]> {
    const { client } = this.#db;
    const rows = await client<EffectRow>('effects')
      .whereNull('done_at')
      .where('next_at', '<=', options.now)
      .modify(builder =>
        this.#leases.whereFree(
          builder,
          client.raw('? || ??', [effectLease(''), 'effects.id']),
        ),
      )
      .orderBy('next_at')
      .limit(options.limit);
    // Steps of giving back have no time of their own.
    return rows.map((row: EffectRow) => toEffect(row) as DueEffect);
  }

  async listOpen(
    what: DueEffect['what'],
    {
      of,
      limit,
    }: {
      of: Pick<StoredRequest, 'stack' | 'repository' | 'baseBranch'>;
      limit: number;
    },
  ): Promise<DueEffect[]> {
    const rows = await this.#db
      .client<EffectRow>('effects')
      .join('requests', 'requests.id', 'effects.request_id')
      .whereNull('effects.done_at')
      .where({
        'effects.what': what,
        'requests.stack': of.stack,
        'requests.repository': of.repository,
        'requests.base_branch': of.baseBranch,
      })
      .orderBy('effects.id')
      .limit(limit)
      .select<EffectRow[]>('effects.*');
    return rows.map(row => toEffect(row) as DueEffect);
  }

  async take(effect: Effect, nextAt: string): Promise<boolean> {
    const updated = await this.#db.write(trx =>
      trx<EffectRow>('effects')
        .where({ id: effect.id, tries: effect.tries })
        .whereNull('done_at')
        .update({ tries: effect.tries + 1, next_at: nextAt }),
    );
    return updated === 1;
  }

  async postpone(effect: Effect, nextAt: string): Promise<void> {
    await this.#update(effect, { next_at: nextAt });
  }

  async finish(effect: Effect, options: { detail?: string }): Promise<void> {
    await this.#update(effect, {
      done_at: this.#clock.now().toISOString(),
      detail: options.detail ?? null,
    });
  }

  async explain(effect: Effect, detail: string): Promise<void> {
    await this.#update(effect, { detail });
  }

  async #update(effect: Effect, columns: Partial<EffectRow>): Promise<void> {
    await this.#db.write(trx =>
      trx<EffectRow>('effects')
        .where({ id: effect.id })
        .whereNull('done_at')
        .update(columns),
    );
  }
}
