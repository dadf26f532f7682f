import {
  Blueprint,
  PolicyEnvironment,
  RequestInterface,
} from '@backlot/plugin-vm-requests-common';
import { TerraformPin } from '../ledgerSteps';
import { AddressAllocation, OperationMachine } from './OperationRequest';

/**
 * A machine as the inventory sees it.
 *
 * @alpha
 */
export interface SeenMachine {
  source: string;
  /** Managed object reference's value. */
  id: string;
  name: string;
  instanceUuid?: string;
  annotation?: string;
  datacenter?: string;
  power?: 'on' | 'off' | 'suspended' | 'unknown';
  cpus?: number;
  memoryMib?: number;
}

/**
 * A template as the inventory sees it.
 *
 * @alpha
 */
export interface SeenTemplate {
  id: string;
  name: string;
  /** What Terraform finds it by. */
  uuid: string;
  /** Absent where its source does not know its configuration; so is the firmware. */
  guestId?: string;
  firmware?: 'bios' | 'efi';
  /** Path of its folder, below the datacenter's machines; absent at the top. */
  folder?: string;
  /** Of each disk, as placement rounds them. */
  disksGib: number[];
  /** Why no machine can be made from it with the given provider; none where one can. */
  problems: string[];
}

/**
 * Where a machine is, by the ids and names of its source.
 *
 * @alpha
 */
export interface SeenPlace {
  /** Parts are absent where the source does not say. */
  cluster?: { id: string; name: string };
  resourcePool?: { id: string; name: string };
  datastores: { id: string; name: string }[];
  folder?: { id: string; path: string };
}

/**
 * What the inventory sees of a machine's guest.
 *
 * @alpha
 */
export interface SeenGuest {
  /**
   * `unknown` while the source is not followed live, so that what it does not show may exist, or does
   * not reach the machine.
   */
  machine: 'on' | 'off' | 'absent' | 'unknown';
  /** IPv4 and IPv6, as the guest reports them; none while the machine is not on. */
  addresses: string[];
}

/**
 * What a machine's source says of its disks and snapshots, asked now.
 *
 * @alpha
 */
export interface SeenDetails {
  /** In the source's own words and units, e.g. `Hard disk 1`. */
  disks: { label: string; sizeGib: number }[];
  /** Names, oldest first. */
  snapshots: string[];
}

/**
 * The inventory as operations use it.
 *
 * @alpha
 */
export interface OperationInventory {
  /** Machines with a name, whatever its case. */
  findMachines(query: { source: string; name: string }): Promise<{
    machines: SeenMachine[];
    /** Whether the source is followed live, so that what it does not show does not exist. */
    live: boolean;
  }>;
  /** A machine, whatever it is called by now. */
  look(machine: {
    source: string;
    id: string;
    instanceUuid?: string;
    name: string;
  }): Promise<{ machine?: SeenMachine; live: boolean }>;
  /**
   * Disks and snapshots of a machine; undefined where its source cannot be asked.
   *
   * @throws ServiceUnavailableError when the source does not answer
   */
  details(machine: {
    source: string;
    id: string;
  }): Promise<SeenDetails | undefined>;
  /** Where a machine is now; it may have been moved since it was made. */
  placeOf(machine: { source: string; id: string }): Promise<SeenPlace>;
  /**
   * The templates of a datacenter; none while the datacenter is not known.
   *
   * @param where - the datacenter by its name; the version of Terraform's provider is exact
   */
  listTemplates(where: {
    source: string;
    datacenter: string;
    providerVersion: string;
  }): Promise<SeenTemplate[]>;
  /**
   * Keeps room for what a machine grows by, under the id of a request; without one it only checks.
   *
   * @throws ConflictError in words when there is none
   */
  reserveGrowth(growth: {
    source: string;
    machine: string;
    cpus: number;
    memoryMib: number;
    diskGib: number;
    reservation?: { id: string; milliseconds: number };
  }): Promise<void>;
  /** Ends a reservation; nothing happens when there is none. */
  endReservation(id: string): Promise<void>;
  /**
   * Has a machine shut down, by its guest where that can be.
   *
   * @param machine - `operation` is an id of the caller's, a ULID: nothing is done twice under it
   * @returns undefined when it is off, else why it cannot be switched off from here, in words
   */
  switchOff(machine: {
    source: string;
    id: string;
    operation: string;
  }): Promise<string | undefined>;
}

/**
 * An address that a machine had before NetBox knew whose it is.
 *
 * @alpha
 */
export interface TakenAddress {
  address: string;
  /** Its network's, in CIDR notation. */
  prefix: string;
  /** Of the allocation that it becomes. */
  key: string;
  dnsName: string;
  /** Of a record that is made. */
  description: string;
}

/**
 * Addresses and machines' records in NetBox, as operations use them.
 *
 * @alpha
 */
export interface OperationAddresses {
  /** Puts an address to its use. */
  activate(key: string): Promise<void>;
  /**
   * Makes an address that a machine has that of a key, in use: the record that there is, or a new one.
   *
   * @throws ConflictError in words when it is another's
   */
  take(address: TakenAddress): Promise<void>;
  /** Begins the quarantine of an address; nothing when there is none. */
  deprecate(key: string): Promise<void>;
  /** Records a machine with its network cards and addresses, or brings its record up to date. */
  ensureMachineRecord(machine: {
    /** The request that made the machine. */
    request: string;
    name: string;
    cluster: string;
    cpus: number;
    memoryMib: number;
    diskGib: number;
    key: string;
    /** None for a machine whose MAC address was not drawn. */
    interfaces?: RequestInterface[];
    /** Absent where `key` is all that it has, on its first card. */
    allocations?: Pick<AddressAllocation, 'key' | 'interface'>[];
  }): Promise<void>;
  /** Deletes the record that was made for a request; nothing when there is none. */
  removeMachineRecord(machine: {
    request: string;
    name: string;
    cluster?: string;
  }): Promise<void>;
}

/**
 * Those who own machines, as operations see them.
 *
 * @alpha
 */
export interface OperationOwners {
  /** Whether the catalog has a user or group. */
  exists(ref: string): Promise<boolean>;
  /** Machines of an owner in an environment, those that are being made included. */
  countOf(of: { owner: string; environment: string }): Promise<number>;
}

/**
 * What machines of a sort are made of.
 *
 * @alpha
 */
export interface OperationBlueprint extends Blueprint {
  /** What new machines are pinned to. */
  terraform: TerraformPin;
}

/**
 * What operations work with.
 *
 * @alpha
 */
export interface OperationContext {
  inventory: OperationInventory;
  addresses: OperationAddresses;
  /** The blueprint as configuration has it now; undefined where it was withdrawn. */
  blueprint(name: string): OperationBlueprint | undefined;
  owners: OperationOwners;
  /** The time now; tests set it. */
  now(): Date;
  /** Time zone in whose days machines end. */
  timeZone: string;
  /** The environment as policy has it now; undefined where it knows it no more. */
  environment(name: string): PolicyEnvironment | undefined;
  /** @throws NotFoundError when there is none */
  machine(id: string): Promise<OperationMachine>;
  /**
   * Looks again and again for what the inventory will show soon.
   *
   * @param look - answers undefined while it does not show it
   * @param waitsFor - a sentence for people, in case that it does not come: the step is repeated then
   */
  lookUntil<T>(
    look: () => Promise<T | undefined>,
    waitsFor: string,
  ): Promise<T>;
  /** Aborts when the backend shuts down. */
  signal: AbortSignal;
}
