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

/**
 * A key that NetBox finds again: it reads `null` in a filter as "not set", takes no filter at all
 * from an empty text, and cuts white space and control characters off its ends.
 *
 * @throws InputError
 * @internal
 */
export function checkKey(key: string): void {
  if (key === 'null' || !/^[^\s\p{C}]{1,255}$/u.test(key)) {
    throw new InputError(
      `${JSON.stringify(
        key,
      )} is not an allocation key: NetBox would not find it again. Write <machine>/<interface>/<family> without spaces.`,
    );
  }
}

/** Servers in front of NetBox refuse longer request lines; gunicorn's limit is 4,094 bytes. */
const MAX_QUERY_LENGTH = 3_000;

/** Keys in groups that fit into one query each. */
function* inQueries(field: string, keys: string[]): Generator<string[]> {
  let group: string[] = [];
  let length = 0;
  for (const key of keys) {
    const own = `${field}=${encodeURIComponent(key)}&`.length;
    if (group.length > 0 && length + own > MAX_QUERY_LENGTH) {
      yield group;
      group = [];
      length = 0;
    }
    group.push(key);
    length += own;
  }
  if (group.length > 0) {
    yield group;
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
   * The address with this key.
   *
   * @throws ConflictError if more than one address has the key
   */
  async findByKey(
    key: string,
    signal?: AbortSignal,
  ): Promise<NetBoxAddress | undefined> {
    return this.onlyOne(key, (await this.findByKeys([key], signal)).get(key));
  }

  /**
   * The addresses with these keys, by key. The field is checked first, and the key on each record
   * that NetBox answers, because a filter that NetBox does not know matches everything.
   */
  async findByKeys(
    keys: string[],
    signal?: AbortSignal,
  ): Promise<Map<string, NetBoxAddress[]>> {
    keys.forEach(checkKey);
    const found = new Map<string, NetBoxAddress[]>();
    if (keys.length === 0) {
      return found;
    }
    await this.#field.ensure(signal);
    const filter = `cf_${this.#field.name}`;
    for (const group of inQueries(filter, keys)) {
      const answered = await this.#api.find(this.#schema, {
        path: '/api/ipam/ip-addresses/',
        query: { [filter]: group },
        asked:
          group.length === 1
            ? `address of ${group[0]}`
            : `addresses of ${group.length} keys`,
        signal,
      });
      for (const record of answered) {
        const { key } = record;
        if (key !== undefined && group.includes(key)) {
          found.set(key, [...(found.get(key) ?? []), record]);
        }
      }
    }
    return found;
  }

  /** @throws ConflictError if more than one address has the key */
  onlyOne(key: string, found: NetBoxAddress[] = []): NetBoxAddress | undefined {
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

  /**
   * All addresses with this DNS name, whatever its case, also those whose name ends with a dot,
   * which NetBox keeps.
   */
  async findByDnsName(
    dnsName: string,
    signal?: AbortSignal,
  ): Promise<NetBoxAddress[]> {
    const withoutDot = (name: string) => name.toLowerCase().replace(/\.$/, '');
    const wanted = withoutDot(dnsName);
    const answered = await this.#api.find(this.#schema, {
      path: '/api/ipam/ip-addresses/',
      query: { dns_name__ie: [wanted, `${wanted}.`] },
      asked: `address with the DNS name ${wanted}`,
      signal,
    });
    return answered.filter(record => withoutDot(record.dnsName) === wanted);
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
        `NetBox has no address with the key ${key} to set to ${status}. It was released, or has another key.`,
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
      headers: matching(current.etag),
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
          headers: matching(etag),
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

/** Has NetBox refuse a call where the record is another by now. */
function matching(etag: string | undefined): Record<string, string> {
  return etag ? { 'if-match': etag } : {};
}
