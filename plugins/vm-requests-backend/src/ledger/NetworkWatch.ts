import { LoggerService } from '@backstage/backend-plugin-api';
import { isError, ServiceUnavailableError } from '@backstage/errors';
import {
  familiesOf,
  NetworkFamily,
  Policy,
  PolicyNetwork,
} from '@backlot/plugin-vm-requests-common';
import { Addresses } from '../peers/RequestPeers';

const againMs = 60_000;

/** One family of addresses of a network of the policy. */
type WatchedNetwork = Pick<PolicyNetwork, 'name'> & NetworkFamily;

function networksOf(policy: Policy): WatchedNetwork[] {
  const networks = Object.values(policy.environments).flatMap(environment =>
    environment.sites.flatMap(site =>
      site.networks.flatMap(network =>
        familiesOf(network).map(each => ({ name: network.name, ...each })),
      ),
    ),
  );
  const byPlace = new Map(
    networks.map(network => [`${network.prefix} ${network.gateway}`, network]),
  );
  return [...byPlace.values()];
}

/**
 * Checks at start each network of the policy against NetBox, out loud: that its prefix is there and
 * no container, and that its gateway is recorded, because one that is not would be handed out. What
 * is wrong, and what could not be asked, is looked at again every minute until all is right.
 *
 * Nothing is blocked here: allocation checks the same for the network that it is about.
 */
export class NetworkWatch {
  readonly #addresses: Pick<Addresses, 'checkNetwork'>;
  readonly #logger: LoggerService;
  #left: WatchedNetwork[];
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(options: {
    policy: Policy;
    addresses: Pick<Addresses, 'checkNetwork'>;
    logger: LoggerService;
  }) {
    this.#addresses = options.addresses;
    this.#logger = options.logger;
    this.#left = networksOf(options.policy);
  }

  start(): void {
    void this.#round();
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  /** Checks what was not right so far; answers what is still not. */
  async check(): Promise<Pick<PolicyNetwork, 'name'>[]> {
    const wrong: WatchedNetwork[] = [];
    for (const network of this.#left) {
      try {
        await this.#addresses.checkNetwork(network);
      } catch (error) {
        wrong.push(network);
        const words = isError(error) ? error.message : String(error);
        if (error instanceof ServiceUnavailableError) {
          this.#logger.warn(
            `Network ${network.name} of the policy could not be checked: ${words}`,
          );
        } else {
          this.#logger.error(
            `No machine can be requested on network ${network.name} of the policy: ${words}`,
          );
        }
      }
    }
    this.#left = wrong;
    return wrong;
  }

  async #round(): Promise<void> {
    const wrong = await this.check();
    if (wrong.length > 0 && !this.#stopped) {
      this.#timer = setTimeout(() => void this.#round(), againMs);
      this.#timer.unref();
    }
  }
}
