import { parse } from 'yaml';
import { Renderer } from './CloudInit';

/** What a network card is given, whichever renderer wrote it. */
export interface RenderedCard {
  /** What the file is for: a device, a MAC address, or both. */
  device?: string;
  macAddress?: string;
  /** With its prefix length. */
  address?: string;
  gateway?: string;
  dnsServers: string[];
  searchDomains: string[];
}

type Settings = Map<string, string>;

/** `KEY=value` lines; sections of a keyfile come before their keys, as in `ipv4.dns`. */
function settingsOf(text: string): Settings {
  const settings: Settings = new Map();
  let section = '';
  for (const line of text.split('\n')) {
    const [, name] = /^\[(.+)\]$/.exec(line) ?? [];
    const [, key, value] = /^([^#;=]+)=(.*)$/.exec(line) ?? [];
    if (name) {
      section = `${name}.`;
    } else if (key) {
      settings.set(section + key, value.replace(/^"(.*)"$/, '$1'));
    }
  }
  return settings;
}

function prefixLengthOf(netmask: string): number {
  return netmask
    .split('.')
    .map(octet => Number(octet).toString(2).replace(/0/g, '').length)
    .reduce((sum, bits) => sum + bits);
}

function fromIfcfg(settings: Settings): RenderedCard {
  const [address, netmask] = [settings.get('IPADDR'), settings.get('NETMASK')];
  return {
    device: settings.get('DEVICE'),
    macAddress: settings.get('HWADDR'),
    address: address && netmask && `${address}/${prefixLengthOf(netmask)}`,
    gateway: settings.get('GATEWAY'),
    dnsServers: [...settings.keys()]
      .filter(key => /^DNS\d+$/.test(key))
      .map(key => settings.get(key)!),
    searchDomains: settings.get('DOMAIN')?.split(' ') ?? [],
  };
}

function listOf(text: string | undefined): string[] {
  return (text ?? '').split(';').filter(Boolean);
}

function fromKeyfile(settings: Settings): RenderedCard {
  const [, gateway] =
    /^0\.0\.0\.0\/0,(.+)$/.exec(settings.get('ipv4.route1') ?? '') ?? [];
  return {
    device: settings.get('connection.interface-name'),
    // NetworkManager writes it in upper case, and compares it in any.
    macAddress: settings.get('ethernet.mac-address')?.toLowerCase(),
    address: settings.get('ipv4.address1'),
    gateway,
    dnsServers: listOf(settings.get('ipv4.dns')),
    searchDomains: listOf(settings.get('ipv4.dns-search')),
  };
}

interface Netplan {
  network: {
    ethernets: Record<
      string,
      {
        match?: { macaddress?: string };
        'set-name'?: string;
        addresses?: string[];
        routes?: { to: string; via: string }[];
        nameservers?: { addresses?: string[]; search?: string[] };
      }
    >;
  };
}

function fromNetplan(text: string): RenderedCard[] {
  const { network }: Netplan = parse(text);
  return Object.entries(network.ethernets).map(([id, card]) => ({
    // With a match, the key is an id and no device.
    device: card.match ? card['set-name'] : id,
    macAddress: card.match?.macaddress,
    address: card.addresses?.[0],
    gateway: card.routes?.find(({ to }) => to === '0.0.0.0/0')?.via,
    dnsServers: card.nameservers?.addresses ?? [],
    searchDomains: card.nameservers?.search ?? [],
  }));
}

const formats: Record<
  Renderer,
  { file: RegExp; read: (text: string) => RenderedCard[] }
> = {
  sysconfig: {
    file: /\/ifcfg-[^/]+$/,
    read: text => [fromIfcfg(settingsOf(text))],
  },
  'network-manager': {
    file: /\.nmconnection$/,
    read: text => [fromKeyfile(settingsOf(text))],
  },
  netplan: { file: /\/netplan\/[^/]+\.yaml$/, read: fromNetplan },
};

/** The network cards that a renderer's files are for, by the order of their addresses. */
export function renderedCards(
  files: Record<string, string>,
  renderer: Renderer,
): RenderedCard[] {
  const { file, read } = formats[renderer];
  return Object.entries(files)
    .filter(([path]) => file.test(path))
    .flatMap(([, text]) => read(text))
    .sort((a, b) => (a.address ?? '').localeCompare(b.address ?? ''));
}
