/** Answers that are remembered; the least recently used are forgotten first. */
const MOST = 50;

/**
 * Remembers answers by their ETag, so that what has not changed is not sent again, and stays the same
 * object for those who show it.
 */
export class AnswersByEtag {
  readonly #known = new Map<string, { etag: string; value: unknown }>();

  /**
   * Asks on the condition that there is another answer than the known one.
   *
   * @param fetch - sends the headers along; may answer 304 only where there are any
   */
  async get<T>(
    key: string,
    fetch: (headers: Record<string, string>) => Promise<Response>,
  ): Promise<T> {
    const known = this.#known.get(key);
    const response = await fetch(known ? { 'If-None-Match': known.etag } : {});
    if (known && response.status === 304) {
      this.#remember(key, known);
      return known.value as T;
    }
    const value: T = await response.json();
    const etag = response.headers.get('ETag');
    if (etag) {
      this.#remember(key, { etag, value });
    } else {
      this.#known.delete(key);
    }
    return value;
  }

  #remember(key: string, answer: { etag: string; value: unknown }): void {
    this.#known.delete(key);
    this.#known.set(key, answer);
    if (this.#known.size > MOST) {
      const [oldest] = this.#known.keys();
      this.#known.delete(oldest);
    }
  }
}
