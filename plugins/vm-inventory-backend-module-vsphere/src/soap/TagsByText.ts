// Few different tags make up an answer. This many are remembered, so that a peer can neither fill
// memory nor make finding one slow.
const LONGEST = 1_000;
const MOST_OF_A_LENGTH = 16;

/**
 * Remembers tags by their text. It is found among those of its length: to compare it with two or
 * three takes less time than to hash it, as a map does, and each value of a vCenter's answer has a
 * tag of a hundred characters.
 *
 * @internal
 */
export class TagsByText<T> {
  readonly #ofLength: { text: string; tag: T }[][] = [];

  get(text: string): T | undefined {
    const same = this.#ofLength[text.length];
    if (same) {
      for (const each of same) {
        if (each.text === text) {
          return each.tag;
        }
      }
    }
    return undefined;
  }

  add(text: string, tag: T): void {
    if (text.length <= LONGEST) {
      const same = (this.#ofLength[text.length] ??= []);
      if (same.length < MOST_OF_A_LENGTH) {
        same.push({ text, tag });
      }
    }
  }
}
