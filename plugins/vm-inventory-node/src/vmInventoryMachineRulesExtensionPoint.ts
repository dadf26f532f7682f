import { createExtensionPoint } from '@backstage/backend-plugin-api';
import { Machine } from '@backlot/plugin-vm-inventory-common';

/**
 * What owners of a machine may do to it while it runs.
 *
 * @public
 */
export interface MachineRules {
  /** Entity refs of whose machine it is. */
  owners: readonly string[];
  /** Whether they may power it. */
  power: boolean;
  /** Whether they may take, revert to and delete snapshots of it. */
  snapshots: boolean;
  /** Why they may not, where they may not: where to read about it. */
  reason?: string;
  /** Why nobody may do anything to it at the moment, e.g. that it is being changed. */
  refused?: string;
}

/**
 * Knows whose machines are, and what their owners may do to them.
 *
 * @public
 */
export interface MachineRulesProvider {
  /** @returns undefined for a machine that it does not know */
  rulesOf(
    machine: Machine,
    options: { signal: AbortSignal },
  ): Promise<MachineRules | undefined>;
}

/**
 * Tells the vm-inventory backend who may power machines and take snapshots of them, beside the
 * operators of its configuration. It asks each time, with permissions on or off.
 *
 * @public
 */
export interface VmInventoryMachineRulesExtensionPoint {
  /** Asked in the order in which they were added; the first that knows a machine decides. */
  addProvider(...providers: MachineRulesProvider[]): void;
}

/**
 * Tells the vm-inventory backend who may power machines and take snapshots of them.
 *
 * @public
 */
export const vmInventoryMachineRulesExtensionPoint =
  createExtensionPoint<VmInventoryMachineRulesExtensionPoint>({
    id: 'vm-inventory.machine-rules',
  });
