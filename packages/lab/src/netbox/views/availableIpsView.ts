import { mayWith } from '../accounts';
import { availableAddresses } from '../availableAddresses';
import { wait } from '../delays';
import { formatIp, IpValue, storedIp } from '../ipAddress';
import { addressModel } from '../models/addresses';
import { nestedVrf } from '../models/references';
import { invalid, NetBoxProblem, notFound } from '../NetBoxProblem';
import { PrefixRow } from '../tables';
import { NetBoxAnswer, NetBoxRequest, readBody, View } from './NetBoxRequest';
import { pageLimit } from './queries';
import {
  bodyObject,
  changeMessage,
  forEachItem,
  logChange,
  parseRecord,
  writeContext,
} from './records';

function visiblePrefix(request: NetBoxRequest, id: number): PrefixRow {
  const prefix = request.store.table('prefixes').get(id);
  if (
    !prefix ||
    !mayWith(request.login.account, 'ipam.prefix', 'view', prefix)
  ) {
    throw notFound('Prefix');
  }
  return prefix;
}

function firstFree(
  request: NetBoxRequest,
  prefix: PrefixRow,
  count: number,
): IpValue[] {
  const free: IpValue[] = [];
  if (request.prefixFull || count === 0) {
    return free;
  }
  const used = request.store.table('addresses').all();
  const ranges = request.store.table('ranges').all();
  for (const value of availableAddresses(prefix, used, ranges)) {
    free.push(value);
    if (free.length === count) {
      break;
    }
  }
  return free;
}

/** Unlike a list's, a preview's limit may be negative, which is none. */
function previewLimit(query: URLSearchParams): number {
  return /^-\d+$/.test(query.get('limit') ?? '') ? Infinity : pageLimit(query);
}

async function preview(
  request: NetBoxRequest,
  id: number,
): Promise<NetBoxAnswer> {
  await wait(request.delays.read);
  const prefix = visiblePrefix(request, id);
  const free = firstFree(request, prefix, previewLimit(request.query));
  return {
    status: 200,
    body: free.map(value => ({
      family: value.family,
      address: formatIp(value),
      vrf: nestedVrf(prefix.vrf, request),
    })),
  };
}

const longestMask = { 4: 32, 6: 128 } as const;

/** The mask asked for in an item, or that of the prefix. */
function maskLength(item: unknown, prefix: PrefixRow): number {
  const parent = storedIp(prefix.prefix);
  const asked = (item as { prefix_length?: unknown } | null)?.prefix_length;
  if (asked === undefined) {
    return parent.length;
  }
  if (typeof asked !== 'number' || asked < parent.length) {
    throw invalid([
      {
        prefix_length: `Prefix length must be greater than or equal to the parent mask length (${parent.length})`,
      },
    ]);
  }
  if (asked > longestMask[parent.family]) {
    // NetBox says IPv6 of an IPv4 prefix, too.
    throw invalid([
      { prefix_length: `Invalid prefix length (${asked}) for IPv6` },
    ]);
  }
  return asked;
}

/** NetBox reads every item of a list, or the one that it makes of anything else, before it takes the lock. */
function checkItems(items: unknown[], prefix: PrefixRow): void {
  if (items.length === 1 && items[0] === null) {
    throw invalid([['This field may not be null.']]);
  }
  forEachItem(items, true, item => bodyObject(item));
  items.forEach(item => maskLength(item, prefix));
}

function allocate(
  request: NetBoxRequest,
  prefix: PrefixRow,
  items: unknown[],
  isList: boolean,
): NetBoxAnswer {
  const free = firstFree(request, prefix, items.length);
  if (free.length < items.length) {
    throw new NetBoxProblem(409, {
      detail: 'Insufficient resources are available to satisfy the request',
    });
  }
  const context = writeContext(request, addressModel.objectType);
  const rows = forEachItem(items, isList, (item, index) => {
    const candidate = {
      ...addressModel.defaults(),
      ...parseRecord(addressModel, item, context, []),
      address: formatIp({ ...free[index], length: maskLength(item, prefix) }),
      vrf: prefix.vrf,
    };
    addressModel.check(candidate, context);
    return { candidate, message: changeMessage(item) };
  }).map(({ candidate, message }) => {
    const row = request.store.table('addresses').insert(candidate);
    logChange(request, 'create', addressModel.objectType, row.id, message);
    return addressModel.represent(row, request);
  });
  return { status: 201, body: isList ? rows : rows[0] };
}

/**
 * `available-ips` of a prefix: GET is a preview, POST allocates one address for an object and all
 * or none for a list.
 *
 * @internal
 */
export const availableIpsView: View = {
  path: /^\/api\/ipam\/prefixes\/(\d+)\/available-ips\/$/,
  objectType: 'ipam.ipaddress',
  allow: 'GET, POST, HEAD, OPTIONS',
  handlers: {
    GET: preview,
    async POST(request, id) {
      const prefix = visiblePrefix(request, id);
      const body = readBody(request);
      const isList = Array.isArray(body);
      const items: unknown[] = isList ? body : [body];
      checkItems(items, prefix);
      const { allocation, address } = request.delays;
      return request.lock.run(async () => {
        await wait(allocation + address * items.length);
        return allocate(request, prefix, items, isList);
      });
    },
  },
};
