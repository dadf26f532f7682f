import { randomInt } from 'node:crypto';
import { InputError } from '@backstage/errors';

/** MAC addresses from one to another, both included; as numbers of 48 bits. */
export interface MacAddressRange {
  first: number;
  last: number;
}

/**
 * What vSphere takes as a static address of its own prefix; the rest of that prefix it hands out
 * itself. Source: "VMware OUI in Static MAC Addresses", vSphere Networking 8.0.
 */
export const staticMacAddresses = {
  from: '00:50:56:00:00:00',
  to: '00:50:56:3f:ff:ff',
} as const;

/** Of the first octet: set in addresses of groups, which no network card has. */
const groupBit = 2 ** 40;

function parseMacAddress(text: string): number {
  if (!/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(text)) {
    throw new InputError(
      `'${text}' is not a MAC address; write six octets as in ${staticMacAddresses.from}.`,
    );
  }
  return Number.parseInt(text.replaceAll(':', ''), 16);
}

/** The rest of vSphere's prefix. */
const handedOut: MacAddressRange = {
  first: parseMacAddress(staticMacAddresses.to) + 1,
  last: parseMacAddress('00:50:56:ff:ff:ff'),
};

/** Six octets in lower case, with colons. */
export function formatMacAddress(address: number): string {
  const digits = address.toString(16).padStart(12, '0');
  return digits.match(/../g)!.join(':');
}

/** How many addresses a range has. */
export function sizeOf({ first, last }: MacAddressRange): number {
  return last - first + 1;
}

/** As people write a range. */
export function describeRange({ first, last }: MacAddressRange): string {
  return `${formatMacAddress(first)} to ${formatMacAddress(last)}`;
}

/**
 * Checks a range: addresses that a network card can have, and of vSphere's own prefix only those
 * that are static.
 *
 * @throws InputError that says what is wrong with it
 */
export function macAddressRange(limits: {
  from: string;
  to: string;
}): MacAddressRange {
  const range = {
    first: parseMacAddress(limits.from),
    last: parseMacAddress(limits.to),
  };
  const problem = problemOf(range);
  if (problem) {
    throw new InputError(`The range ${describeRange(range)} ${problem}.`);
  }
  return range;
}

function problemOf({ first, last }: MacAddressRange): string | undefined {
  if (first > last) {
    return 'ends before it begins';
  }
  const octet = Math.floor(first / groupBit);
  if (octet !== Math.floor(last / groupBit)) {
    return 'has more than one first octet; it must stay the same';
  }
  if (octet % 2 === 1 || first === 0) {
    return 'has addresses that no network card can have; the first octet is even, and not all octets are 0';
  }
  return first <= handedOut.last && last >= handedOut.first
    ? `overlaps ${describeRange(
        handedOut,
      )}, which vSphere hands out itself and refuses as static addresses`
    : undefined;
}

/**
 * Draws free addresses of a range at random, each once.
 *
 * @param taken - in lower case, with colons; those of other ranges do not matter
 * @param count - how many are wanted
 * @param random - a whole number from 0, below another
 * @returns fewer than wanted only if no more are free
 */
export function drawMacAddresses(
  range: MacAddressRange,
  taken: ReadonlySet<string>,
  count: number,
  random: (below: number) => number = randomInt,
): string[] {
  const size = sizeOf(range);
  const drawn = new Set<string>();
  while (drawn.size < count) {
    const start = random(size);
    // Of so many in a row, one is neither taken nor drawn.
    const steps = Math.min(size, taken.size + drawn.size + 1);
    let free: string | undefined;
    for (let step = 0; step < steps && free === undefined; step++) {
      const address = formatMacAddress(range.first + ((start + step) % size));
      free = taken.has(address) || drawn.has(address) ? undefined : address;
    }
    if (free === undefined) {
      break;
    }
    drawn.add(free);
  }
  return [...drawn];
}
