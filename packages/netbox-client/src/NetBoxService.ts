import { ReleaseOutcome, ReleaseRequest } from './allocation/AddressBook';
import { Allocation, AllocationRequest } from './allocation/AddressAllocator';
import { Takeable, TakeRequest } from './allocation/AddressTaker';
import { CustomFieldSetUp } from './allocation/AllocationField';
import { ConnectionStep } from './connection/checkConnection';
import { CandidateAddress, PrefixQuery } from './Prefixes';
import {
  NetBoxAddress,
  NetBoxAddressStatus,
  NetBoxMacAddress,
  NetBoxPrefix,
  NetBoxVirtualMachine,
} from './records';
import {
  VirtualMachineQuery,
  VirtualMachineRequest,
} from './virtualMachines/VirtualMachineRecords';

/**
 * Options of one call.
 *
 * @public
 */
export interface NetBoxCallOptions {
  signal?: AbortSignal;
}

/**
 * What Backlot asks of NetBox.
 *
 * All functions throw errors of `@backstage/errors` with NetBox's own words and what to do:
 * NotAllowedError for a token that is refused or may not, InputError for values that NetBox refuses,
 * NetBoxUnreachableError (a ServiceUnavailableError) where there was no answer.
 *
 * @public
 */
export interface NetBoxService {
  /** Looks step by step at all that allocations need. Changes nothing; a failure is in its step. */
  checkConnection(options?: NetBoxCallOptions): Promise<ConnectionStep[]>;

  /** Makes the custom field for allocation keys, or makes it right. Needs an administrator's token. */
  setUpCustomField(options?: NetBoxCallOptions): Promise<CustomFieldSetUp>;

  findPrefix(
    query: Pick<PrefixQuery, 'prefix' | 'vrf'>,
    options?: NetBoxCallOptions,
  ): Promise<NetBoxPrefix | undefined>;

  /**
   * Makes sure that addresses may be allocated from a prefix: it exists, is no container, and its
   * gateway, if one is given, is recorded.
   */
  checkPrefix(
    query: PrefixQuery,
    options?: NetBoxCallOptions,
  ): Promise<NetBoxPrefix>;

  /** The next free addresses, none of which is allocated. */
  previewAddresses(
    query: PrefixQuery,
    count: number,
    options?: NetBoxCallOptions,
  ): Promise<CandidateAddress[]>;

  /**
   * The address of a key: the one that it has, or a new one. Calls at the same time for one prefix
   * go to NetBox as one list. An address of the key that was deprecated is taken into use again.
   */
  allocate(
    request: AllocationRequest,
    options?: NetBoxCallOptions,
  ): Promise<Allocation>;

  /** Looks whether an address that is in use already can be taken for a key. Changes nothing. */
  findTakeable(
    request: TakeRequest,
    options?: NetBoxCallOptions,
  ): Promise<Takeable>;

  /**
   * Gives an address that is in use already the key, and puts it in use: the record that there is, which
   * keeps its description, or a new one. Repeating it does no harm.
   */
  takeAddress(
    request: TakeRequest,
    options?: NetBoxCallOptions,
  ): Promise<NetBoxAddress>;

  findByKey(
    key: string,
    options?: NetBoxCallOptions,
  ): Promise<NetBoxAddress | undefined>;

  /** Sets the state of the address with this key. */
  setStatus(
    request: { key: string; status: NetBoxAddressStatus },
    options?: NetBoxCallOptions,
  ): Promise<NetBoxAddress>;

  /** Begins the quarantine of an address; nothing if no address has the key. */
  deprecate(
    request: { key: string },
    options?: NetBoxCallOptions,
  ): Promise<NetBoxAddress | undefined>;

  /** Deletes the address with this key, its key checked on the record. */
  release(
    request: ReleaseRequest,
    options?: NetBoxCallOptions,
  ): Promise<ReleaseOutcome>;

  /**
   * All addresses with this DNS name, whatever its case and whether a record's name ends with a dot.
   * Several can have one name, e.g. one that is deprecated and one in use.
   */
  findAddressesByDnsName(
    dnsName: string,
    options?: NetBoxCallOptions,
  ): Promise<NetBoxAddress[]>;

  /**
   * What NetBox records of some MAC addresses, and where: nothing of one that is free, and more than
   * one record of one that is recorded more than once, which NetBox allows. All are asked for in one
   * call.
   */
  findMacAddresses(
    macAddresses: string[],
    options?: NetBoxCallOptions,
  ): Promise<NetBoxMacAddress[]>;

  /** The virtual machines with this name in all clusters, whatever its case. */
  findVirtualMachinesByName(
    name: string,
    options?: NetBoxCallOptions,
  ): Promise<NetBoxVirtualMachine[]>;

  /**
   * Records a machine with its interfaces, MAC addresses and addresses, or brings its record up to
   * date. Nothing is written if an address or MAC address is on another interface.
   */
  ensureVirtualMachine(
    request: VirtualMachineRequest,
    options?: NetBoxCallOptions,
  ): Promise<NetBoxVirtualMachine>;

  /**
   * Deletes a machine's record, and with it the MAC addresses on its interfaces, and keeps its IP
   * addresses; false if there was none.
   */
  removeVirtualMachine(
    query: VirtualMachineQuery,
    options?: NetBoxCallOptions,
  ): Promise<boolean>;
}
