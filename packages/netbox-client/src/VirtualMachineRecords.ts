import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { isIP } from 'node:net';
import { z } from 'zod';
import { AddressBook } from './allocation/AddressBook';
import { NetBoxApi } from './http/NetBoxApi';
import { NetBoxUnreachableError } from './http/NetBoxHttp';
import { netBoxWords, refusal } from './http/refusal';
import {
  interfaceSchema,
  namedSchema,
  NetBoxVirtualMachine,
  virtualMachineSchema,
} from './records';

/**
 * A virtual machine as NetBox shall record it. It needs a cluster or a site.
 *
 * @public
 */
export interface VirtualMachineRequest {
  name: string;
  /** Name of the virtualization cluster. */
  cluster?: string;
  /** Name of the site. */
  site?: string;
  vcpus?: number;
  memoryMb?: number;
  diskMb?: number;
  /** Default: `active`. */
  status?: 'offline' | 'active' | 'planned' | 'staged' | 'failed';
  description?: string;
  customFields?: Record<string, unknown>;
  /** Default: `eth0`. */
  interfaceName?: string;
  /** Address that becomes the machine's primary one. */
  ipAddressId?: number;
}

/**
 * Which virtual machine is meant.
 *
 * @public
 */
export interface VirtualMachineQuery {
  name: string;
  cluster?: string;
  site?: string;
}

const machinesPath = '/api/virtualization/virtual-machines/';
const interfacesPath = '/api/virtualization/interfaces/';
const addressesPath = '/api/ipam/ip-addresses/';

function isSameName(a: string | undefined, b: string | undefined): boolean {
  return a?.toLowerCase() === b?.toLowerCase();
}

/**
 * Virtual machines as NetBox records them.
 *
 * @internal
 */
export class VirtualMachineRecords {
  readonly #api: NetBoxApi;
  readonly #addresses: AddressBook;

  constructor(api: NetBoxApi, addresses: AddressBook) {
    this.#api = api;
    this.#addresses = addresses;
  }

  /** All machines with a name, whatever its case, in any cluster. */
  async findByName(
    name: string,
    signal?: AbortSignal,
  ): Promise<NetBoxVirtualMachine[]> {
    const answered = await this.#api.find(virtualMachineSchema, {
      path: machinesPath,
      query: { name__ie: name },
      asked: `virtual machine ${name}`,
      signal,
    });
    return answered.filter(record => isSameName(record.name, name));
  }

  /**
   * Makes the record of a machine with its interface and primary address, or brings what is there
   * to what is asked. Repeating it does no harm.
   *
   * @throws NotFoundError if the cluster, site or address is not in NetBox
   * @throws ConflictError if the address is on another machine
   */
  async ensure(
    request: VirtualMachineRequest,
    signal?: AbortSignal,
  ): Promise<NetBoxVirtualMachine> {
    const machine = await this.#ensureMachine(request, signal);
    if (request.ipAddressId === undefined) {
      return machine;
    }
    const interfaceId = await this.#ensureInterface(
      machine,
      request.interfaceName ?? 'eth0',
      signal,
    );
    return this.#ensurePrimaryAddress(
      machine,
      interfaceId,
      request.ipAddressId,
      signal,
    );
  }

  /**
   * Deletes the record of a machine. NetBox would delete the addresses on its interfaces with it, so
   * they are taken off first: giving an address back is another matter. Repeating it does no harm.
   *
   * @returns whether there was one
   * @throws ConflictError if more than one machine could be meant
   */
  async remove(
    query: VirtualMachineQuery,
    signal?: AbortSignal,
  ): Promise<boolean> {
    const machine = await this.#findOne(query, signal);
    if (!machine) {
      return false;
    }
    await this.#takeAddressesOff(machine, signal);
    const answer = await this.#api.http.sendSafely({
      method: 'DELETE',
      path: `${machinesPath}${machine.id}/`,
      asked: `delete the record of virtual machine ${machine.name}`,
      signal,
    });
    if (answer.status !== 204 && answer.status !== 404) {
      throw refusal(answer);
    }
    return true;
  }

  async #findOne(
    query: VirtualMachineQuery,
    signal?: AbortSignal,
  ): Promise<NetBoxVirtualMachine | undefined> {
    const found = (await this.findByName(query.name, signal)).filter(
      record =>
        (query.cluster === undefined ||
          isSameName(record.cluster, query.cluster)) &&
        (query.site === undefined || isSameName(record.site, query.site)),
    );
    if (found.length > 1) {
      throw new ConflictError(
        `NetBox has ${found.length} virtual machines named ${
          query.name
        }: ${found
          .map(record => record.url)
          .join(', ')}. Say the cluster, or delete those that are not there.`,
      );
    }
    return found[0];
  }

  async #ensureMachine(
    request: VirtualMachineRequest,
    signal?: AbortSignal,
  ): Promise<NetBoxVirtualMachine> {
    if (!request.cluster && !request.site) {
      throw new InputError(
        `NetBox records virtual machine ${request.name} only in a cluster or at a site. Give one of them.`,
      );
    }
    const values = {
      status: request.status ?? 'active',
      vcpus: request.vcpus,
      memory: request.memoryMb,
      disk: request.diskMb,
      description: request.description,
      custom_fields: request.customFields,
    };
    const found = await this.#findOne(request, signal);
    if (found) {
      return this.#api.patch(virtualMachineSchema, {
        path: `${machinesPath}${found.id}/`,
        body: values,
        asked: `change the record of virtual machine ${request.name}`,
        signal,
      });
    }
    const body = {
      ...values,
      name: request.name,
      cluster: request.cluster
        ? await this.#idOf(
            'cluster',
            '/api/virtualization/clusters/',
            request.cluster,
            signal,
          )
        : undefined,
      site: request.site
        ? await this.#idOf('site', '/api/dcim/sites/', request.site, signal)
        : undefined,
    };
    return this.#createOrFind(
      {
        path: machinesPath,
        body,
        asked: `record virtual machine ${request.name}`,
        signal,
      },
      virtualMachineSchema,
      () => this.#findOne(request, signal),
    );
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
      (await this.#createOrFind(
        {
          path: interfacesPath,
          body: { virtual_machine: machine.id, name, enabled: true },
          asked: `record interface ${name} of ${machine.name}`,
          signal,
        },
        interfaceSchema,
        find,
      ));
    return found.id;
  }

  async #ensurePrimaryAddress(
    machine: NetBoxVirtualMachine,
    interfaceId: number,
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
    return this.#api.patch(virtualMachineSchema, {
      path: `${machinesPath}${machine.id}/`,
      body: { [primary]: addressId },
      asked: `make ${record.cidr} the primary address of ${machine.name}`,
      signal,
    });
  }

  async #takeAddressesOff(
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
    const own = addresses.filter(
      record => record.interfaceId !== undefined && ids.has(record.interfaceId),
    );
    if (machine.primaryAddressIds.length > 0) {
      await this.#api.patch(virtualMachineSchema, {
        path: `${machinesPath}${machine.id}/`,
        body: { primary_ip4: null, primary_ip6: null },
        asked: `take the primary address off ${machine.name}`,
        signal,
      });
    }
    for (const address of own) {
      await this.#api.patch(this.#addresses.schema, {
        path: `${addressesPath}${address.id}/`,
        body: { assigned_object_type: null, assigned_object_id: null },
        asked: `take ${address.cidr} off ${machine.name}`,
        signal,
      });
    }
  }

  async #interfaces(machine: NetBoxVirtualMachine, signal?: AbortSignal) {
    return this.#api.find(interfaceSchema, {
      path: interfacesPath,
      query: { virtual_machine_id: String(machine.id) },
      asked: `interfaces of ${machine.name}`,
      signal,
    });
  }

  async #idOf(
    kind: 'cluster' | 'site',
    path: string,
    name: string,
    signal?: AbortSignal,
  ): Promise<number> {
    const answered = await this.#api.find(namedSchema, {
      path,
      query: { name },
      asked: `${kind} ${name}`,
      signal,
    });
    const found = answered.filter(record => record.name === name);
    if (found.length === 0) {
      throw new NotFoundError(
        `NetBox has no ${kind} named ${name}, or the token may not see it. Add it, or name another one.`,
      );
    }
    if (found.length > 1) {
      throw new ConflictError(
        `NetBox has ${found.length} ${kind}s named ${name}. Give them different names.`,
      );
    }
    return found[0].id;
  }

  /** Creates a record once: a lost answer, or a refusal because it is there, is settled by looking. */
  async #createOrFind<T>(
    call: { path: string; body: object; asked: string; signal?: AbortSignal },
    schema: z.ZodType<T>,
    find: () => Promise<T | undefined>,
  ): Promise<T> {
    let refused: Error;
    try {
      const answer = await this.#api.http.send({ ...call, method: 'POST' });
      if (answer.status === 201) {
        return this.#api.parse(schema, answer);
      }
      refused = refusal(answer);
      if (answer.status !== 400 || !/unique/i.test(netBoxWords(answer.body))) {
        throw refused;
      }
    } catch (error) {
      if (!(error instanceof NetBoxUnreachableError)) {
        throw error;
      }
      refused = error;
    }
    const found = await find();
    if (!found) {
      throw refused;
    }
    return found;
  }
}
