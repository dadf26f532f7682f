import {
  Network,
  NetworkMacAddresses,
} from '@backlot/plugin-vm-inventory-common';
import { InventoryProvider } from '@backlot/plugin-vm-inventory-node';
import { Clock } from '../clock';
import { SourceAnswers } from './SourceAnswers';

/**
 * Asks the sources for the MAC addresses of the machines in a network.
 *
 * @internal
 */
export class MacAddressesCache extends SourceAnswers<
  Network,
  NetworkMacAddresses
> {
  constructor(options: {
    providers: readonly InventoryProvider[];
    clock: Clock;
    patienceMs?: number;
  }) {
    super({
      ...options,
      ask: (provider, network, call) =>
        provider.listMacAddresses?.(network, call),
      without: 'lists no MAC addresses',
      wordsFor: ({ name }) => `which MAC addresses are in network '${name}'`,
    });
  }
}
