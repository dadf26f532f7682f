import { createExtensionPoint } from '@backstage/backend-plugin-api';
import { Machine } from '@backlot/plugin-vm-inventory-common';

/**
 * Whose a machine is, which request it came from, and what else its entity says by it.
 *
 * @public
 */
export interface MachineOwnership {
  /** Entity ref. */
  owner?: string;
  request?: string;
  /** What the machine is for. */
  description?: string;
  /** Of the entity, besides those of the configuration; each with a scheme. */
  links?: { title: string; url: string }[];
}

/**
 * Knows owners of machines.
 *
 * @public
 */
export interface MachineOwnershipProvider {
  /**
   * Looks up a batch of machines.
   *
   * @returns what is known of each, in the same order; undefined for machines that are not known
   */
  ownershipOf(
    machines: readonly Machine[],
    options: { signal: AbortSignal },
  ): Promise<readonly (MachineOwnership | undefined)[]>;
}

/**
 * Tells the catalog's `vm-inventory` module whose machines are.
 *
 * @public
 */
export interface MachineOwnershipExtensionPoint {
  /** Asked in the order in which they were added; the first that knows an owner decides. */
  addProvider(...providers: MachineOwnershipProvider[]): void;
}

/**
 * Tells the catalog's `vm-inventory` module whose machines are, before it looks at their
 * annotations in the source.
 *
 * @public
 */
export const machineOwnershipExtensionPoint =
  createExtensionPoint<MachineOwnershipExtensionPoint>({
    id: 'catalog.vm-inventory.machine-ownership',
  });
