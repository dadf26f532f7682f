import { Row } from './tables';

/** @internal */
export interface TableSnapshot<T> {
  nextId: number;
  rows: T[];
}

/** @internal */
export type NewRow<T extends Row> = Omit<T, keyof Row>;

/**
 * One table: records by id, with ids and times given as a database does.
 *
 * @internal
 */
export class Table<T extends Row> {
  readonly #rows = new Map<number, T>();
  readonly #now: () => string;
  #nextId = 1;

  /** @param now - gives each call a later time, with microseconds */
  constructor(now: () => string, snapshot?: TableSnapshot<T>) {
    this.#now = now;
    if (snapshot) {
      this.#nextId = snapshot.nextId;
      snapshot.rows.forEach(row => this.#rows.set(row.id, row));
    }
  }

  all(): T[] {
    return [...this.#rows.values()];
  }

  get(id: number): T | undefined {
    return this.#rows.get(id);
  }

  insert(values: NewRow<T>): T {
    const row = {
      ...values,
      id: this.#nextId,
      created: this.#now(),
      last_updated: this.#now(),
    } as T;
    this.#nextId += 1;
    this.#rows.set(row.id, row);
    return row;
  }

  update(id: number, values: Partial<NewRow<T>>): T {
    const row = {
      ...this.#rows.get(id),
      ...values,
      last_updated: this.#now(),
    } as T;
    this.#rows.set(id, row);
    return row;
  }

  delete(id: number): void {
    this.#rows.delete(id);
  }

  snapshot(): TableSnapshot<T> {
    return { nextId: this.#nextId, rows: this.all() };
  }
}
