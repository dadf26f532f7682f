import {
  AddressAllocator,
  AllocationRequest,
} from './allocation/AddressAllocator';
import { AddressBook, ReleaseRequest } from './allocation/AddressBook';
import { AddressTaker, TakeRequest } from './allocation/AddressTaker';
import { AllocationField } from './allocation/AllocationField';
import { NetBoxClock, systemClock } from './Clock';
import { checkConnection } from './connection/checkConnection';
import { NetBoxApi } from './http/NetBoxApi';
import { NetBoxHttp } from './http/NetBoxHttp';
import { NetBoxCallOptions, NetBoxService } from './NetBoxService';
import { PrefixQuery, Prefixes } from './Prefixes';
import { NetBoxAddressStatus } from './records';
import { MacAddresses } from './virtualMachines/MacAddresses';
import { MachineInterfaces } from './virtualMachines/MachineInterfaces';
import {
  VirtualMachineQuery,
  VirtualMachineRecords,
  VirtualMachineRequest,
} from './virtualMachines/VirtualMachineRecords';

/**
 * How to reach NetBox.
 *
 * @public
 */
export interface NetBoxClientOptions {
  /** Without `/api`. */
  url: string;
  token: string;
  /** Certificate authorities in PEM, in place of the system's. */
  ca?: string;
  /** Takes any certificate. */
  insecure?: boolean;
  /** How long to wait for one answer, in milliseconds. Default: 60,000. */
  timeoutMs?: number;
  /**
   * How long to wait before a call that got no answer is repeated for the first time, in milliseconds;
   * each further time it is twice as long. Default: 150.
   */
  retryDelayMs?: number;
  /** Custom field that holds the keys of allocations. Default: `backlot_allocation`. */
  customField?: string;
  clock?: NetBoxClock;
}

/** NetBox serves allocations one after the other, so an answer can take its time. */
const DEFAULT_TIMEOUT_MS = 60_000;
const DEFAULT_RETRY_DELAY_MS = 150;

const DEFAULT_CUSTOM_FIELD = 'backlot_allocation';

/**
 * Client of NetBox's REST API.
 *
 * @public
 */
export class NetBoxClient implements NetBoxService {
  readonly #http: NetBoxHttp;
  readonly #api: NetBoxApi;
  readonly #field: AllocationField;
  readonly #prefixes: Prefixes;
  readonly #addresses: AddressBook;
  readonly #allocator: AddressAllocator;
  readonly #taker: AddressTaker;
  readonly #macs: MacAddresses;
  readonly #machines: VirtualMachineRecords;

  constructor(options: NetBoxClientOptions) {
    const clock = options.clock ?? systemClock;
    const customField = options.customField ?? DEFAULT_CUSTOM_FIELD;
    this.#http = new NetBoxHttp({
      url: options.url,
      token: options.token,
      ca: options.ca,
      insecure: options.insecure,
      timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      retryDelayMs: options.retryDelayMs ?? DEFAULT_RETRY_DELAY_MS,
    });
    this.#api = new NetBoxApi(this.#http);
    this.#field = new AllocationField(this.#api, customField, clock);
    this.#prefixes = new Prefixes(this.#api, customField, clock);
    this.#addresses = new AddressBook(this.#api, this.#field);
    this.#allocator = new AddressAllocator({
      api: this.#api,
      field: this.#field,
      prefixes: this.#prefixes,
      addresses: this.#addresses,
    });
    this.#taker = new AddressTaker({
      api: this.#api,
      field: this.#field,
      prefixes: this.#prefixes,
      addresses: this.#addresses,
    });
    this.#macs = new MacAddresses(this.#api);
    this.#machines = new VirtualMachineRecords(
      this.#api,
      new MachineInterfaces(this.#api, this.#addresses, this.#macs),
    );
  }

  /** Ends idle connections; calls that are on their way finish first. Closing twice does no harm. */
  close(): Promise<void> {
    return this.#http.close();
  }

  checkConnection(options?: NetBoxCallOptions) {
    return checkConnection(this.#api, this.#field, options?.signal);
  }

  setUpCustomField(options?: NetBoxCallOptions) {
    return this.#field.setUp(options?.signal);
  }

  findPrefix(
    query: Pick<PrefixQuery, 'prefix' | 'vrf'>,
    options?: NetBoxCallOptions,
  ) {
    return this.#prefixes.find(query, options?.signal);
  }

  checkPrefix(query: PrefixQuery, options?: NetBoxCallOptions) {
    return this.#prefixes.check(query, options?.signal);
  }

  previewAddresses(
    query: PrefixQuery,
    count: number,
    options?: NetBoxCallOptions,
  ) {
    return this.#prefixes.preview(query, count, options?.signal);
  }

  allocate(request: AllocationRequest, options?: NetBoxCallOptions) {
    return this.#allocator.allocate(request, options?.signal);
  }

  findTakeable(request: TakeRequest, options?: NetBoxCallOptions) {
    return this.#taker.look(request, options?.signal);
  }

  takeAddress(request: TakeRequest, options?: NetBoxCallOptions) {
    return this.#taker.take(request, options?.signal);
  }

  findByKey(key: string, options?: NetBoxCallOptions) {
    return this.#addresses.findByKey(key, options?.signal);
  }

  setStatus(
    request: { key: string; status: NetBoxAddressStatus },
    options?: NetBoxCallOptions,
  ) {
    return this.#addresses.setStatus(
      request.key,
      request.status,
      options?.signal,
    );
  }

  async deprecate(request: { key: string }, options?: NetBoxCallOptions) {
    const found = await this.findByKey(request.key, options);
    return (
      found && this.setStatus({ ...request, status: 'deprecated' }, options)
    );
  }

  release(request: ReleaseRequest, options?: NetBoxCallOptions) {
    return this.#addresses.release(request, options?.signal);
  }

  findAddressesByDnsName(dnsName: string, options?: NetBoxCallOptions) {
    return this.#addresses.findByDnsName(dnsName, options?.signal);
  }

  findMacAddresses(macAddresses: string[], options?: NetBoxCallOptions) {
    return this.#macs.find(macAddresses, options?.signal);
  }

  findVirtualMachinesByName(name: string, options?: NetBoxCallOptions) {
    return this.#machines.findByName(name, options?.signal);
  }

  ensureVirtualMachine(
    request: VirtualMachineRequest,
    options?: NetBoxCallOptions,
  ) {
    return this.#machines.ensure(request, options?.signal);
  }

  removeVirtualMachine(
    query: VirtualMachineQuery,
    options?: NetBoxCallOptions,
  ) {
    return this.#machines.remove(query, options?.signal);
  }
}
