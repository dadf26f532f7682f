import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './freePort';
import { binFolder } from './locations';
import { Peer } from './Peer';
import { startProcess } from './startProcess';

/**
 * How much the simulator holds, beyond what its `--help` says of each flag.
 *
 * @public
 */
export interface VCenterSimulatorSize {
  datacenters?: number;
  /** In each datacenter. */
  clusters?: number;
  /** In each cluster. */
  hosts?: number;
  /** Outside of clusters, in each datacenter. */
  standaloneHosts?: number;
  /** In each resource pool. 10,000 in all take about three minutes to make: see {@link copies}. */
  machines?: number;
  /** Of each of these machines, beside itself. They take next to no time to make. */
  copies?: number;
  /** In each cluster, beside its root. */
  resourcePools?: number;
  vApps?: number;
  /** In each datacenter. */
  datastores?: number;
  /** In each datacenter. */
  datastoreClusters?: number;
  /** In each datacenter. */
  portGroups?: number;
  /** How many of the datacenters lie in a folder. */
  foldedDatacenters?: number;
  /** Whether the machines are powered on. */
  poweredOn?: boolean;
}

/** @public */
export interface VCenterSimulatorOptions {
  /** Folder for its certificates and its log. */
  directory: string;
  /** A free one when left out. */
  port?: number;
  /** The one password that it accepts, of each of its accounts. */
  password: string;
  size?: VCenterSimulatorSize;
  /**
   * Names of the templates in each datacenter: of RHEL 9, or of another operating system by its guest
   * id, as in `ubuntu-24.04=ubuntu64Guest`.
   */
  templates?: string[];
  /** Whether there are templates of unusual hardware besides. */
  oddTemplates?: boolean;
  /** Paths of folders below each datacenter's vm folder. */
  folders?: string[];
}

/** @public */
export interface VCenterSimulator extends Peer {
  /** Certificate authority, PEM. The same after a restart in the same directory. */
  readonly ca: string;
  readonly username: string;
  readonly password: string;
  /** The account that may power machines and take snapshots of them, and read. */
  readonly operator: { username: string; password: string };
  /** The account that may read, and nothing else. */
  readonly reader: { username: string; password: string };
  /** Ends it without a farewell to its clients. */
  kill(): Promise<void>;
}

const username = 'administrator@vsphere.local';

/**
 * Starts govmomi's vCenter simulator, mended where the Terraform provider depends on a real vCenter.
 * What was changed in it is lost when it ends.
 *
 * @public
 */
export async function startVCenterSimulator(
  options: VCenterSimulatorOptions,
): Promise<VCenterSimulator> {
  const { directory, password } = options;
  const port = options.port ?? (await freePort());
  const url = `https://127.0.0.1:${port}`;
  const log = join(directory, `vcenter-${port}-${Date.now()}.log`);
  await mkdir(directory, { recursive: true });

  const running = await startProcess({
    name: 'vCenter simulator',
    command: join(binFolder, 'vcenter-simulator'),
    args: [
      ...['-listen', `127.0.0.1:${port}`],
      ...['-username', username],
      ...['-certificates', directory],
      ...(options.templates ? ['-templates', options.templates.join()] : []),
      ...(options.oddTemplates ? ['-odd-templates'] : []),
      ...(options.folders ? ['-folders', options.folders.join()] : []),
      ...sizeFlags(options.size ?? {}),
    ],
    env: { ...process.env, VCENTER_SIMULATOR_PASSWORD: password },
    cwd: directory,
    log,
    ready: async output => output.includes(`{"url":"${url}"}`),
  });

  return {
    url,
    log,
    username,
    password,
    operator: { username: 'backlot-operator@vsphere.local', password },
    reader: { username: 'backlot-reader@vsphere.local', password },
    ca: await readFile(join(directory, 'ca.pem'), 'utf8'),
    kill: () => running.kill(),
    close: () => running.stop(),
  };
}

function sizeFlags(size: VCenterSimulatorSize): string[] {
  const flags = {
    dc: size.datacenters,
    cluster: size.clusters,
    host: size.hosts,
    'standalone-host': size.standaloneHosts,
    vm: size.machines,
    copies: size.copies,
    pool: size.resourcePools,
    app: size.vApps,
    ds: size.datastores,
    pod: size.datastoreClusters,
    pg: size.portGroups,
    folder: size.foldedDatacenters,
    autostart: size.poweredOn,
  };
  return Object.entries(flags)
    .filter(([, value]) => value !== undefined)
    .map(([flag, value]) => `-${flag}=${value}`);
}
