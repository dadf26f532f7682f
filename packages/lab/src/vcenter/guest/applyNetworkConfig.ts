import { isIPv4 } from 'node:net';
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
  let reachedBy: string | undefined;
  for (const [key, entry] of entries) {
    const card = cardOf(key, entry, macAddresses);
    const [address, length] = (entry.addresses[0] ?? '').split('/');
    const prefixLength = Number(length);
    if (
      card === -1 ||
      !isIPv4(address) ||
      !Number.isInteger(prefixLength) ||
      prefixLength < 1 ||
      prefixLength > 32
    ) {
      continue;
    }
    const gateway =
      entry.gateway4 ?? entry.routes.find(({ to }) => to === '0.0.0.0/0')?.via;
    if (gateway === undefined) {
      addresses[card] = address;
    } else if (isOnLink(gateway, address, prefixLength)) {
      addresses[card] = address;
      reachedBy ??= address;
    }
  }
  return { addresses, reachedBy };
}
