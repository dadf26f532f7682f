import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { createOnce } from '../http/createOnce';
import { NetBoxApi } from '../http/NetBoxApi';
import { refusal } from '../http/refusal';
import {
  namedSchema,
  NetBoxVirtualMachine,
  virtualDiskSchema,
  virtualMachineSchema,
} from '../records';
import {
  InterfacePlan,
  MachineInterfaces,
  WantedInterface,
} from './MachineInterfaces';

/**
 * A network card of a virtual machine as NetBox shall record it.
 *
 * @public
 */
export interface VirtualMachineInterfaceRequest {
  name: string;
  /** Its primary MAC address. */
  macAddress?: string;
  /** Addresses on it. */
  ipAddressIds?: number[];
}

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
  /** Primary MAC address of the interface. */
  macAddress?: string;
  /**
   * Instead of `interfaceName`, `ipAddressId` and `macAddress`, where there are several of one. The
   * first address of each family becomes the machine's primary one.
   */
  interfaces?: VirtualMachineInterfaceRequest[];
}

/**
 * Which virtual machine is meant.
 *
 * @public
 */
export interface VirtualMachineQuery {
  /** Of its record, where its name does not tell it from others. */
  id?: number;
  name: string;
  cluster?: string;
  site?: string;
}

/** Ids of where a machine is recorded. */
interface Place {
  cluster?: number;
  site?: number;
}

const machinesPath = '/api/virtualization/virtual-machines/';

function isSameName(a: string | undefined, b: string | undefined): boolean {
  return a?.toLowerCase() === b?.toLowerCase();
}

function wantedInterfaces({
  interfaceName: name = 'eth0',
  ipAddressId,
  macAddress,
  interfaces,
}: VirtualMachineRequest): WantedInterface[] {
  if (interfaces) {
    return interfaces.map(({ ipAddressIds = [], ...each }) => ({
      ...each,
      addressIds: ipAddressIds,
    }));
  }
  const addressIds = ipAddressId === undefined ? [] : [ipAddressId];
  return addressIds.length === 0 && macAddress === undefined
    ? []
    : [{ name, macAddress, addressIds }];
}

/**
 * Virtual machines as NetBox records them.
 *
 * @internal
 */
export class VirtualMachineRecords {
  readonly #api: NetBoxApi;
  readonly #interfaces: MachineInterfaces;

  constructor(api: NetBoxApi, interfaces: MachineInterfaces) {
    this.#api = api;
    this.#interfaces = interfaces;
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
   * Makes the record of a machine with its interfaces, MAC addresses and addresses, or brings
   * what is there to what is asked. Repeating it does no harm. Nothing is written if something
   * that is asked cannot be.
   *
   * @throws InputError if a MAC address is none, or neither cluster nor site is given
   * @throws NotFoundError if the cluster, site or an address is not in NetBox
   * @throws ConflictError if an address or MAC address is on another interface, or NetBox records
   *   virtual disks of another size
   */
  async ensure(
    request: VirtualMachineRequest,
    signal?: AbortSignal,
  ): Promise<NetBoxVirtualMachine> {
    if (!request.cluster && !request.site) {
      throw new InputError(
        `NetBox records virtual machine ${request.name} only in a cluster or at a site. Give one of them.`,
      );
    }
    const [found, place] = await Promise.all([
      this.#findOne(request, signal),
      this.#placeOf(request, signal),
    ]);
    await this.#checkDisk(request, found, signal);
    const plans = await this.#planInterfaces(request, found, signal);
    const machine = await this.#ensureMachine(request, place, found, signal);
    return this.#interfaces.carryOut(machine, plans, signal);
  }

  /**
   * Deletes the record of a machine. NetBox would delete the addresses on its interfaces with it, so
   * they are taken off first: giving an address back is another matter. The MAC addresses on its
   * interfaces go with them. Repeating it does no harm.
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
    await this.#interfaces.takeAddressesOff(machine, signal);
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
        (query.id === undefined || record.id === query.id) &&
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

  /** NetBox keeps a machine's disk at the sum of its virtual disks, and refuses another. */
  async #checkDisk(
    request: VirtualMachineRequest,
    machine: NetBoxVirtualMachine | undefined,
    signal?: AbortSignal,
  ): Promise<void> {
    if (request.diskMb === undefined || !machine?.virtualDisks) {
      return;
    }
    const disks = await this.#api.find(virtualDiskSchema, {
      path: '/api/virtualization/virtual-disks/',
      query: { virtual_machine_id: String(machine.id) },
      asked: `virtual disks of ${machine.name}`,
      signal,
    });
    const sum = disks
      .filter(disk => disk.virtual_machine.id === machine.id)
      .reduce((total, disk) => total + disk.size, 0);
    if (sum > 0 && sum !== request.diskMb) {
      throw new ConflictError(
        `NetBox records virtual disks of ${sum} MB of virtual machine ${machine.name} (${machine.url}), which has ${request.diskMb} MB. Correct or delete those records.`,
      );
    }
  }

  async #planInterfaces(
    request: VirtualMachineRequest,
    machine: NetBoxVirtualMachine | undefined,
    signal?: AbortSignal,
  ): Promise<InterfacePlan[]> {
    return Promise.all(
      wantedInterfaces(request).map(wanted =>
        this.#interfaces.plan(request.name, machine, wanted, signal),
      ),
    );
  }

  async #ensureMachine(
    request: VirtualMachineRequest,
    place: Place,
    existing: NetBoxVirtualMachine | undefined,
    signal?: AbortSignal,
  ): Promise<NetBoxVirtualMachine> {
    const values = {
      status: request.status ?? 'active',
      vcpus: request.vcpus,
      memory: request.memoryMb,
      disk: request.diskMb,
      description: request.description,
      custom_fields: request.customFields,
    };
    const change = (machine: NetBoxVirtualMachine) =>
      this.#api.patch(virtualMachineSchema, {
        path: `${machinesPath}${machine.id}/`,
        body: values,
        asked: `change the record of virtual machine ${request.name}`,
        signal,
      });
    if (existing) {
      return change(existing);
    }
    const { record, created } = await createOnce(
      this.#api,
      virtualMachineSchema,
      {
        path: machinesPath,
        body: { ...values, ...place, name: request.name },
        asked: `record virtual machine ${request.name}`,
        signal,
      },
      () => this.#findOne(request, signal),
    );
    return created ? record : change(record);
  }

  async #placeOf(
    { cluster, site }: VirtualMachineRequest,
    signal?: AbortSignal,
  ): Promise<Place> {
    const clusters = '/api/virtualization/clusters/';
    const sites = '/api/dcim/sites/';
    const [clusterId, siteId] = await Promise.all([
      cluster && this.#idOf('cluster', clusters, cluster, signal),
      site && this.#idOf('site', sites, site, signal),
    ]);
    return {
      cluster: clusterId || undefined,
      site: siteId || undefined,
    };
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
}
