import { ConflictError, NotFoundError } from '@backstage/errors';
import { isIP } from 'node:net';
import { AddressBook } from '../allocation/AddressBook';
import { createOnce } from '../http/createOnce';
import { NetBoxApi } from '../http/NetBoxApi';
import {
  InterfaceRecord,
  interfaceSchema,
  NetBoxAddress,
  NetBoxMacAddress,
  NetBoxVirtualMachine,
  virtualMachineSchema,
} from '../records';
import { MacAddresses } from './MacAddresses';

const interfacesPath = '/api/virtualization/interfaces/';
const addressesPath = '/api/ipam/ip-addresses/';

/**
 * An interface as a machine shall have it.
 *
 * @internal
 */
export interface WantedInterface {
  name: string;
  /** Of the address that becomes the machine's primary one. */
  addressId?: number;
  macAddress?: string;
}

/**
 * What was found of an interface before anything was written.
 *
 * @internal
 */
export interface InterfacePlan {
  name: string;
  existing?: InterfaceRecord;
  address?: NetBoxAddress;
  mac?: { macAddress: string; found: NetBoxMacAddress[] };
}

/**
 * The interfaces of virtual machines' records, with the addresses and MAC addresses on them.
 *
 * @internal
 */
export class MachineInterfaces {
  readonly #api: NetBoxApi;
  readonly #addresses: AddressBook;
  readonly #macs: MacAddresses;

  constructor(api: NetBoxApi, addresses: AddressBook, macs: MacAddresses) {
    this.#api = api;
    this.#addresses = addresses;
    this.#macs = macs;
  }

  /**
   * Looks at all that an interface needs, and writes nothing.
   *
   * @param machine - its record, if there is one
   * @throws NotFoundError if there is no such address
   * @throws ConflictError if the address or MAC address is on another interface
   */
  async plan(
    machineName: string,
    machine: NetBoxVirtualMachine | undefined,
    wanted: WantedInterface,
    signal?: AbortSignal,
  ): Promise<InterfacePlan> {
    const { name, addressId, macAddress } = wanted;
    const existing = machine && (await this.#find(machine, name, signal));
    const [address, found] = await Promise.all([
      addressId === undefined
        ? undefined
        : this.#freeAddress(
            `${name} of ${machineName}`,
            addressId,
            existing,
            signal,
          ),
      macAddress === undefined
        ? undefined
        : this.#macs.checkFree(macAddress, existing?.id, signal),
    ]);
    return {
      name,
      existing,
      address,
      mac:
        macAddress === undefined
          ? undefined
          : { macAddress, found: found ?? [] },
    };
  }

  /** Makes an interface what was planned, and its address the machine's primary one. */
  async carryOut(
    machine: NetBoxVirtualMachine,
    { name, existing, address, mac }: InterfacePlan,
    signal?: AbortSignal,
  ): Promise<NetBoxVirtualMachine> {
    const owner = existing ?? (await this.#create(machine, name, signal));
    // Both end before either's failure is told, so that nothing is written behind a caller's back.
    const [withAddress, withMac] = await Promise.allSettled([
      address ? this.#putOn(machine, owner, address, signal) : machine,
      mac && this.#macs.ensurePrimary(owner, mac.macAddress, mac.found, signal),
    ]);
    if (withAddress.status === 'rejected') {
      throw withAddress.reason;
    }
    if (withMac.status === 'rejected') {
      throw withMac.reason;
    }
    return withAddress.value;
  }

  async #putOn(
    machine: NetBoxVirtualMachine,
    owner: InterfaceRecord,
    address: NetBoxAddress,
    signal?: AbortSignal,
  ): Promise<NetBoxVirtualMachine> {
    if (address.interfaceId !== owner.id) {
      await this.#api.patch(this.#addresses.schema, {
        path: `${addressesPath}${address.id}/`,
        body: {
          assigned_object_type: 'virtualization.vminterface',
          assigned_object_id: owner.id,
        },
        asked: `put ${address.cidr} on ${machine.name}`,
        signal,
      });
    }
    if (machine.primaryAddressIds.includes(address.id)) {
      return machine;
    }
    const primary = isIP(address.address) === 6 ? 'primary_ip6' : 'primary_ip4';
    return this.#patchMachine(
      machine,
      { [primary]: address.id },
      `make ${address.cidr} the primary address of ${machine.name}`,
      signal,
    );
  }

  /** Takes all addresses off a machine. They stay in NetBox. */
  async takeAddressesOff(
    machine: NetBoxVirtualMachine,
    signal?: AbortSignal,
  ): Promise<void> {
    const interfaces = await this.#all(machine, signal);
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

  async #freeAddress(
    owner: string,
    addressId: number,
    existing: InterfaceRecord | undefined,
    signal?: AbortSignal,
  ): Promise<NetBoxAddress> {
    const current = await this.#addresses.get(addressId, signal);
    if (!current) {
      throw new NotFoundError(
        `NetBox has no address ${addressId} for ${owner}. It was deleted; allocate it again.`,
      );
    }
    const { record } = current;
    if (
      record.assignedTo !== undefined &&
      (existing === undefined || record.interfaceId !== existing.id)
    ) {
      throw new ConflictError(
        `The address ${record.cidr} (${record.url}) is on ${record.assignedTo} and not on ${owner}. Take it off there first.`,
      );
    }
    return record;
  }

  async #create(
    machine: NetBoxVirtualMachine,
    name: string,
    signal?: AbortSignal,
  ): Promise<InterfaceRecord> {
    const { record } = await createOnce(
      this.#api,
      interfaceSchema,
      {
        path: interfacesPath,
        body: { virtual_machine: machine.id, name, enabled: true },
        asked: `record interface ${name} of ${machine.name}`,
        signal,
      },
      () => this.#find(machine, name, signal),
    );
    return record;
  }

  async #find(
    machine: NetBoxVirtualMachine,
    name: string,
    signal?: AbortSignal,
  ): Promise<InterfaceRecord | undefined> {
    const answered = await this.#all(machine, signal);
    return answered.find(record => record.name === name);
  }

  #all(machine: NetBoxVirtualMachine, signal?: AbortSignal) {
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
