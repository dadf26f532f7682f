import {
  Network,
  NetworkMacAddresses,
} from '@backlot/plugin-vm-inventory-common';
import { VimClient } from '../propertyCollector/VimClient';
import { elementAt } from './elements';
import { networkCardsOf } from './networkCardsOf';
import { SharedSession } from './SharedSession';

/** Machines in a page: each comes with all of its devices. */
const PAGE_SIZE = 250;

const types: Record<Network['type'], string> = {
  standard: 'Network',
  distributed: 'DistributedVirtualPortgroup',
  opaque: 'OpaqueNetwork',
};

/**
 * Asks one vCenter for the network cards of the machines in a network; not of those elsewhere, which
 * would be all devices of all machines.
 *
 * What configuration leaves out counts, too: an address that such a machine has is taken.
 *
 * @internal
 */
export class MacAddressesReader {
  readonly #session: SharedSession;

  constructor(options: { session: SharedSession }) {
    this.#session = options.session;
  }

  /** @throws ServiceUnavailableError when vCenter does not answer, or refuses */
  async read(
    network: Network,
    { signal }: { signal: AbortSignal },
  ): Promise<NetworkMacAddresses> {
    const macAddresses = await this.#session.use(
      `the MAC addresses in network '${network.name}'`,
      client => macAddressesIn(client, network, signal),
      { signal },
    );
    return { asOf: new Date().toISOString(), macAddresses };
  }
}

async function macAddressesIn(
  client: VimClient,
  network: Network,
  signal: AbortSignal,
): Promise<string[]> {
  const found = new Set<string>();
  let readable = false;
  await client.retrieveRelated(
    { type: types[network.type], value: network.id },
    'vm',
    { VirtualMachine: ['config.hardware.device'] },
    machine => {
      const devices = elementAt(machine, 'config.hardware.device');
      readable ||= devices !== undefined;
      const cards = networkCardsOf(devices?.children ?? [], [], []);
      for (const { macAddress } of cards) {
        if (macAddress) {
          found.add(macAddress);
        }
      }
    },
    { signal, pageSize: PAGE_SIZE },
  );
  if (!readable) {
    // A session that was lost can look like a network without machines: this fails without one.
    await client.currentTime({ signal });
  }
  return [...found];
}
