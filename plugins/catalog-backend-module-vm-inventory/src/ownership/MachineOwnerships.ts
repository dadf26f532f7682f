import { Machine } from '@backlot/plugin-vm-inventory-common';
import {
  MachineOwnership,
  MachineOwnershipExtensionPoint,
  MachineOwnershipProvider,
} from '@backlot/plugin-vm-inventory-node';
import { parseAnnotation } from './parseAnnotation';

/**
 * Whose machines are: what providers know, then what the machine itself carries.
 *
 * @internal
 */
export class MachineOwnerships implements MachineOwnershipExtensionPoint {
  readonly #providers: MachineOwnershipProvider[] = [];

  addProvider(...providers: MachineOwnershipProvider[]): void {
    this.#providers.push(...providers);
  }

  /** Whether owners can change while machines do not. */
  get live(): boolean {
    return this.#providers.length > 0;
  }

  /** Of each, in the same order. */
  async of(
    machines: readonly Machine[],
    options: { signal: AbortSignal },
  ): Promise<MachineOwnership[]> {
    const answers = await Promise.all(
      this.#providers.map(provider => provider.ownershipOf(machines, options)),
    );
    return machines.map(({ annotation }, index) =>
      [
        ...answers.map(answer => answer[index] ?? {}),
        parseAnnotation(annotation),
      ].reduce((known, more) => ({
        owner: known.owner ?? more.owner,
        request: known.request ?? more.request,
        description: known.description ?? more.description,
        links: known.links ?? more.links,
      })),
    );
  }
}
