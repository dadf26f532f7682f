import { untilAborted } from '@backlot/backend-common';
import { ConflictError } from '@backstage/errors';
import { liesIn } from '../cidr';
import { NetBoxApi } from '../http/NetBoxApi';
import { PrefixQuery, Prefixes } from '../Prefixes';
import { NetBoxAddress, NetBoxAddressStatus, NetBoxPrefix } from '../records';
import { AddressBook, checkKey } from './AddressBook';
import { AllocationBatch, AllocationItem } from './AllocationBatch';
import { AbandonedError } from './allocationErrors';
import { AllocationField } from './AllocationField';
import { AllocationQueue, Outcome } from './AllocationQueue';

/**
 * What to allocate.
 *
 * @public
 */
export interface AllocationRequest extends PrefixQuery {
  /** Of the allocation, e.g. `web01.dev.acme.example/eth0/ipv4`; one key has one address. */
  key: string;
  dnsName: string;
  description?: string;
  /** Default: `reserved`. */
  status?: NetBoxAddressStatus;
  /** Slugs of tags that there are in NetBox. */
  tags?: string[];
}

/**
 * An address with the prefix that it is from.
 *
 * @public
 */
export interface Allocation extends NetBoxAddress {
  prefix: NetBoxPrefix;
}

/** Of one list; 50 addresses take a NetBox of two cores about a second. */
const MAX_BATCH = 50;

/**
 * Allocates addresses so that one key never has two, whatever answers are lost.
 *
 * NetBox itself has no idempotency. The key goes along in a custom field that NetBox keeps unique:
 * a second attempt is refused because of the address of the first, also while the first one is still
 * on its way, and is given that address then.
 *
 * @internal
 */
export class AddressAllocator {
  readonly #api: NetBoxApi;
  readonly #field: AllocationField;
  readonly #prefixes: Prefixes;
  readonly #addresses: AddressBook;
  /** What is on its way, by key: the same key twice in one list would be let through by NetBox. */
  readonly #underway = new Map<
    string,
    { item: AllocationItem; address: Promise<NetBoxAddress> }
  >();
  readonly #queues = new Map<
    number,
    AllocationQueue<AllocationItem, NetBoxAddress>
  >();

  constructor(parts: {
    api: NetBoxApi;
    field: AllocationField;
    prefixes: Prefixes;
    addresses: AddressBook;
  }) {
    this.#api = parts.api;
    this.#field = parts.field;
    this.#prefixes = parts.prefixes;
    this.#addresses = parts.addresses;
  }

  /**
   * The address of a key: the one that it has, or a new one.
   *
   * When the signal comes while NetBox is asked, the allocation may still be made; it is found by
   * its key.
   *
   * @throws PrefixFullError if there is no free address
   * @throws ConflictError if the key has an address of another prefix, or the prefix or the custom
   *   field is not fit
   * @throws NetBoxUnreachableError if it is not known whether there is an address now; allocating
   *   again with the same key finds out
   */
  async allocate(
    request: AllocationRequest,
    signal?: AbortSignal,
  ): Promise<Allocation> {
    checkKey(request.key);
    await this.#field.ensure(signal);
    const prefix = await this.#prefixes.checkCached(request, signal);
    const address = await this.#share(request, prefix, signal);
    if (!liesIn(address.address, prefix.prefix) || address.vrf !== prefix.vrf) {
      throw new ConflictError(
        `The key ${request.key} has the address ${address.cidr} (${address.url}) already, which is not of prefix ${request.prefix}. Release it first, or use another key.`,
      );
    }
    return { ...address, prefix };
  }

  /** One that joined what all others had left starts over. */
  async #share(
    request: AllocationRequest,
    prefix: NetBoxPrefix,
    signal?: AbortSignal,
  ): Promise<NetBoxAddress> {
    for (;;) {
      try {
        return await this.#join(request, prefix, signal);
      } catch (error) {
        if (!(error instanceof AbandonedError)) {
          throw error;
        }
      }
    }
  }

  /** Callers with the same key get the same answer. */
  async #join(
    request: AllocationRequest,
    prefix: NetBoxPrefix,
    signal?: AbortSignal,
  ): Promise<NetBoxAddress> {
    signal?.throwIfAborted();
    let entry = this.#underway.get(request.key);
    if (!entry) {
      const item: AllocationItem = { request, prefix, waiting: 0 };
      const address = this.#enqueue(item).finally(() =>
        this.#underway.delete(request.key),
      );
      entry = { item, address };
      this.#underway.set(request.key, entry);
    }
    const { item, address } = entry;
    item.waiting += 1;
    try {
      return await untilAborted(address, signal);
    } finally {
      item.waiting -= 1;
    }
  }

  async #enqueue(item: AllocationItem): Promise<NetBoxAddress> {
    const { id } = item.prefix;
    let queue = this.#queues.get(id);
    if (!queue) {
      queue = new AllocationQueue(items => this.#carryOut(items), MAX_BATCH);
      this.#queues.set(id, queue);
    }
    try {
      return await queue.add(item);
    } finally {
      if (queue.idle) {
        this.#queues.delete(id);
      }
    }
  }

  async #carryOut(items: AllocationItem[]): Promise<Outcome<NetBoxAddress>[]> {
    const batch = new AllocationBatch(
      {
        api: this.#api,
        addresses: this.#addresses,
        keyField: this.#field.name,
      },
      items,
    );
    const outcomes = await batch.carryOut();
    if (batch.refused) {
      this.#field.distrust();
      this.#prefixes.forget();
    }
    return outcomes;
  }
}
