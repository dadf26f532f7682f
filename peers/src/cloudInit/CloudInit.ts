import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../runCommand';
import { unpackCloudInit } from './unpackCloudInit';

/**
 * How a guest is told of its network: RHEL 9 by ifcfg files, or by NetworkManager's own; Ubuntu by
 * netplan's.
 */
export type Renderer = 'sysconfig' | 'network-manager' | 'netplan';

const distributions: Record<Renderer, string> = {
  sysconfig: 'rhel',
  'network-manager': 'rhel',
  netplan: 'ubuntu',
};

/** A network card of the computer that cloud-init runs on. */
export interface AttachedCard {
  device: string;
  macAddress: string;
}

const python = '/usr/bin/python3';

const namespaces = [
  ...(process.getuid?.() === 0 ? [] : ['--map-root-user']),
  '--net',
  '--mount',
];

/** Debian's cloud-init, run on what a guest would be told. */
export class CloudInit {
  readonly version: string;
  /** Whether this computer lets it run beside network cards that are made for it. */
  readonly canAttachCards: boolean;
  readonly #root: string;

  static async start(): Promise<CloudInit> {
    const root = await unpackCloudInit();
    const printed = await runCommand(
      python,
      [join(root, 'usr/bin/cloud-init'), '--version'],
      { env: environmentOf(root) },
    );
    const version = printed.trim().split(' ').at(-1)!;
    return new CloudInit(root, version, await canMakeCards());
  }

  private constructor(root: string, version: string, canAttachCards: boolean) {
    this.#root = root;
    this.version = version;
    this.canAttachCards = canAttachCards;
  }

  /**
   * Renders a network configuration for the distribution of the renderer.
   *
   * @param cards - those of the computer; none are there unless {@link canAttachCards}
   * @returns the files that were written, by their paths
   */
  async render(
    networkConfig: unknown,
    renderer: Renderer,
    cards: AttachedCard[],
  ): Promise<Record<string, string>> {
    return await this.#inFolder(async folder => {
      const config = join(folder, 'network.json');
      const written = join(folder, 'written');
      await writeFile(config, JSON.stringify(networkConfig));
      await this.#run(cards, [
        join(this.#root, 'usr/bin/cloud-init'),
        ...['devel', 'net-convert', '--network-data', config],
        ...['--kind', 'yaml', '--distro', distributions[renderer]],
        ...['--output-kind', renderer],
        ...['--directory', written],
      ]);
      const files: Record<string, string> = {};
      for (const entry of await readdir(written, {
        recursive: true,
        withFileTypes: true,
      })) {
        if (entry.isFile()) {
          const path = join(entry.parentPath, entry.name);
          files[path.slice(written.length)] = await readFile(path, 'utf8');
        }
      }
      return files;
    });
  }

  /** The network configuration that its VMware data source finds in `guestinfo.metadata`. */
  async readMetadata(encoded: string): Promise<unknown> {
    return await this.#inFolder(async folder => {
      const file = join(folder, 'metadata');
      await writeFile(file, encoded);
      return JSON.parse(
        await this.#run([], [join(__dirname, 'read_metadata.py'), file]),
      );
    });
  }

  /**
   * Checks what a guest is told of its users.
   *
   * @throws ForwardedError with what its schema does not allow
   */
  async checkUserdata(userdata: string): Promise<void> {
    await this.#inFolder(async folder => {
      const file = join(folder, 'userdata');
      await writeFile(file, userdata);
      await this.#run(
        [],
        [
          join(this.#root, 'usr/bin/cloud-init'),
          ...['schema', '--config-file', file],
        ],
      );
    });
  }

  async #run(cards: AttachedCard[], args: string[]): Promise<string> {
    const env = environmentOf(this.#root);
    return cards.length > 0
      ? runCommand('unshare', attaching(cards, [python, ...args]), { env })
      : runCommand(python, args, { env });
  }

  async #inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
    const folder = await mkdtemp(join(tmpdir(), 'backlot-cloud-init-'));
    try {
      return await work(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

function environmentOf(root: string): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PYTHONPATH: join(root, 'usr/lib/python3/dist-packages'),
  };
}

function attaching(cards: AttachedCard[], command: string[]): string[] {
  return [
    ...namespaces,
    join(__dirname, 'attach-cards.sh'),
    ...cards.map(({ device, macAddress }) => `${device}=${macAddress}`),
    '--',
    ...command,
  ];
}

async function canMakeCards(): Promise<boolean> {
  const card = { device: 'ens192', macAddress: '00:50:56:00:00:01' };
  try {
    await runCommand('unshare', attaching([card], ['true']));
    return true;
  } catch (error) {
    process.stderr.write(
      `cloud-init renders without network cards here: ${error}\n`,
    );
    return false;
  }
}
