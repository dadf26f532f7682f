/** How calls are paced, in milliseconds. */
export interface Pace {
  /** The least from one call to the next. */
  apartMs: number;
  /** The most by which a call is put off at random, so that not all pages ask at once. */
  jitterMs: number;
}

/** Calls back some time after it is asked to, once for all that ask meanwhile. */
export class Pacer {
  readonly #call: () => void;
  readonly #pace: Pace;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #earliest = 0;

  constructor(call: () => void, pace: Pace) {
    this.#call = call;
    this.#pace = pace;
  }

  ask(): void {
    if (this.#timer !== undefined) {
      return;
    }
    const pause = Math.max(this.#earliest - Date.now(), 0);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#earliest = Date.now() + this.#pace.apartMs;
      this.#call();
    }, pause + Math.random() * this.#pace.jitterMs);
  }

  /** Takes back what was asked for and has not been done. */
  cancel(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
