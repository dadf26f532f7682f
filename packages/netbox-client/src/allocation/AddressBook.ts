import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { isSameAddress } from '../cidr';
import { NetBoxApi } from '../http/NetBoxApi';
import { NetBoxUnreachableError } from '../http/NetBoxHttp';
import { refusal } from '../http/refusal';
import { addressSchema, NetBoxAddress, NetBoxAddressStatus } from '../records';
import { AllocationField } from './AllocationField';

/** How often a record that others change meanwhile is looked at anew. */
const MAX_ROUNDS = 5;

/**
 * Which address is meant, and under which conditions.
 *
 * @public
 */
export interface ReleaseRequest {
  /** Key of the allocation. */
  key: string;
  /** If given, the key must still be on this address. */
  address?: string;
  /**
   * If given, only an address in this state is deleted. A clean-up after a quarantine gives
   * `deprecated`, so that an address that was allocated to the same key again stays.
   */
  ifStatus?: NetBoxAddressStatus;
}

/**
 * What became of a release.
 *
 * - `released`: the record is deleted.
 * - `gone`: there was none with this key.
 * - `kept`: its state is not the one that was asked for.
 *
 * @public
 */
export type ReleaseOutcome = 'released' | 'gone' | 'kept';

/** @internal */
export function checkKey(key: string): void {
  if (!/^\S{1,255}$/.test(key)) {
    throw new InputError(
      `"${key}" is no key of an allocation. Give <machine>/<interface>/<family> without spaces.`,
    );
  }
}

/**
 * Address records, found by the key of their allocation.
 *
 * @internal
 */
export class AddressBook {
  readonly #api: NetBoxApi;
  readonly #field: AllocationField;
  readonly #schema: ReturnType<typeof addressSchema>;

  constructor(api: NetBoxApi, field: AllocationField) {
    this.#api = api;
    this.#field = field;
    this.#schema = addressSchema(field.name);
  }

  /** Schema of one address record. */
  get schema(): ReturnType<typeof addressSchema> {
    return this.#schema;
  }

  /**
   * The address with this key. The field is checked first, and the key on each record that NetBox
   * answers, because a filter that NetBox does not know matches everything.
   *
   * @throws ConflictError if more than one address has the key
   */
  async findByKey(
    key: string,
    signal?: AbortSignal,
  ): Promise<NetBoxAddress | undefined> {
    checkKey(key);
    await this.#field.ensure(signal);
    const answered = await this.#api.find(this.#schema, {
      path: '/api/ipam/ip-addresses/',
      query: { [`cf_${this.#field.name}`]: key },
      asked: `address of ${key}`,
      signal,
    });
    const found = answered.filter(record => record.key === key);
    if (found.length > 1) {
      throw new ConflictError(
        `NetBox has ${found.length} addresses with the key ${key}: ${found
          .map(record => `${record.cidr} (${record.url})`)
          .join(', ')}. Clear the custom field ${
          this.#field.name
        } of those that are not in use.`,
      );
    }
    return found[0];
  }

  /** An address with this DNS name, if there is one; NetBox keeps DNS names in lower case. */
  async findByDnsName(
    dnsName: string,
    signal?: AbortSignal,
  ): Promise<NetBoxAddress | undefined> {
    const wanted = dnsName.toLowerCase();
    const answered = await this.#api.find(this.#schema, {
      path: '/api/ipam/ip-addresses/',
      query: { dns_name: wanted },
      asked: `address with the DNS name ${wanted}`,
      signal,
    });
    return answered.find(record => record.dnsName.toLowerCase() === wanted);
  }

  /** One address by its id. */
  async get(
    id: number,
    signal?: AbortSignal,
  ): Promise<{ record: NetBoxAddress; etag?: string } | undefined> {
    return this.#api.get(this.#schema, {
      path: `/api/ipam/ip-addresses/${id}/`,
      asked: `address ${id}`,
      signal,
    });
  }

  /**
   * Sets the state of the address with this key.
   *
   * @throws NotFoundError if no address has it
   */
  async setStatus(
    key: string,
    status: NetBoxAddressStatus,
    signal?: AbortSignal,
  ): Promise<NetBoxAddress> {
    const found = await this.findByKey(key, signal);
    if (!found) {
      throw new NotFoundError(
        `NetBox has no address with the key ${key} to set to ${status}. It was released, or the key is another one.`,
      );
    }
    if (found.status === status) {
      return found;
    }
    return this.#api.patch(this.#schema, {
      path: `/api/ipam/ip-addresses/${found.id}/`,
      body: { status },
      asked: `set ${found.cidr} of ${key} to ${status}`,
      signal,
    });
  }

  /**
   * Takes a deprecated address into use again, unless somebody changes it meanwhile.
   *
   * @returns nothing if it was changed or deleted meanwhile
   */
  async revive(
    found: NetBoxAddress,
    values: { status: string; description: string; dnsName: string },
    signal?: AbortSignal,
  ): Promise<NetBoxAddress | undefined> {
    const current = await this.get(found.id, signal);
    if (!current || current.record.key !== found.key) {
      return undefined;
    }
    const answer = await this.#api.http.send({
      method: 'PATCH',
      path: `/api/ipam/ip-addresses/${found.id}/`,
      ifMatch: current.etag,
      body: {
        status: values.status,
        description: values.description,
        dns_name: values.dnsName,
      },
      asked: `take ${found.cidr} of ${found.key} into use again`,
      signal,
    });
    if (answer.status === 404 || answer.status === 412) {
      return undefined;
    }
    if (answer.status !== 200) {
      throw refusal(answer);
    }
    return this.#api.parse(this.#schema, answer);
  }

  /**
   * Deletes the address with this key, if it is the one that is meant and in the state that is
   * meant. Repeating it does no harm, and an answer that was lost is settled by looking again.
   *
   * @throws ConflictError if the key is on another address
   */
  async release(
    request: ReleaseRequest,
    signal?: AbortSignal,
  ): Promise<ReleaseOutcome> {
    let sent = false;
    let lost: unknown;
    for (let round = 0; round < MAX_ROUNDS; round += 1) {
      const found = await this.findByKey(request.key, signal);
      const current = found && (await this.get(found.id, signal));
      if (!current || current.record.key !== request.key) {
        return sent ? 'released' : 'gone';
      }
      const { record, etag } = current;
      if (request.address && !isSameAddress(record.address, request.address)) {
        throw new ConflictError(
          `The key ${request.key} is on ${record.cidr} (${record.url}) and not on ${request.address}; nothing was released.`,
        );
      }
      if (request.ifStatus && record.status !== request.ifStatus) {
        return 'kept';
      }
      try {
        const answer = await this.#api.http.send({
          method: 'DELETE',
          path: `/api/ipam/ip-addresses/${record.id}/`,
          ifMatch: etag,
          asked: `release ${record.cidr} of ${request.key}`,
          signal,
        });
        if (answer.status === 204) {
          return 'released';
        }
        if (answer.status !== 404 && answer.status !== 412) {
          throw refusal(answer);
        }
      } catch (error) {
        if (!(error instanceof NetBoxUnreachableError)) {
          throw error;
        }
        sent = true;
        lost = error;
      }
    }
    throw new NetBoxUnreachableError(
      `NetBox did not release the address of ${request.key} in ${MAX_ROUNDS} attempts. Releasing it again does no harm.`,
      lost,
    );
  }
}
