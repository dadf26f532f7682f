import { ConflictError, NotFoundError } from '@backstage/errors';
import { isIP } from 'node:net';
import { AddressBook } from '../allocation/AddressBook';
import { createOnce } from '../http/createOnce';
import { NetBoxApi } from '../http/NetBoxApi';
import {
  interfaceSchema,
  NetBoxVirtualMachine,
  virtualMachineSchema,
} from '../records';

const interfacesPath = '/api/virtualization/interfaces/';
const addressesPath = '/api/ipam/ip-addresses/';

/**
 * The interfaces of virtual machines' records and the addresses on them.
 *
 * @internal
 */
export class MachineAddresses {
  readonly #api: NetBoxApi;
  readonly #addresses: AddressBook;

  constructor(api: NetBoxApi, addresses: AddressBook) {
    this.#api = api;
    this.#addresses = addresses;
  }

  /**
   * Makes an address the primary one of a machine, on an interface that is made if need be.
   *
   * @throws NotFoundError if there is no such address
   * @throws ConflictError if it is on another machine
   */
  async ensurePrimary(
    machine: NetBoxVirtualMachine,
    interfaceName: string,
    addressId: number,
    signal?: AbortSignal,
  ): Promise<NetBoxVirtualMachine> {
    const current = await this.#addresses.get(addressId, signal);
    if (!current) {
      throw new NotFoundError(
        `NetBox has no address ${addressId} for virtual machine ${machine.name}. It was deleted; allocate it again.`,
      );
    }
    const { record } = current;
    const interfaceId = await this.#ensureInterface(
      machine,
      interfaceName,
      signal,
    );
    if (record.interfaceId !== interfaceId) {
      if (record.interfaceId !== undefined) {
        throw new ConflictError(
          `The address ${record.cidr} (${record.url}) is on another interface than that of ${machine.name}. Take it off there first.`,
        );
      }
      await this.#api.patch(this.#addresses.schema, {
        path: `${addressesPath}${addressId}/`,
        body: {
          assigned_object_type: 'virtualization.vminterface',
          assigned_object_id: interfaceId,
        },
        asked: `put ${record.cidr} on ${machine.name}`,
        signal,
      });
    }
    if (machine.primaryAddressIds.includes(addressId)) {
      return machine;
    }
    const primary = isIP(record.address) === 6 ? 'primary_ip6' : 'primary_ip4';
    return this.#patchMachine(
      machine,
      { [primary]: addressId },
      `make ${record.cidr} the primary address of ${machine.name}`,
      signal,
    );
  }

  /** Takes all addresses off a machine. They stay in NetBox. */
  async takeOff(
    machine: NetBoxVirtualMachine,
    signal?: AbortSignal,
  ): Promise<void> {
    const interfaces = await this.#interfaces(machine, signal);
    const ids = new Set(interfaces.map(record => record.id));
    const addresses = await this.#api.find(this.#addresses.schema, {
      path: addressesPath,
      query: { virtual_machine_id: String(machine.id) },
      asked: `addresses of ${machine.name}`,
      signal,
    });
    if (machine.primaryAddressIds.length > 0) {
      await this.#patchMachine(
        machine,
        { primary_ip4: null, primary_ip6: null },
        `take the primary address off ${machine.name}`,
        signal,
      );
    }
    for (const { id, cidr, interfaceId } of addresses) {
      if (interfaceId !== undefined && ids.has(interfaceId)) {
        await this.#api.patch(this.#addresses.schema, {
          path: `${addressesPath}${id}/`,
          body: { assigned_object_type: null, assigned_object_id: null },
          asked: `take ${cidr} off ${machine.name}`,
          signal,
        });
      }
    }
  }

  async #ensureInterface(
    machine: NetBoxVirtualMachine,
    name: string,
    signal?: AbortSignal,
  ): Promise<number> {
    const find = async () => {
      const answered = await this.#interfaces(machine, signal);
      return answered.find(record => record.name === name);
    };
    const found =
      (await find()) ??
      (await createOnce(
        this.#api,
        interfaceSchema,
        {
          path: interfacesPath,
          body: { virtual_machine: machine.id, name, enabled: true },
          asked: `record interface ${name} of ${machine.name}`,
          signal,
        },
        find,
      ));
    return found.id;
  }

  #interfaces(machine: NetBoxVirtualMachine, signal?: AbortSignal) {
    return this.#api.find(interfaceSchema, {
      path: interfacesPath,
      query: { virtual_machine_id: String(machine.id) },
      asked: `interfaces of ${machine.name}`,
      signal,
    });
  }

  #patchMachine(
    machine: NetBoxVirtualMachine,
    body: object,
    asked: string,
    signal?: AbortSignal,
  ): Promise<NetBoxVirtualMachine> {
    return this.#api.patch(virtualMachineSchema, {
      path: `/api/virtualization/virtual-machines/${machine.id}/`,
      body,
      asked,
      signal,
    });
  }
}
