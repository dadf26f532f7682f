import { ConflictError, NotFoundError } from '@backstage/errors';
import { Lease } from '@backlot/backend-common';
import { BatchRef, BatchState } from '@backlot/plugin-vm-requests-common';
import { Knex } from 'knex';
import { Clock } from '../clock';
import { BatchList, BatchOpening, BatchStore } from './BatchStore';
import { FencedDatabase } from './FencedDatabase';
import { countOf, lockOwner } from './heldMachines';
import {
  BatchItemRow,
  BatchRow,
  fromJson,
  NameRow,
  RequestRow,
  toStoredBatch,
} from './rows';
import { NewBatch, StoredBatch, StoredBatchItem } from './StoredBatch';
import { keepName } from './writeNames';
import { wherePermitted } from './wherePermitted';

/** Rows of one statement. */
const chunk = 100;

type JoinedItemRow = BatchItemRow & {
  request_state: RequestRow['state'] | null;
  request_phase: RequestRow['phase'] | null;
  request_ends_as: RequestRow['ends_as'];
  request_message: RequestRow['message'];
  request_approvers: RequestRow['approvers'] | null;
  request_owner: RequestRow['owner'] | null;
  request_environment: RequestRow['environment'] | null;
  request_by: RequestRow['requested_by'] | null;
};

function toItem(row: JoinedItemRow): StoredBatchItem {
  return {
    batch: { id: row.batch_id, position: row.position },
    name: row.name,
    nameKey: row.name_key ?? undefined,
    values: JSON.parse(row.input),
    state: row.state,
    task: row.task_id ?? undefined,
    attempt: row.attempt,
    starts: row.starts,
    calledAt: row.called_at ?? undefined,
    message: row.message ?? undefined,
    isPassed: Boolean(row.passed),
    isTold: Boolean(row.told),
    request:
      row.request_id !== null && row.request_state && row.request_phase
        ? {
            id: row.request_id,
            state: row.request_state,
            phase: row.request_phase,
            endsAs: row.request_ends_as ?? undefined,
            message: row.request_message ?? undefined,
            approvers: fromJson<string[]>(row.request_approvers) ?? [],
            owner: row.request_owner ?? '',
            environment: row.request_environment ?? '',
            requestedBy: row.request_by ?? '',
          }
        : undefined,
  };
}

/** @see BatchStore */
export class DatabaseBatchStore implements BatchStore {
  readonly #db: FencedDatabase;
  readonly #clock: Clock;

  constructor(options: {
    client: Knex;
    clock: Clock;
    /** What each write checks first. */
    lease?: Lease;
  }) {
    this.#db = new FencedDatabase(options);
    this.#clock = options.clock;
  }

  async open(
    { items, ...batch }: NewBatch,
    opening: BatchOpening = {},
  ): Promise<StoredBatch> {
    const now = this.#now();
    const { owner, environment } = batch;
    const id = await this.#db.write(async trx => {
      const holder =
        opening.check && owner !== undefined && environment !== undefined
          ? { owner, environment }
          : undefined;
      if (holder) {
        await lockOwner(trx, holder);
      }
      const known = await this.#sameAs(trx, batch, opening);
      if (known) {
        return known.id;
      }
      if (holder) {
        opening.check?.(await countOf(trx, holder));
      }
      await trx<BatchRow>('batches')
        .insert({
          id: batch.id,
          kind: batch.kind,
          template: batch.template,
          task_id: opening.task ?? null,
          requested_by: batch.requestedBy,
          requested_for: batch.requestedFor ?? null,
          owner: owner ?? null,
          environment: environment ?? null,
          purpose: batch.purpose,
          in_turn: batch.inTurn,
          idempotency_key: batch.idempotency?.key ?? null,
          asked_digest: batch.idempotency?.digest ?? null,
          state: 'running',
          created_at: now,
          updated_at: now,
          wake_at: now,
          version: 0,
        })
        .onConflict()
        .ignore();
      // Another connection may have been faster, and has committed by now.
      const same = await this.#sameAs(trx, batch, opening);
      if (same && same.id !== batch.id) {
        return same.id;
      }
      const rows = items.map(
        ({ name, nameKey, values }, index): BatchItemRow => ({
          batch_id: batch.id,
          position: index + 1,
          name,
          name_key: nameKey ?? null,
          input: JSON.stringify(values),
          state: 'waiting',
          task_id: null,
          attempt: 1,
          starts: 1,
          called_at: null,
          request_id: null,
          message: null,
          passed: false,
          told: false,
        }),
      );
      for (let from = 0; from < rows.length; from += chunk) {
        await trx<BatchItemRow>('batch_items').insert(
          rows.slice(from, from + chunk),
        );
      }
      // In one order, so that of two batches with the same names one waits for the other.
      const named = rows
        .map(({ name, name_key: key, position }) => ({ name, key, position }))
        .filter(({ key }) => key !== null)
        .sort((one, other) => (one.key! < other.key! ? -1 : 1));
      for (const { name, key, position } of named) {
        await keepName(trx, { id: batch.id, position }, { name, key: key! });
      }
      return batch.id;
    });
    return this.get(id);
  }

  async get(id: string): Promise<StoredBatch> {
    const batch = await this.find(id);
    if (!batch) {
      throw new NotFoundError(`There is no batch ${id}.`);
    }
    return batch;
  }

  async find(id: string): Promise<StoredBatch | undefined> {
    const row = await this.#db
      .client<BatchRow>('batches')
      .where({ id })
      .first();
    return row && toStoredBatch(row);
  }

  async findByKey(
    requestedBy: string,
    key: string,
  ): Promise<StoredBatch | undefined> {
    const row = await this.#ofKey(this.#db.client, requestedBy, key);
    return row && toStoredBatch(row);
  }

  async findByTask(task: string): Promise<StoredBatch | undefined> {
    const row = await this.#ofTask(this.#db.client, task);
    return row && toStoredBatch(row);
  }

  async list(query: Parameters<BatchStore['list']>[0]): Promise<BatchList> {
    const { limit, after, task, filter } = query;
    const { client } = this.#db;
    const rows: (BatchRow & { count: number | string })[] = await client(
      'batches',
    )
      .modify(builder => {
        if (after !== undefined) {
          builder.where('id', '<', after);
        }
        if (task !== undefined) {
          builder.where({ task_id: task });
        }
        if (filter) {
          wherePermitted(builder, filter, 'batches');
        }
      })
      .orderBy('id', 'desc')
      .limit(limit + 1)
      .select(
        'batches.*',
        client('batch_items')
          .where('batch_id', client.ref('batches.id'))
          .count('*')
          .as('count'),
      );
    const items = rows
      .slice(0, limit)
      .map(row => ({ ...toStoredBatch(row), count: Number(row.count) }));
    return { items, last: rows.length > limit ? items.at(-1)?.id : undefined };
  }

  async listItems(id: string): Promise<StoredBatchItem[]> {
    const rows = await this.#items(id);
    return rows.map(toItem);
  }

  async getItem({ id, position }: BatchRef): Promise<StoredBatchItem> {
    const [row] = await this.#items(id, position);
    if (!row) {
      throw new NotFoundError(`Batch ${id} has no number ${position}.`);
    }
    return toItem(row);
  }

  async listDue(options: { now: string; limit: number }): Promise<string[]> {
    const rows = await this.#db
      .client<BatchRow>('batches')
      .where('wake_at', '<=', options.now)
      .orderBy('wake_at')
      .limit(options.limit)
      .select('id');
    return rows.map(({ id }) => id);
  }

  async findName(nameKey: string): Promise<BatchRef | undefined> {
    const row = await this.#db
      .client<NameRow>('names')
      .where({ name_key: nameKey })
      .whereNull('machine_id')
      .first();
    return row?.batch_id && row.batch_position
      ? { id: row.batch_id, position: row.batch_position }
      : undefined;
  }

  async listNames(beginning: string): Promise<string[]> {
    return this.#db
      .client<NameRow>('names')
      .where('name_key', '>=', beginning)
      .where('name_key', '<', `${beginning}\u{10ffff}`)
      .pluck('name_key');
  }

  async call(item: StoredBatchItem): Promise<boolean> {
    return this.#change(item, ['waiting', 'opening'], {
      state: 'opening',
      called_at: item.calledAt ?? this.#now(),
    });
  }

  async setTask(item: StoredBatchItem, task: string): Promise<void> {
    await this.#change(item, ['opening'], { task_id: task });
  }

  async wait(item: StoredBatchItem): Promise<void> {
    await this.#change(item, ['opening'], {
      state: 'waiting',
      task_id: null,
      attempt: item.attempt + 1,
      starts: item.starts + 1,
      called_at: null,
    });
  }

  async fail(item: StoredBatchItem, message: string): Promise<void> {
    await this.#change(
      item,
      ['waiting', 'opening'],
      { state: 'failed', message },
      trx => this.#letNamesGo(trx, item.batch.id, [item.batch.position]),
    );
  }

  async setTold(id: string, positions: number[]): Promise<void> {
    await this.#set(id, positions, { told: true });
  }

  async pass(id: string, positions: number[]): Promise<void> {
    await this.#set(id, positions, { passed: true }, trx =>
      this.#wake(trx, id),
    );
  }

  async postpone(
    batch: StoredBatch,
    { state, wakeAt }: { state: BatchState; wakeAt?: string },
  ): Promise<void> {
    await this.#db.write(trx =>
      trx<BatchRow>('batches')
        // What changed meanwhile has it looked at again.
        .where({ id: batch.id, version: batch.version })
        .update({
          state,
          wake_at: wakeAt ?? null,
          ...(state !== batch.state && { updated_at: this.#now() }),
        }),
    );
  }

  async hurry(requests: string[]): Promise<void> {
    await this.#db.write(trx =>
      trx<RequestRow>('requests')
        .whereIn('id', requests)
        .where({ state: 'approved', phase: 'starting' })
        .update({ wake_at: this.#now() }),
    );
  }

  async cancelRest(id: string): Promise<void> {
    await this.#db.write(async trx => {
      const rest = await trx<BatchItemRow>('batch_items')
        .where({ batch_id: id })
        .whereIn('state', ['waiting', 'opening'])
        .forUpdate()
        .select('position');
      const positions = rest.map(({ position }) => position);
      await trx<BatchItemRow>('batch_items')
        .where({ batch_id: id })
        .whereIn('position', positions)
        .update({ state: 'cancelled' });
      await this.#letNamesGo(trx, id, positions);
      await this.#wake(trx, id);
    });
  }

  async retry(item: StoredBatchItem): Promise<void> {
    const { id, position } = item.batch;
    const retried = await this.#change(
      item,
      [item.state],
      {
        state: 'waiting',
        task_id: null,
        attempt: item.attempt + 1,
        starts: 1,
        called_at: null,
        request_id: null,
        message: null,
        passed: false,
        told: false,
      },
      async trx => {
        await trx<BatchRow>('batches').where({ id }).update({
          state: 'running',
        });
        if (item.nameKey !== undefined) {
          await keepName(
            trx,
            { id, position },
            { name: item.name, key: item.nameKey },
          );
        }
        await this.#wake(trx, id);
      },
    );
    if (!retried) {
      throw new ConflictError(
        `Number ${position} of batch ${id} has changed in the meantime; look at it again.`,
      );
    }
  }

  /**
   * Compare-and-set: only as it was read, in the same attempt, and without a request that it has got
   * since.
   */
  async #change(
    { batch: { id, position }, attempt, request }: StoredBatchItem,
    states: BatchItemRow['state'][],
    columns: Partial<BatchItemRow>,
    also: (trx: Knex.Transaction) => Promise<void> = async () => {},
  ): Promise<boolean> {
    return this.#db.write(async trx => {
      const updated = await trx<BatchItemRow>('batch_items')
        .where({
          batch_id: id,
          position,
          attempt,
          request_id: request?.id ?? null,
        })
        .whereIn('state', states)
        .update(columns);
      if (updated === 1) {
        await also(trx);
      }
      return updated === 1;
    });
  }

  async #set(
    id: string,
    positions: number[],
    columns: Partial<BatchItemRow>,
    also: (trx: Knex.Transaction) => Promise<void> = async () => {},
  ): Promise<void> {
    await this.#db.write(async trx => {
      await trx<BatchItemRow>('batch_items')
        .where({ batch_id: id })
        .whereIn('position', positions)
        .update(columns);
      await also(trx);
    });
  }

  /** Has a batch looked at: in the transaction that changes it, or a crash would leave it asleep. */
  async #wake(trx: Knex.Transaction, id: string): Promise<void> {
    const now = this.#now();
    await trx<BatchRow>('batches')
      .where({ id })
      .update({
        wake_at: now,
        updated_at: now,
        version: trx.raw('version + 1'),
      });
  }

  async #letNamesGo(
    trx: Knex.Transaction,
    id: string,
    positions: number[],
  ): Promise<void> {
    await trx<NameRow>('names')
      .where({ batch_id: id })
      .whereNull('machine_id')
      .whereIn('batch_position', positions)
      .delete();
  }

  async #items(id: string, position?: number): Promise<JoinedItemRow[]> {
    return this.#db
      .client('batch_items')
      .where({ 'batch_items.batch_id': id })
      .modify(builder => {
        if (position !== undefined) {
          builder.where({ 'batch_items.position': position });
        }
      })
      .leftJoin('requests', 'requests.id', 'batch_items.request_id')
      .orderBy('batch_items.position')
      .select(
        'batch_items.*',
        'requests.state as request_state',
        'requests.phase as request_phase',
        'requests.ends_as as request_ends_as',
        'requests.message as request_message',
        'requests.approvers as request_approvers',
        'requests.owner as request_owner',
        'requests.environment as request_environment',
        'requests.requested_by as request_by',
      );
  }

  /** The batch that is there by the same key or task. */
  async #sameAs(
    db: Knex,
    { requestedBy, idempotency }: Omit<NewBatch, 'items'>,
    { task }: BatchOpening,
  ): Promise<BatchRow | undefined> {
    const row = task === undefined ? undefined : await this.#ofTask(db, task);
    return (
      row ?? (idempotency && this.#ofKey(db, requestedBy, idempotency.key))
    );
  }

  #ofKey(
    db: Knex,
    requestedBy: string,
    key: string,
  ): Promise<BatchRow | undefined> {
    return db<BatchRow>('batches')
      .where({ requested_by: requestedBy, idempotency_key: key })
      .first();
  }

  #ofTask(db: Knex, task: string): Promise<BatchRow | undefined> {
    return db<BatchRow>('batches').where({ task_id: task }).first();
  }

  #now(): string {
    return this.#clock.now().toISOString();
  }
}
