import { NotFoundError } from '@backstage/errors';
import { AtlantisClient } from './AtlantisClient';
import { DEFAULT_ATLANTIS } from './config';

/**
 * The Atlantis servers of the configuration, by their names.
 *
 * @public
 */
export class AtlantisServers {
  readonly #servers: ReadonlyMap<string, AtlantisClient>;

  constructor(servers: Record<string, AtlantisClient>) {
    this.#servers = new Map(Object.entries(servers));
  }

  /** All names, in the configuration's order. */
  get names(): string[] {
    return [...this.#servers.keys()];
  }

  /**
   * The client of a server by its name; that of the default one without.
   *
   * @throws NotFoundError when the configuration has none of that name
   */
  get(name: string = DEFAULT_ATLANTIS): AtlantisClient {
    const server = this.#servers.get(name);
    if (!server) {
      throw new NotFoundError(
        `There is no Atlantis "${name}": the configuration has ${this.names.join(
          ', ',
        )}. Add atlantisServers.${name}, or name another`,
      );
    }
    return server;
  }
}
