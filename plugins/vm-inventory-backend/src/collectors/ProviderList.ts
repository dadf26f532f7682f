import { ConflictError } from '@backstage/errors';
import {
  InventoryProvider,
  VmInventoryProvidersExtensionPoint,
} from '@backlot/plugin-vm-inventory-node';

/**
 * The providers that modules add.
 *
 * @internal
 */
export class ProviderList implements VmInventoryProvidersExtensionPoint {
  readonly #providers = new Map<string, InventoryProvider>();

  addProvider(...providers: InventoryProvider[]): void {
    for (const provider of providers) {
      const { source } = provider;
      if (this.#providers.has(source)) {
        throw new ConflictError(
          `Two inventory sources are called '${source}'. Give each a name of its own in configuration.`,
        );
      }
      this.#providers.set(source, provider);
    }
  }

  all(): InventoryProvider[] {
    return [...this.#providers.values()];
  }
}
