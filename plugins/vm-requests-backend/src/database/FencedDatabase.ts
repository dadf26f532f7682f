import { assertLeaseHeld, Lease } from '@backlot/backend-common';
import { Knex } from 'knex';

/** Writes in transactions, each of which checks first that the lease it is made under is still held. */
export class FencedDatabase {
  readonly client: Knex;
  readonly #lease: Lease | undefined;

  /** @param options - without a lease nothing is checked */
  constructor(options: { client: Knex; lease?: Lease }) {
    this.client = options.client;
    this.#lease = options.lease;
  }

  /** @throws ConflictError when the lease was lost; nothing is written then */
  async write<T>(work: (trx: Knex.Transaction) => Promise<T>): Promise<T> {
    return this.client.transaction(async trx => {
      if (this.#lease) {
        await assertLeaseHeld(trx, this.#lease);
      }
      return work(trx);
    });
  }
}
