import { isIP } from 'node:net';
import { z } from 'zod';
import { GuestNetwork } from './GuestNetwork';
import { isOnLink } from './onLink';

const ethernetSchema = z.object({
  match: z
    .object({ name: z.string().optional(), macaddress: z.string().optional() })
    .optional(),
  'set-name': z.string().optional(),
  addresses: z.array(z.string()).default([]),
  routes: z.array(z.object({ to: z.string(), via: z.string() })).default([]),
  gateway4: z.string().optional(),
  gateway6: z.string().optional(),
});

type Ethernet = z.infer<typeof ethernetSchema>;

const networkConfigSchema = z.object({
  version: z.literal(2),
  ethernets: z.record(z.string(), ethernetSchema),
});

/** What RHEL 9 calls the vmxnet3 cards of a machine, by their slots: ens192, ens224, ... */
function deviceName(index: number): string {
  return `ens${192 + 32 * index}`;
}

/**
 * The card that an entry is for. Without a MAC address the key is taken for the name of a card;
 * `match.name` is not looked at.
 */
function cardOf(key: string, entry: Ethernet, macAddresses: string[]): number {
  const wanted = entry.match?.macaddress;
  return wanted === undefined
    ? macAddresses.findIndex((_, index) => deviceName(index) === key)
    : macAddresses.indexOf(wanted.toLowerCase());
}

/** Whether cloud-init stops at an entry, and writes nothing for any card. */
function isRefused(entry: Ethernet, macAddresses: string[]): boolean {
  // The card to rename is looked for by its MAC address as it is written, and waited for.
  const renames =
    entry['set-name'] !== undefined && entry.match?.macaddress !== undefined;
  return (
    (renames && !macAddresses.includes(entry.match!.macaddress!)) ||
    // `default` is known from cloud-init 25.3 on, which RHEL 9 does not have.
    entry.routes.some(({ to }) => to === 'default')
  );
}

const families = {
  4: { everywhere: '0.0.0.0/0', gateway: 'gateway4', longest: 32 },
  6: { everywhere: '::/0', gateway: 'gateway6', longest: 128 },
} as const;

/**
 * What an entry gives a card of one family.
 *
 * @returns undefined where it has no address of it, or none that anything can be made of
 */
function addressOf(
  entry: Ethernet,
  family: 4 | 6,
): { address: string; isReached: boolean } | undefined {
  const { everywhere, gateway: key, longest } = families[family];
  const [address, length] = (
    entry.addresses.find(each => isIP(each.split('/')[0]) === family) ?? ''
  ).split('/');
  const prefixLength = Number(length);
  if (
    address === '' ||
    !Number.isInteger(prefixLength) ||
    prefixLength < 1 ||
    prefixLength > longest
  ) {
    return undefined;
  }
  const gateway =
    entry[key] ?? entry.routes.find(({ to }) => to === everywhere)?.via;
  return gateway === undefined || isOnLink(gateway, address, prefixLength)
    ? { address, isReached: gateway !== undefined }
    : undefined;
}

/**
 * What cloud-init 23.4 or 24.4, those of RHEL 9, make of a network configuration (version 2) on a
 * machine with these cards.
 *
 * @param macAddresses - of the machine's cards, in lower case and their order
 */
export function applyNetworkConfig(
  config: unknown,
  macAddresses: string[],
): GuestNetwork {
  const addresses: (string | undefined)[] = macAddresses.map(() => undefined);
  const parsed = networkConfigSchema.safeParse(config);
  if (!parsed.success) {
    return { addresses };
  }
  const entries = Object.entries(parsed.data.ethernets);
  if (entries.some(([, entry]) => isRefused(entry, macAddresses))) {
    return { addresses };
  }
  const ipv6: (string | undefined)[] = macAddresses.map(() => undefined);
  const reached: string[] = [];
  for (const [key, entry] of entries) {
    const card = cardOf(key, entry, macAddresses);
    if (card === -1) {
      continue;
    }
    const found = [addressOf(entry, 4), addressOf(entry, 6)];
    addresses[card] = found[0]?.address;
    ipv6[card] = found[1]?.address;
    reached.push(
      ...found.flatMap(each => (each?.isReached ? [each.address] : [])),
    );
  }
  return {
    addresses,
    ...(ipv6.some(Boolean) && { ipv6 }),
    reachedBy: reached[0],
  };
}
