import { MachineDetails } from '@backlot/plugin-vm-inventory-common';
import { InventoryProvider } from '@backlot/plugin-vm-inventory-node';
import { Clock } from '../clock';
import { SourceAnswers } from './SourceAnswers';

/**
 * Asks the sources for the details of machines.
 *
 * @internal
 */
export class MachineDetailsCache extends SourceAnswers<
  { source: string; id: string },
  MachineDetails
> {
  constructor(options: {
    providers: readonly InventoryProvider[];
    clock: Clock;
    patienceMs?: number;
  }) {
    super({
      ...options,
      ask: (provider, { id }, call) => provider.machineDetails?.(id, call),
      without: 'shows no disks, network cards, guest tools and dates',
      wordsFor: ({ id }) => `what it has of the machine '${id}'`,
    });
  }
}
