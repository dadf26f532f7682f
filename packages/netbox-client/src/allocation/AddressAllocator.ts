import { ConflictError } from '@backstage/errors';
import { z } from 'zod';
import { liesIn } from '../cidr';
import { NetBoxApi } from '../http/NetBoxApi';
import { NetBoxAnswer, NetBoxUnreachableError } from '../http/NetBoxHttp';
import { netBoxWords, refusal } from '../http/refusal';
import { PrefixQuery, Prefixes } from '../Prefixes';
import { NetBoxAddress, NetBoxAddressStatus, NetBoxPrefix } from '../records';
import { AddressBook, checkKey } from './AddressBook';
import { AllocationField } from './AllocationField';
import { AllocationQueue, Outcome } from './AllocationQueue';
import { untilAborted } from './untilAborted';

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

/**
 * The prefix has no free address.
 *
 * @public
 */
export class PrefixFullError extends ConflictError {}

/** Nobody waits for the address any more, so it is not allocated. */
class AbandonedError extends Error {}

interface Item {
  request: AllocationRequest;
  prefix: NetBoxPrefix;
  /** How many callers still wait for it. */
  waiting: number;
}

const MAX_BATCH = 50;
const MAX_ATTEMPTS = 4;

/** NetBox's word for a custom field's value that another record has already. */
function isTaken(answer: NetBoxAnswer): boolean {
  return (
    answer.status === 400 &&
    /must have a unique value/i.test(netBoxWords(answer.body))
  );
}

/**
 * Allocates addresses so that one key never has two, whatever answers are lost.
 *
 * NetBox itself has no idempotency. The key goes along in a custom field that NetBox keeps unique:
 * a second attempt either finds the address of the first, or is refused because of it, also while
 * the first one is still on its way.
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
    { item: Item; address: Promise<NetBoxAddress> }
  >();
  readonly #queues = new Map<number, AllocationQueue<Item, NetBoxAddress>>();

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
      const item: Item = { request, prefix, waiting: 0 };
      const address = this.#findOrAllocate(item).finally(() =>
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

  async #findOrAllocate(item: Item): Promise<NetBoxAddress> {
    return (await this.#lookUp(item)) ?? this.#enqueue(item);
  }

  /** The address that the key has, in use again if it was given back. */
  async #lookUp({ request }: Item): Promise<NetBoxAddress | undefined> {
    const { key, status = 'reserved', description = '', dnsName } = request;
    let found = await this.#addresses.findByKey(key);
    while (found?.status === 'deprecated' && status !== 'deprecated') {
      const revived = await this.#addresses.revive(found, {
        status,
        description,
        dnsName,
      });
      if (revived) {
        return revived;
      }
      found = await this.#addresses.findByKey(key);
    }
    return found;
  }

  async #enqueue(item: Item): Promise<NetBoxAddress> {
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

  /** One list for all, and each one by itself where the list was refused or its answer lost. */
  async #carryOut(items: Item[]): Promise<Outcome<NetBoxAddress>[]> {
    const wanted = items.filter(item => item.waiting > 0);
    const made = new Map<string, NetBoxAddress>();
    if (wanted.length > 1) {
      for (const address of await this.#allocateList(wanted)) {
        made.set(address.key ?? '', address);
      }
    }
    const outcomes: Outcome<NetBoxAddress>[] = [];
    for (const item of items) {
      outcomes.push(await this.#outcomeOf(item, made.get(item.request.key)));
    }
    return outcomes;
  }

  async #outcomeOf(
    item: Item,
    made: NetBoxAddress | undefined,
  ): Promise<Outcome<NetBoxAddress>> {
    try {
      return {
        status: 'fulfilled',
        value: made ?? (await this.#allocateOne(item)),
      };
    } catch (reason) {
      return { status: 'rejected', reason };
    }
  }

  /** All or none; none also where the answer is lost, because each one is looked for then. */
  async #allocateList(items: Item[]): Promise<NetBoxAddress[]> {
    const { prefix } = items[0];
    try {
      const answer = await this.#api.http.send({
        method: 'POST',
        path: `/api/ipam/prefixes/${prefix.id}/available-ips/`,
        body: items.map(item => this.#bodyOf(item)),
        asked: `allocate ${items.length} addresses of prefix ${prefix.prefix}`,
      });
      return answer.status === 201
        ? this.#api.parse(z.array(this.#addresses.schema), answer)
        : [];
    } catch (error) {
      if (error instanceof NetBoxUnreachableError) {
        return [];
      }
      throw error;
    }
  }

  async #allocateOne(item: Item): Promise<NetBoxAddress> {
    const { request, prefix } = item;
    let lost: unknown;
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      try {
        const found = await this.#lookUp(item);
        if (found) {
          return found;
        }
        if (item.waiting === 0) {
          throw new AbandonedError();
        }
        const answer = await this.#api.http.send({
          method: 'POST',
          path: `/api/ipam/prefixes/${prefix.id}/available-ips/`,
          body: this.#bodyOf(item),
          asked: `allocate an address of prefix ${prefix.prefix} for ${request.key}`,
        });
        if (answer.status === 201) {
          return this.#api.parse(this.#addresses.schema, answer);
        }
        if (!isTaken(answer)) {
          throw this.#refusalOf(answer, prefix);
        }
      } catch (error) {
        if (!(error instanceof NetBoxUnreachableError)) {
          throw error;
        }
        lost = error;
        await this.#api.http.waitBeforeRepeating(attempt);
      }
    }
    throw new NetBoxUnreachableError(
      `NetBox did not answer whether ${request.key} has an address of prefix ${prefix.prefix}. Allocating it again with the same key finds out.`,
      lost,
    );
  }

  #refusalOf(answer: NetBoxAnswer, prefix: NetBoxPrefix): Error {
    this.#field.distrust();
    this.#prefixes.forget();
    if (answer.status === 409) {
      return new PrefixFullError(
        `Prefix ${prefix.prefix} (${
          prefix.url
        }) has no free address: ${netBoxWords(
          answer.body,
        )}. Give addresses back, or choose another network.`,
      );
    }
    return refusal(answer);
  }

  #bodyOf({ request }: Item): Record<string, unknown> {
    return {
      status: request.status ?? 'reserved',
      dns_name: request.dnsName,
      description: request.description ?? '',
      custom_fields: { [this.#field.name]: request.key },
      ...(request.tags ? { tags: request.tags.map(slug => ({ slug })) } : {}),
    };
  }
}
