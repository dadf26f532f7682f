import { NotAllowedError } from '@backstage/errors';
import { z } from 'zod';
import { sentences } from '@backlot/backend-common';
import { NetBoxApi } from '../http/NetBoxApi';
import { NetBoxAnswer, NetBoxUnreachableError } from '../http/NetBoxHttp';
import { netBoxWords, refusal } from '../http/refusal';
import { NetBoxAddress, NetBoxPrefix } from '../records';
import { AddressBook } from './AddressBook';
import type { AllocationRequest } from './AddressAllocator';
import { AbandonedError, PrefixFullError } from './allocationErrors';
import { Outcome } from './AllocationQueue';

/**
 * One key that waits for an address.
 *
 * @internal
 */
export interface AllocationItem {
  request: AllocationRequest;
  prefix: NetBoxPrefix;
  /** How many callers still wait for it. */
  waiting: number;
}

/** How often an item is sent whose call is lost, or which is refused for an address that is not there. */
const MAX_ATTEMPTS = 4;

const candidates = z.array(z.unknown());

/** What NetBox answers for each item of a list that it refuses: nothing for one that is good. */
const refusedItems = z.array(z.record(z.string(), z.unknown()));

/**
 * Whether an item is refused as a whole and not for one of its fields, as it is for a custom field
 * that another address has the value of. The words are in the language of the server.
 */
function isAboutNoField(refused: Record<string, unknown>): boolean {
  return '__all__' in refused || 'non_field_errors' in refused;
}

/**
 * Gets addresses of one prefix for keys that differ, in as few calls as it takes.
 *
 * The list is sent at once: NetBox itself refuses a key that has an address, and nothing need be
 * asked before. Because it takes all of a list or nothing, what it refuses is settled and the rest
 * is sent again: keys that have an address get that one, and where too few addresses are left, as
 * many as fit are served in the order in which they came. Sending a list again after its answer was
 * lost is safe for the same reason.
 *
 * @internal
 */
export class AllocationBatch {
  readonly #api: NetBoxApi;
  readonly #addresses: AddressBook;
  readonly #keyField: string;
  readonly #prefix: NetBoxPrefix;
  readonly #items: AllocationItem[];
  readonly #outcomes = new Map<AllocationItem, Outcome<NetBoxAddress>>();
  readonly #attempts = new Map<AllocationItem, number>();
  #refused = false;

  /** @param items - of one prefix, each with a key of its own */
  constructor(
    parts: { api: NetBoxApi; addresses: AddressBook; keyField: string },
    items: AllocationItem[],
  ) {
    this.#api = parts.api;
    this.#addresses = parts.addresses;
    this.#keyField = parts.keyField;
    this.#prefix = items[0].prefix;
    this.#items = items;
  }

  /** Whether NetBox refused something, so that what is known of prefix and field may be out of date. */
  get refused(): boolean {
    return this.#refused;
  }

  /** What became of each item, in their order. */
  async carryOut(): Promise<Outcome<NetBoxAddress>[]> {
    const lists = [this.#items];
    for (let list = lists.shift(); list; list = lists.shift()) {
      const again = await this.#round(list);
      lists.unshift(...again.filter(items => items.length > 0));
    }
    return this.#items.map(item => this.#outcomes.get(item)!);
  }

  /** Settles what one call can settle, and gives the lists that are to be sent next. */
  async #round(list: AllocationItem[]): Promise<AllocationItem[][]> {
    const wanted = list.filter(item => item.waiting > 0);
    list
      .filter(item => item.waiting === 0)
      .forEach(item => this.#reject(item, new AbandonedError()));
    if (wanted.length === 0) {
      return [];
    }
    try {
      return await this.#send(wanted);
    } catch (error) {
      const open = wanted.filter(item => !this.#outcomes.has(item));
      if (!(error instanceof NetBoxUnreachableError)) {
        open.forEach(item => this.#reject(item, error));
        return [];
      }
      return this.#afterLoss(open, error);
    }
  }

  async #send(items: AllocationItem[]): Promise<AllocationItem[][]> {
    const answer = await this.#api.http.send({
      method: 'POST',
      path: this.#path,
      body: items.map(item => this.#bodyOf(item)),
      asked: `allocate ${this.#wordsFor(items)}`,
    });
    if (answer.status === 201) {
      const made = this.#api.parse(z.array(this.#addresses.schema), answer);
      items.forEach((item, index) => this.#fulfil(item, made[index]));
      return [];
    }
    const refused = refusedItems.safeParse(answer.body).data;
    if (answer.status === 400 && refused?.length === items.length) {
      return this.#afterRefusedItems(items, refused, answer);
    }
    if (answer.status === 409) {
      return this.#afterTooFew(items, answer);
    }
    this.#refused = true;
    if (items.length === 1) {
      this.#reject(items[0], refusal(answer));
      return [];
    }
    // Which item NetBox means is found by sending fewer.
    const half = Math.ceil(items.length / 2);
    return [items.slice(0, half), items.slice(half)];
  }

  async #afterLoss(
    items: AllocationItem[],
    lost: NetBoxUnreachableError,
  ): Promise<AllocationItem[][]> {
    const again = items.filter(item =>
      this.#mayTryAgain(
        item,
        new NetBoxUnreachableError(
          `NetBox did not answer whether ${
            item.request.key
          } has an address of prefix ${
            this.#prefix.prefix
          }. Allocating it again with the same key finds out.`,
          lost,
        ),
      ),
    );
    if (again.length > 0) {
      await this.#api.http.waitBeforeRepeating(
        this.#attempts.get(again[0])! - 1,
      );
    }
    return [again];
  }

  async #afterRefusedItems(
    items: AllocationItem[],
    refused: Record<string, unknown>[],
    answer: NetBoxAnswer,
  ): Promise<AllocationItem[][]> {
    const good: AllocationItem[] = [];
    const taken = new Map<AllocationItem, Error>();
    items.forEach((item, index) => {
      const own = refused[index];
      if (Object.keys(own).length === 0) {
        good.push(item);
        return;
      }
      const error = refusal({
        ...answer,
        body: own,
        call: { ...answer.call, asked: `allocate ${this.#wordsFor([item])}` },
      });
      if (isAboutNoField(own)) {
        taken.set(item, error);
      } else {
        this.#refused = true;
        this.#reject(item, error);
      }
    });
    const missing = await this.#takeExisting([...taken.keys()]);
    // Released meanwhile, or refused for another reason, or not for this token's eyes.
    const again = missing.filter(item =>
      this.#mayTryAgain(
        item,
        new NotAllowedError(
          sentences(
            taken.get(item)!.message,
            `If an address has the key ${
              item.request.key
            }, the token may not see it: let its user view all addresses of ${
              this.#prefix.prefix
            } (${this.#prefix.url}) and those with the custom field ${
              this.#keyField
            }`,
          ),
        ),
      ),
    );
    return [good, again];
  }

  /** NetBox counts before it looks at keys, so those that have an address are found first. */
  async #afterTooFew(
    items: AllocationItem[],
    answer: NetBoxAnswer,
  ): Promise<AllocationItem[][]> {
    const missing = await this.#takeExisting(items);
    if (missing.length < items.length) {
      return [missing];
    }
    const full = new PrefixFullError(
      `Prefix ${this.#prefix.prefix} (${
        this.#prefix.url
      }) has no free address: ${netBoxWords(
        answer.body,
      )}. Give addresses back, or choose another network.`,
    );
    this.#refused = true;
    const free = await this.#countFree(items.length);
    items.slice(free).forEach(item => this.#reject(item, full));
    return [items.slice(0, free).filter(item => this.#mayTryAgain(item, full))];
  }

  /** Gives items the addresses that their keys have; returns those whose keys have none. */
  async #takeExisting(items: AllocationItem[]): Promise<AllocationItem[]> {
    const keys = items.map(({ request }) => request.key);
    let found: Map<string, NetBoxAddress[]>;
    try {
      found = await this.#addresses.findByKeys(keys);
    } catch (error) {
      if (error instanceof NetBoxUnreachableError) {
        throw error;
      }
      items.forEach(item => this.#reject(item, error));
      return [];
    }
    const missing: AllocationItem[] = [];
    for (const item of items) {
      try {
        const address = this.#addresses.onlyOne(
          item.request.key,
          found.get(item.request.key),
        );
        const used = address && (await this.#inUse(item, address));
        if (used) {
          this.#fulfil(item, used);
        } else {
          missing.push(item);
        }
      } catch (error) {
        if (error instanceof NetBoxUnreachableError) {
          throw error;
        }
        this.#reject(item, error);
      }
    }
    return missing;
  }

  /** An address in use again if it was given back; nothing if somebody changed it meanwhile. */
  async #inUse(
    { request }: AllocationItem,
    address: NetBoxAddress,
  ): Promise<NetBoxAddress | undefined> {
    const { status = 'reserved', description = '', dnsName } = request;
    return address.status === 'deprecated' && status !== 'deprecated'
      ? this.#addresses.revive(address, { status, description, dnsName })
      : address;
  }

  async #countFree(limit: number): Promise<number> {
    const answer = await this.#api.http.sendSafely({
      method: 'GET',
      path: this.#path,
      query: { limit: String(limit) },
      asked: `free addresses of prefix ${this.#prefix.prefix}`,
    });
    if (answer.status !== 200) {
      throw refusal(answer);
    }
    return this.#api.parse(candidates, answer).length;
  }

  /** Whether an item has not been sent too often; one that has is refused. */
  #mayTryAgain(item: AllocationItem, error: Error): boolean {
    const attempts = (this.#attempts.get(item) ?? 0) + 1;
    this.#attempts.set(item, attempts);
    if (attempts >= MAX_ATTEMPTS) {
      this.#reject(item, error);
      return false;
    }
    return true;
  }

  #fulfil(item: AllocationItem, value: NetBoxAddress): void {
    this.#outcomes.set(item, { status: 'fulfilled', value });
  }

  #reject(item: AllocationItem, reason: unknown): void {
    this.#outcomes.set(item, { status: 'rejected', reason });
  }

  #wordsFor(items: AllocationItem[]): string {
    const { prefix } = this.#prefix;
    return items.length === 1
      ? `an address of prefix ${prefix} for ${items[0].request.key}`
      : `${items.length} addresses of prefix ${prefix}`;
  }

  get #path(): string {
    return `/api/ipam/prefixes/${this.#prefix.id}/available-ips/`;
  }

  #bodyOf({ request }: AllocationItem): Record<string, unknown> {
    return {
      status: request.status ?? 'reserved',
      dns_name: request.dnsName,
      description: request.description ?? '',
      custom_fields: { [this.#keyField]: request.key },
      ...(request.tags ? { tags: request.tags.map(slug => ({ slug })) } : {}),
    };
  }
}
