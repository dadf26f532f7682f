/**
 * The time that a piece of work has, without the time in which it waits for its turn.
 *
 * @internal
 */
export class WorkTime {
  /** Aborts when the time is over, or the caller's signal does. */
  readonly signal: AbortSignal;
  readonly #over = new AbortController();
  readonly #caller: AbortSignal;
  #leftMs: number;
  #begunAt = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(limitMs: number, caller?: AbortSignal) {
    this.#leftMs = limitMs;
    this.#caller = caller ?? new AbortController().signal;
    this.signal = AbortSignal.any([this.#caller, this.#over.signal]);
    this.#start();
  }

  get isOver(): boolean {
    return this.#over.signal.aborted;
  }

  /** Does something that takes nothing of the time; only the caller's signal ends it. */
  async outside<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.end();
    this.#leftMs -= performance.now() - this.#begunAt;
    try {
      return await work(this.#caller);
    } finally {
      this.#start();
    }
  }

  /** Stops counting. */
  end(): void {
    clearTimeout(this.#timer);
  }

  #start(): void {
    this.#begunAt = performance.now();
    this.#timer = setTimeout(
      () => this.#over.abort(),
      Math.max(0, this.#leftMs),
    );
    this.#timer.unref();
  }
}
