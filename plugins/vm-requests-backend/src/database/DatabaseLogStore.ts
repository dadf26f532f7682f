import { Lease } from '@backlot/backend-common';
import { Knex } from 'knex';
import { Clock } from '../clock';
import { FencedDatabase } from './FencedDatabase';
import { LogStage, LogStore } from './LogStore';

/** @see LogStore */
export class DatabaseLogStore implements LogStore {
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

  async save(request: string, stage: LogStage, content: string): Promise<void> {
    const row = { content, updated_at: this.#clock.now().toISOString() };
    await this.#db.write(trx =>
      trx('logs')
        .insert({ request_id: request, stage, ...row })
        .onConflict(['request_id', 'stage'])
        .merge(row),
    );
  }

  async read(request: string, stage: LogStage): Promise<string | undefined> {
    const row = await this.#db
      .client('logs')
      .where({ request_id: request, stage })
      .first('content');
    return row?.content;
  }
}
