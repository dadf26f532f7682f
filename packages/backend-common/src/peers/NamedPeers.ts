import { NotFoundError } from '@backstage/errors';
import { DEFAULT_NAME } from '../namedConfigs';

/**
 * The peers of one sort that the configuration has, by their names.
 *
 * @public
 */
export class NamedPeers<T> {
  readonly #peers: ReadonlyMap<string, T>;
  readonly #words: { title: string; key: string };

  /**
   * @param words - what people call one of them, e.g. `Git forge`, and where they stand in the
   * configuration by their names, e.g. `gitForges`
   */
  constructor(peers: Record<string, T>, words: { title: string; key: string }) {
    this.#peers = new Map(Object.entries(peers));
    this.#words = words;
  }

  /** All names, in the configuration's order. */
  get names(): string[] {
    return [...this.#peers.keys()];
  }

  /**
   * One by its name; the default one without.
   *
   * @throws NotFoundError when the configuration has none of that name
   */
  get(name: string = DEFAULT_NAME): T {
    const peer = this.#peers.get(name);
    if (!peer) {
      const { title, key } = this.#words;
      throw new NotFoundError(
        `There is no ${title} "${name}": the configuration has ${this.names.join(
          ', ',
        )}. Add ${key}.${name}, or name another`,
      );
    }
    return peer;
  }
}
