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
  /** Of the addresses on it. */
  addressIds: number[];
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
  addresses: NetBoxAddress[];
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
    const { name, addressIds, macAddress } = wanted;
    const existing = machine && (await this.#find(machine, name, signal));
    const [addresses, found] = await Promise.all([
      Promise.all(
        addressIds.map(id =>
          this.#freeAddress(`${name} of ${machineName}`, id, existing, signal),
        ),
      ),
      macAddress === undefined
        ? undefined
        : this.#macs.checkFree(macAddress, existing?.id, signal),
    ]);
    return {
      name,
      existing,
      addresses,
      mac:
        macAddress === undefined
          ? undefined
          : { macAddress, found: found ?? [] },
    };
  }

  /**
   * Makes interfaces what was planned, one after the other, and the first address of each family the
   * machine's primary one.
   */
  async carryOut(
    machine: NetBoxVirtualMachine,
    plans: readonly InterfacePlan[],
    signal?: AbortSignal,
  ): Promise<NetBoxVirtualMachine> {
    for (const { name, existing, addresses, mac } of plans) {
      const owner = existing ?? (await this.#create(machine, name, signal));
      // All end before a failure is told, so that nothing is written behind a caller's back.
      const writes = [
        ...addresses.map(address =>
          this.#putOn(machine, owner, address, signal),
        ),
        mac &&
          this.#macs.ensurePrimary(owner, mac.macAddress, mac.found, signal),
      ];
      await Promise.allSettled(writes);
      await Promise.all(writes);
    }
    return this.#makePrimary(
      machine,
      plans.flatMap(({ addresses }) => addresses),
      signal,
    );
  }

  async #makePrimary(
    machine: NetBoxVirtualMachine,
    addresses: readonly NetBoxAddress[],
    signal?: AbortSignal,
  ): Promise<NetBoxVirtualMachine> {
    const firstOf = (family: 4 | 6) =>
      addresses.find(({ address }) => isIP(address) === family);
    const wanted = { primary_ip4: firstOf(4), primary_ip6: firstOf(6) };
    const missing = Object.entries(wanted).flatMap(([key, address]) =>
      address && !machine.primaryAddressIds.includes(address.id)
        ? [{ key, address }]
        : [],
    );
    if (missing.length === 0) {
      return machine;
    }
    return this.#patchMachine(
      machine,
      Object.fromEntries(missing.map(({ key, address }) => [key, address.id])),
      `make ${missing
        .map(({ address }) => address.cidr)
        .join(' and ')} the primary address of ${machine.name}`,
      signal,
    );
  }

  async #putOn(
    machine: NetBoxVirtualMachine,
    owner: InterfaceRecord,
    address: NetBoxAddress,
    signal?: AbortSignal,
  ): Promise<void> {
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
