/**
 * A page of a list that can be read from any offset.
 *
 * @public
 */
export interface OffsetPage<T> {
  items: T[];
  /** Number of all items of the list. */
  total: number;
}

/**
 * What is known of a list of which only the part that is looked at is loaded.
 *
 * @internal
 */
export interface ItemWindowView<T, P> {
  itemAt: (index: number) => T | undefined;
  /** Absent until the first answer. */
  total?: number;
  /** The last answer. */
  page?: P;
  error?: Error;
  loading: boolean;
}

interface Loading {
  abort: AbortController;
  turn: number;
}

const PATIENCE_MS = 60;

/**
 * Loads the part of a list that is looked at, in pages, and keeps some that were.
 *
 * @internal
 */
export class ItemWindow<T, P extends OffsetPage<T>> {
  readonly #load: ItemWindowOptions<T, P>['load'];
  readonly #pageSize: number;
  readonly #mostPages: number;
  readonly #onChange: ItemWindowOptions<T, P>['onChange'];
  /** Of the pages kept, the least recently looked at first. */
  readonly #pages = new Map<number, { items: T[]; turn: number }>();
  readonly #loading = new Map<number, Loading>();
  #range: [number, number];
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #total: number | undefined;
  #page: P | undefined;
  #error: Error | undefined;

  constructor(options: ItemWindowOptions<T, P>) {
    this.#load = options.load;
    this.#pageSize = options.pageSize;
    this.#mostPages = options.mostPages;
    this.#onChange = options.onChange;
    this.#range = [options.first, options.first];
  }

  /** Says which items are looked at, the last one included. Loads what is missing of them soon. */
  show(first: number, last: number): void {
    this.#range = [first, last];
    // Not at once, so that a scroll to the end does not load all that it passes.
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#loadMissing();
    }, PATIENCE_MS);
  }

  /** Loads what is looked at anew; until it is there, what is known is shown. */
  reload(): void {
    this.#turn++;
    this.#loadMissing();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#loading.forEach(({ abort }) => abort.abort());
    this.#loading.clear();
  }

  #loadMissing(): void {
    const wanted = this.#wanted();
    for (const [number, { abort, turn }] of this.#loading) {
      if (!wanted.includes(number) || turn !== this.#turn) {
        abort.abort();
        this.#loading.delete(number);
      }
    }
    for (const number of wanted) {
      const page = this.#pages.get(number);
      if (page?.turn !== this.#turn && !this.#loading.has(number)) {
        this.#loadPage(number);
      }
    }
    this.#tell();
  }

  #loadPage(number: number): void {
    const turn = this.#turn;
    const abort = new AbortController();
    this.#loading.set(number, { abort, turn });
    const query = { offset: number * this.#pageSize, limit: this.#pageSize };
    this.#load(query, abort.signal).then(
      page => {
        if (!abort.signal.aborted) {
          this.#loading.delete(number);
          this.#keep(number, { items: page.items, turn });
          this.#total = page.total;
          this.#page = page;
          this.#error = undefined;
          this.#tell();
        }
      },
      error => {
        if (!abort.signal.aborted) {
          this.#loading.delete(number);
          this.#error = error;
          this.#tell();
        }
      },
    );
  }

  #keep(number: number, page: { items: T[]; turn: number }): void {
    this.#pages.delete(number);
    this.#pages.set(number, page);
    const wanted = this.#wanted();
    for (const other of this.#pages.keys()) {
      if (this.#pages.size <= this.#mostPages) {
        break;
      }
      if (!wanted.includes(other)) {
        this.#pages.delete(other);
      }
    }
  }

  #wanted(): number[] {
    const [first, last] = this.#range;
    const from = Math.floor(Math.max(0, first) / this.#pageSize);
    const to = Math.floor(Math.max(first, last, 0) / this.#pageSize);
    return Array.from({ length: to - from + 1 }, (_, index) => from + index);
  }

  #tell(): void {
    const pages = new Map(this.#pages);
    const pageSize = this.#pageSize;
    this.#onChange({
      itemAt: index =>
        pages.get(Math.floor(index / pageSize))?.items[index % pageSize],
      total: this.#total,
      page: this.#page,
      error: this.#error,
      loading: this.#loading.size > 0,
    });
  }
}

/**
 * What a window is made of.
 *
 * @internal
 */
export interface ItemWindowOptions<T, P extends OffsetPage<T>> {
  load: (
    query: { offset: number; limit: number },
    signal: AbortSignal,
  ) => Promise<P>;
  pageSize: number;
  /** How many pages are kept. */
  mostPages: number;
  /** The item that is looked at first. */
  first: number;
  onChange: (view: ItemWindowView<T, P>) => void;
}
