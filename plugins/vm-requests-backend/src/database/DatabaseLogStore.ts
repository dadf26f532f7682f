import { Knex } from 'knex';
import { Clock } from '../clock';
import { LogStage, LogStore } from './LogStore';

/** @see LogStore */
export class DatabaseLogStore implements LogStore {
  readonly #db: Knex;
  readonly #clock: Clock;

  constructor(options: { client: Knex; clock: Clock }) {
    this.#db = options.client;
    this.#clock = options.clock;
  }

  async save(request: string, stage: LogStage, content: string): Promise<void> {
    const row = { content, updated_at: this.#clock.now().toISOString() };
    await this.#db('logs')
      .insert({ request_id: request, stage, ...row })
      .onConflict(['request_id', 'stage'])
      .merge(row);
  }

  async read(request: string, stage: LogStage): Promise<string | undefined> {
    const row = await this.#db('logs')
      .where({ request_id: request, stage })
      .first('content');
    return row?.content;
  }
}
