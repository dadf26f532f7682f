import { isIP } from 'node:net';
import { HookedMachine } from '@backlot/plugin-vm-requests-node';
import { canonicalName } from './message/names';
import { DnsRecord, hexOfIpv6 } from './message/update';
import { DnsSettings } from './readDnsConfig';

/** What is registered under one name for a machine. */
export interface Entry {
  zone: string;
  name: string;
  records: DnsRecord[];
  /** Says beside the name whose it is, so that nobody else's is taken or removed. */
  mark: DnsRecord;
}

/** The closest of some zones that a name is in; undefined where none is. */
export function zoneOf(
  name: string,
  zones: readonly string[],
): string | undefined {
  return zones
    .filter(zone => name.endsWith(`.${zone}`))
    .sort((one, other) => other.length - one.length)
    .at(0);
}

/** The name that an address is looked up by. */
export function reverseNameOf(address: string): string {
  return isIP(address) === 4
    ? `${address.split('.').reverse().join('.')}.in-addr.arpa`
    : `${[...hexOfIpv6(address)].reverse().join('.')}.ip6.arpa`;
}

function entryOf(
  zone: string,
  name: string,
  records: DnsRecord[],
  machine: string,
): Entry {
  return {
    zone,
    name,
    records,
    mark: {
      type: 'TXT',
      name: `_backlot.${name}`,
      text: `heritage=backlot,machine=${machine}`,
    },
  };
}

/** What is registered for a machine: its name first, then its addresses, as far as there are zones. */
export function planEntries(
  { id, fqdn, addresses }: Pick<HookedMachine, 'id' | 'fqdn' | 'addresses'>,
  { zones, reverseZones }: Pick<DnsSettings, 'zones' | 'reverseZones'>,
): Entry[] {
  const name = canonicalName(fqdn);
  const zone = zoneOf(name, zones);
  if (zone === undefined || addresses.length === 0) {
    return [];
  }
  const forward = addresses.map((address): DnsRecord => {
    const type = isIP(address) === 4 ? 'A' : 'AAAA';
    return { type, name, address };
  });
  const reverse = addresses.flatMap(address => {
    const pointer = reverseNameOf(address);
    const reverseZone = zoneOf(pointer, reverseZones);
    return reverseZone === undefined
      ? []
      : [
          entryOf(
            reverseZone,
            pointer,
            [{ type: 'PTR', name: pointer, target: name }],
            id,
          ),
        ];
  });
  return [entryOf(zone, name, forward, id), ...reverse];
}
