/** Characters of a log that are kept of its beginning, and as many of its end. */
const halfLength = 2 * 1024 * 1024;

/**
 * Gathers the lines of a log that is kept: all of them, or of a very long log its beginning and its
 * end, with a line in between that says how many are left out.
 */
export class KeptText {
  readonly #halfLength: number;
  readonly #beginning: string[] = [];
  #beginningLength = 0;
  #end: string[] = [];
  #endLength = 0;
  #leftOut = 0;

  constructor(options: { halfLength?: number } = {}) {
    this.#halfLength = options.halfLength ?? halfLength;
  }

  get isEmpty(): boolean {
    return this.#beginning.length + this.#end.length === 0;
  }

  add(line: string): void {
    const length = line.length + 1;
    if (
      this.#end.length === 0 &&
      this.#leftOut === 0 &&
      this.#beginningLength + length <= this.#halfLength
    ) {
      this.#beginning.push(line);
      this.#beginningLength += length;
      return;
    }
    this.#end.push(line);
    this.#endLength += length;
    // Seldom, since it moves what stays.
    if (this.#endLength > 2 * this.#halfLength) {
      this.#cut();
    }
  }

  toString(): string {
    this.#cut();
    const note =
      this.#leftOut > 0
        ? [`… ${this.#leftOut} lines of this long log were not kept …`]
        : [];
    return [...this.#beginning, ...note, ...this.#end].join('\n');
  }

  /** Leaves out what the end has too much. */
  #cut(): void {
    let first = 0;
    while (this.#endLength > this.#halfLength) {
      this.#endLength -= this.#end[first].length + 1;
      first += 1;
    }
    this.#end = this.#end.slice(first);
    this.#leftOut += first;
  }
}
