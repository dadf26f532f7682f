import { untilAborted } from '@backlot/backend-common';
import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import { z } from 'zod';
import { isCidr, isSameAddress, isSamePrefix, liesIn } from './cidr';
import { NetBoxClock } from './Clock';
import { NetBoxApi } from './http/NetBoxApi';
import { refusal } from './http/refusal';
import {
  addressSchema,
  NetBoxPrefix,
  prefixSchema,
  rangeSchema,
  vrfSchema,
} from './records';

/** How long a prefix that was fit for allocations is taken to be fit. */
const TRUST_MS = 60_000;

/**
 * Which prefix is meant.
 *
 * @public
 */
export interface PrefixQuery {
  /** In CIDR notation. */
  prefix: string;
  /** Name of the VRF; without it, the global table. */
  vrf?: string;
  /** Gateway of the network, which must be recorded as an address. */
  gateway?: string;
}

/**
 * A free address of a prefix. Another may be allocated meanwhile.
 *
 * @public
 */
export interface CandidateAddress {
  address: string;
  prefixLength: number;
  cidr: string;
}

const available = z.array(z.object({ address: z.string() }));

/**
 * Prefixes, and whether they are fit for allocations.
 *
 * @internal
 */
export class Prefixes {
  readonly #api: NetBoxApi;
  readonly #addressSchema: ReturnType<typeof addressSchema>;
  readonly #clock: NetBoxClock;
  readonly #fit = new Map<string, { prefix: NetBoxPrefix; until: number }>();
  /** One look for all who ask at the same time. */
  readonly #checking = new Map<string, Promise<NetBoxPrefix>>();

  constructor(api: NetBoxApi, keyField: string, clock: NetBoxClock) {
    this.#api = api;
    this.#addressSchema = addressSchema(keyField);
    this.#clock = clock;
  }

  /** @throws InputError if the text is no prefix */
  async find(
    query: Pick<PrefixQuery, 'prefix' | 'vrf'>,
    signal?: AbortSignal,
  ): Promise<NetBoxPrefix | undefined> {
    if (!isCidr(query.prefix)) {
      throw new InputError(
        `"${query.prefix}" is not a prefix. Write it in CIDR notation, such as 10.20.210.0/24.`,
      );
    }
    const answered = await this.#api.find(prefixSchema, {
      path: '/api/ipam/prefixes/',
      query: { prefix: query.prefix },
      asked: `prefix ${query.prefix}`,
      signal,
    });
    return answered.find(
      record =>
        isSamePrefix(record.prefix, query.prefix) && record.vrf === query.vrf,
    );
  }

  /**
   * Finds a prefix and makes sure that addresses may be allocated from it.
   *
   * @throws NotFoundError, ConflictError, InputError with what to do
   */
  async check(query: PrefixQuery, signal?: AbortSignal): Promise<NetBoxPrefix> {
    const [prefix] = await Promise.all([
      this.find(query, signal),
      query.vrf === undefined ? undefined : this.#checkVrf(query.vrf, signal),
    ]);
    if (!prefix) {
      const where = query.vrf ? `VRF ${query.vrf}` : 'the global table';
      throw new NotFoundError(
        `NetBox has no prefix ${query.prefix} in ${where}, or the token may not see it. Add it, or correct the prefix.`,
      );
    }
    if (prefix.status === 'container') {
      throw new ConflictError(
        `Prefix ${query.prefix} (${prefix.url}) is a container: NetBox would hand out addresses of its child prefixes with the container's mask. Name one of the prefixes inside it.`,
      );
    }
    if (prefix.markUtilized) {
      throw new ConflictError(
        `Prefix ${query.prefix} (${prefix.url}) is marked as fully utilized, and NetBox would hand out its addresses all the same. Remove the mark, or choose another network.`,
      );
    }
    await Promise.all([
      this.#checkRanges(prefix, signal),
      query.gateway === undefined
        ? undefined
        : this.#checkGateway(query, query.gateway, prefix, signal),
    ]);
    return prefix;
  }

  /** As `check`, but a prefix that was fit within the last minute is not asked for again. */
  async checkCached(
    query: PrefixQuery,
    signal?: AbortSignal,
  ): Promise<NetBoxPrefix> {
    const id = JSON.stringify([query.prefix, query.vrf, query.gateway]);
    const known = this.#fit.get(id);
    if (known && this.#clock.now() < known.until) {
      return known.prefix;
    }
    let checking = this.#checking.get(id);
    if (!checking) {
      checking = this.check(query)
        .then(prefix => {
          this.#fit.set(id, { prefix, until: this.#clock.now() + TRUST_MS });
          return prefix;
        })
        .finally(() => this.#checking.delete(id));
      this.#checking.set(id, checking);
    }
    return untilAborted(checking, signal);
  }

  /** Has every prefix looked at again before it is next used. */
  forget(): void {
    this.#fit.clear();
  }

  /**
   * The next free addresses. Nothing is allocated.
   *
   * @throws NotFoundError, ConflictError, InputError with what to do
   */
  async preview(
    query: PrefixQuery,
    count: number,
    signal?: AbortSignal,
  ): Promise<CandidateAddress[]> {
    const prefix = await this.check(query, signal);
    const answer = await this.#api.http.sendSafely({
      method: 'GET',
      path: `/api/ipam/prefixes/${prefix.id}/available-ips/`,
      query: { limit: String(count) },
      asked: `free addresses of prefix ${query.prefix}`,
      signal,
    });
    if (answer.status !== 200) {
      throw refusal(answer);
    }
    return this.#api.parse(available, answer).map(({ address: cidr }) => {
      const [address, length] = cidr.split('/');
      return { address, prefixLength: Number(length), cidr };
    });
  }

  /** Records name their VRF, and nothing but its id would tell two of one name apart. */
  async #checkVrf(name: string, signal?: AbortSignal): Promise<void> {
    const answered = await this.#api.find(vrfSchema, {
      path: '/api/ipam/vrfs/',
      query: { name },
      asked: `VRF ${name}`,
      signal,
    });
    const found = answered.filter(record => record.name === name);
    if (found.length === 0) {
      throw new NotFoundError(
        `NetBox has no VRF named ${name}, or the token may not see it. Add it, or correct the name.`,
      );
    }
    if (found.length > 1) {
      throw new ConflictError(
        `NetBox has ${found.length} VRFs named ${name}: ${found
          .map(
            ({ rd, url }) => `${rd ?? 'without route distinguisher'} (${url})`,
          )
          .join(', ')}. Give them different names.`,
      );
    }
  }

  /**
   * Since a range can be marked as populated, NetBox leaves out the addresses of those ranges alone,
   * and hands out the ones of a range that is marked as utilized.
   */
  async #checkRanges(
    prefix: NetBoxPrefix,
    signal?: AbortSignal,
  ): Promise<void> {
    const ranges = await this.#api.find(rangeSchema, {
      path: '/api/ipam/ip-ranges/',
      query: { parent: prefix.prefix, mark_utilized: 'true' },
      asked: `ranges of prefix ${prefix.prefix}`,
      signal,
    });
    const offered = ranges.find(
      range =>
        range.vrf === prefix.vrf &&
        range.markUtilized &&
        range.markPopulated === false &&
        liesIn(range.startAddress, prefix.prefix),
    );
    if (offered) {
      throw new ConflictError(
        `The range ${offered.display} (${offered.url}) of prefix ${prefix.prefix} (${prefix.url}) is marked as fully utilized, and NetBox would hand out its addresses all the same. Mark it as populated, too, or take the mark away.`,
      );
    }
  }

  async #checkGateway(
    query: PrefixQuery,
    gateway: string,
    prefix: NetBoxPrefix,
    signal?: AbortSignal,
  ): Promise<void> {
    if (!liesIn(gateway, query.prefix)) {
      throw new InputError(
        `The gateway ${gateway} does not lie in the prefix ${query.prefix}. Correct one of the two.`,
      );
    }
    const answered = await this.#api.find(this.#addressSchema, {
      path: '/api/ipam/ip-addresses/',
      query: { address: gateway },
      asked: `gateway ${gateway}`,
      signal,
    });
    const recorded = answered.some(
      record =>
        isSameAddress(record.address, gateway) && record.vrf === query.vrf,
    );
    if (!recorded) {
      throw new ConflictError(
        `The gateway ${gateway} of prefix ${query.prefix} (${prefix.url}) is not recorded in NetBox and could be handed out to a machine. Add it as an IP address, e.g. with the status reserved.`,
      );
    }
  }
}
