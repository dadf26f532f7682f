import { Machine } from '@backlot/plugin-vm-inventory-common';
import {
  MachineRules,
  MachineRulesProvider,
  VmInventoryMachineRulesExtensionPoint,
} from '@backlot/plugin-vm-inventory-node';

/**
 * Who knows what owners may do to their machines.
 *
 * @internal
 */
export class MachineRulesList implements VmInventoryMachineRulesExtensionPoint {
  readonly #providers: MachineRulesProvider[] = [];

  addProvider(...providers: MachineRulesProvider[]): void {
    this.#providers.push(...providers);
  }

  /** What the first says that knows the machine. */
  async rulesOf(
    machine: Machine,
    options: { signal: AbortSignal },
  ): Promise<MachineRules | undefined> {
    for (const provider of this.#providers) {
      const rules = await provider.rulesOf(machine, options);
      if (rules) {
        return rules;
      }
    }
    return undefined;
  }
}
