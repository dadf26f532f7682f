import { ConflictError, InputError } from '@backstage/errors';
import { isSameAddress, liesIn } from '../cidr';
import { createOnce } from '../http/createOnce';
import { NetBoxApi } from '../http/NetBoxApi';
import { Prefixes, PrefixQuery } from '../Prefixes';
import { NetBoxAddress, NetBoxPrefix } from '../records';
import { AddressBook, checkKey } from './AddressBook';
import { AllocationField } from './AllocationField';

const path = '/api/ipam/ip-addresses/';

/**
 * An address that is in use already, and is to belong to a key.
 *
 * @public
 */
export interface TakeRequest extends Pick<PrefixQuery, 'prefix' | 'vrf'> {
  /** Without the length of the prefix. */
  address: string;
  /** Key of the allocation that it becomes. */
  key: string;
  /** Fully qualified name of the machine; empty for none, where a record keeps the one that it has. */
  dnsName: string;
  /** Of a record that is made; one that there is keeps its own. */
  description: string;
}

/**
 * What NetBox has of an address that is to be taken.
 *
 * @public
 */
export interface Takeable {
  /** Absent where NetBox has none of it. */
  record?: NetBoxAddress;
  /** Why it cannot be taken, in words; absent where it can. */
  hindrance?: string;
}

/**
 * Takes addresses that are in use already: the record that NetBox has of one, or a new one.
 *
 * @internal
 */
export class AddressTaker {
  readonly #api: NetBoxApi;
  readonly #field: AllocationField;
  readonly #prefixes: Prefixes;
  readonly #addresses: AddressBook;

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

  /** Looks whether an address can be taken; writes nothing. */
  async look(request: TakeRequest, signal?: AbortSignal): Promise<Takeable> {
    checkKey(request.key);
    await this.#field.ensure(signal);
    return this.#look(request, await this.#prefix(request, signal), signal);
  }

  /**
   * Gives an address the key, and puts it in use. Repeating it does no harm.
   *
   * @throws ConflictError if it is another's
   */
  async take(
    request: TakeRequest,
    signal?: AbortSignal,
  ): Promise<NetBoxAddress> {
    checkKey(request.key);
    await this.#field.ensure(signal);
    const prefix = await this.#prefix(request, signal);
    const found = await this.#lookForMine(request, prefix, signal);
    if (found) {
      return this.#give(request, found, signal);
    }
    const { address, key, dnsName, description } = request;
    const { record, created } = await createOnce(
      this.#api,
      this.#addresses.schema,
      {
        path,
        body: {
          address: `${address}/${prefix.prefix.split('/')[1]}`,
          ...(prefix.vrf !== undefined && { vrf: { name: prefix.vrf } }),
          status: 'active',
          dns_name: dnsName,
          description,
          custom_fields: { [this.#field.name]: key },
        },
        asked: `record ${address} of ${key}`,
        signal,
      },
      () => this.#lookForMine(request, prefix, signal),
    );
    return created ? record : this.#give(request, record, signal);
  }

  async #lookForMine(
    request: TakeRequest,
    prefix: NetBoxPrefix,
    signal?: AbortSignal,
  ): Promise<NetBoxAddress | undefined> {
    const { record, hindrance } = await this.#look(request, prefix, signal);
    if (hindrance !== undefined) {
      throw new ConflictError(hindrance);
    }
    return record;
  }

  async #give(
    { key, dnsName }: TakeRequest,
    found: NetBoxAddress,
    signal?: AbortSignal,
  ): Promise<NetBoxAddress> {
    if (found.key === key && found.status === 'active') {
      return found;
    }
    return this.#api.patch(this.#addresses.schema, {
      path: `${path}${found.id}/`,
      body: {
        status: 'active',
        ...(dnsName !== '' && { dns_name: dnsName }),
        custom_fields: { [this.#field.name]: key },
      },
      asked: `give ${found.cidr} the key ${key}`,
      signal,
    });
  }

  async #prefix(
    request: TakeRequest,
    signal?: AbortSignal,
  ): Promise<NetBoxPrefix> {
    const { address, prefix, vrf } = request;
    if (!liesIn(address, prefix)) {
      throw new InputError(`${address} is no address of ${prefix}.`);
    }
    return this.#prefixes.checkCached({ prefix, vrf }, signal);
  }

  async #look(
    { address, key }: TakeRequest,
    { vrf }: NetBoxPrefix,
    signal?: AbortSignal,
  ): Promise<Takeable> {
    const answered = await this.#api.find(this.#addresses.schema, {
      path,
      query: { address },
      asked: `address ${address}`,
      signal,
    });
    const records = answered.filter(
      record => isSameAddress(record.address, address) && record.vrf === vrf,
    );
    const holder = await this.#addresses.findByKey(key, signal);
    if (holder && !records.some(({ id }) => id === holder.id)) {
      return {
        hindrance: `The key ${key} has the address ${holder.cidr} (${holder.url}) in NetBox, and not ${address}. Release that first.`,
      };
    }
    if (records.length > 1) {
      return {
        hindrance: `NetBox has ${
          records.length
        } records of ${address}: ${records
          .map(({ url }) => url)
          .join(', ')}. Delete all but one.`,
      };
    }
    const [record] = records;
    return record?.key !== undefined && record.key !== key
      ? {
          record,
          hindrance: `The address ${record.cidr} (${record.url}) belongs to ${
            record.key
          } in NetBox. Give the machine another address, or clear the custom field ${
            this.#field.name
          } there if it is not in use.`,
        }
      : { record };
  }
}
