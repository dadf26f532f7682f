import { contains, IpValue, networkRange, storedIp } from './ipAddress';
import { AddressRow, PrefixRow, RangeRow } from './tables';

/** What NetBox 4.6 leaves out besides the addresses in use. */
function usableRange(prefix: PrefixRow, network: IpValue) {
  const { first, last } = networkRange(network);
  if (prefix.is_pool) {
    return { first, last };
  }
  if (network.family === 4) {
    return network.length >= 31
      ? { first, last }
      : { first: first + 1n, last: last - 1n };
  }
  return network.length >= 127 ? { first, last } : { first: first + 1n, last };
}

/**
 * Whether an address lies in a range, both its ends included.
 *
 * @internal
 */
export function isInRange(range: RangeRow, { family, host }: IpValue): boolean {
  const start = storedIp(range.start_address);
  return (
    start.family === family &&
    host >= start.host &&
    host <= storedIp(range.end_address).host
  );
}

/**
 * The free addresses of a prefix in ascending order, found one at a time because a /64 has more
 * than anybody wants. A container counts the addresses of its child prefixes as its own, and so
 * hands out what is free inside them. Ranges that are marked as populated are left out; a mark that
 * a prefix or range is utilized changes nothing.
 *
 * @internal
 */
export function* availableAddresses(
  prefix: PrefixRow,
  addresses: Iterable<AddressRow>,
  ranges: RangeRow[] = [],
): Generator<IpValue> {
  const network = storedIp(prefix.prefix);
  const everyVrf = prefix.status === 'container' && prefix.vrf === null;
  const used = new Set<bigint>();
  for (const row of addresses) {
    if (everyVrf || row.vrf === prefix.vrf) {
      const value = storedIp(row.address);
      const host = { ...value, length: network.family === 4 ? 32 : 128 };
      if (contains(network, host)) {
        used.add(value.host);
      }
    }
  }
  const populated = ranges.filter(
    row => row.mark_populated && (everyVrf || row.vrf === prefix.vrf),
  );
  const { first, last } = usableRange(prefix, network);
  for (let host = first; host <= last; host += 1n) {
    const value = { family: network.family, host, length: network.length };
    if (!used.has(host) && !populated.some(row => isInRange(row, value))) {
      yield value;
    }
  }
}
