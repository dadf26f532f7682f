import { NotFoundError } from '@backstage/errors';
import { DEFAULT_GIT_FORGE } from './config';
import { GitForge } from './GitForge';

/**
 * The forges of the configuration, by their names.
 *
 * @public
 */
export class GitForges {
  readonly #forges: ReadonlyMap<string, GitForge>;

  constructor(forges: Record<string, GitForge>) {
    this.#forges = new Map(Object.entries(forges));
  }

  /** All names, in the configuration's order. */
  get names(): string[] {
    return [...this.#forges.keys()];
  }

  /**
   * A forge by its name; the default one without.
   *
   * @throws NotFoundError when the configuration has none of that name
   */
  get(name: string = DEFAULT_GIT_FORGE): GitForge {
    const forge = this.#forges.get(name);
    if (!forge) {
      throw new NotFoundError(
        `There is no Git forge "${name}": the configuration has ${this.names.join(
          ', ',
        )}. Add gitForges.${name}, or name another`,
      );
    }
    return forge;
  }
}
