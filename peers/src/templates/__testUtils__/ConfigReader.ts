import { elements, SimulatorSession } from '../../SimulatorSession';
import { VCenterSimulator } from '../../startVCenterSimulator';

/** Properties that are compared as they stand. */
const asTheyStand = [
  'config.alternateGuestName',
  'config.bootOptions',
  'config.cpuHotAddEnabled',
  'config.cpuHotRemoveEnabled',
  'config.firmware',
  'config.flags',
  'config.guestId',
  'config.hardware.numCoresPerSocket',
  'config.latencySensitivity',
  'config.memoryHotAddEnabled',
  'config.memoryReservationLockedToMax',
  'config.nestedHVEnabled',
  'config.swapPlacement',
  'config.tools',
  'config.vPMCEnabled',
];

/** A machine's configuration, but for what no two machines have in common. */
export interface ReadConfig {
  cpus: number;
  memoryMib: number;
  cpuAllocation: Allocation;
  memoryAllocation: Allocation;
  controllers: string[];
  disks: Disk[];
  [property: string]: unknown;
}

interface Allocation {
  limit: number;
  reservation: number;
  level: string;
  /** Of the level `custom` only. */
  shares?: number;
}

interface Disk {
  controller: string;
  unit: number;
  gib: number;
  backing: Record<string, string>;
  io: Allocation;
}

/** Reads configurations from the simulator, by other code than what is tested. */
export class ConfigReader {
  readonly #session: SimulatorSession;

  static async login(simulator: VCenterSimulator): Promise<ConfigReader> {
    return new ConfigReader(await SimulatorSession.login(simulator));
  }

  private constructor(session: SimulatorSession) {
    this.#session = session;
  }

  /** Of all templates and machines, by name. */
  async all(): Promise<Map<string, ReadConfig>> {
    const machines = await this.#session.all('VirtualMachine', [
      'name',
      'config.cpuAllocation',
      'config.memoryAllocation',
      'config.hardware.device',
      'config.hardware.numCPU',
      'config.hardware.memoryMB',
      ...asTheyStand,
    ]);
    return new Map(
      machines.map(({ properties }) => [
        properties.name,
        {
          ...Object.fromEntries(
            asTheyStand.map(path => [path, fieldsOf(properties[path])]),
          ),
          cpus: Number(properties['config.hardware.numCPU']),
          memoryMib: Number(properties['config.hardware.memoryMB']),
          cpuAllocation: allocationOf(properties['config.cpuAllocation']),
          memoryAllocation: allocationOf(properties['config.memoryAllocation']),
          ...storageOf(properties['config.hardware.device']),
        },
      ]),
    );
  }
}

/** Fields of a data object that holds no others, in any order; what says false is as good as unset. */
function fieldsOf(xml = ''): Record<string, string> | string {
  const fields = [...xml.matchAll(/<(\w+)[^>]*>([^<]*)<\/\1>/g)].map(
    ([, name, text]) => [name, text] as const,
  );
  return fields.length === 0
    ? xml.replace(/^false$/, '')
    : Object.fromEntries(fields.filter(([, text]) => text !== 'false'));
}

function allocationOf(xml = ''): Allocation {
  const level = first(xml, 'level') ?? 'normal';
  return {
    limit: Number(first(xml, 'limit') ?? -1),
    reservation: Number(first(xml, 'reservation') ?? 0),
    level,
    ...(level === 'custom' && {
      shares: Number(/<shares>(\d+)</.exec(xml)![1]),
    }),
  };
}

function first(xml: string, name: string): string | undefined {
  return elements(xml, name)[0];
}

function storageOf(xml: string): Pick<ReadConfig, 'controllers' | 'disks'> {
  const devices = [
    ...xml.matchAll(
      /<VirtualDevice [^>]*type="(\w+)">([^]*?)<\/VirtualDevice>/g,
    ),
  ].map(([, type, content]) => ({ type, content }));
  const names = new Map(
    devices
      .filter(({ content }) => content.includes('<busNumber>'))
      .map(({ type, content }) => [
        first(content, 'key'),
        `${type} ${first(content, 'busNumber')}`,
      ]),
  );
  return {
    controllers: devices
      .filter(({ content }) => content.includes('<busNumber>'))
      .map(
        ({ type, content }) =>
          `${type} ${first(content, 'busNumber')} ${
            first(content, 'sharedBus') ?? ''
          }`,
      )
      .sort(),
    disks: devices
      .filter(({ type }) => type === 'VirtualDisk')
      .map(({ content }) => ({
        controller: names.get(first(content, 'controllerKey'))!,
        unit: Number(first(content, 'unitNumber')),
        gib: Math.ceil(Number(first(content, 'capacityInKB')) / 1024 ** 2),
        backing: Object.fromEntries(
          [
            'diskMode',
            'thinProvisioned',
            'eagerlyScrub',
            'writeThrough',
            'sharing',
          ].map(name => [name, backingOf(first(content, name))]),
        ),
        io: allocationOf(first(content, 'storageIOAllocation')),
      }))
      .sort((a, b) => place(a).localeCompare(place(b))),
  };
}

/** What is unset is as good as what the provider writes in its stead. */
function backingOf(text: string | undefined): string {
  return text === undefined || text === 'sharingNone' ? 'false' : text;
}

function place({ controller, unit }: Disk): string {
  return `${controller} ${String(unit).padStart(2, '0')}`;
}
