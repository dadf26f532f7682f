import { join } from 'node:path';
import { simulatorCompany } from './simulatorCompany';

/** The peers that a backend is started with: where each answers it, and what it signs in with. */
export interface BackendPeers {
  vcenter: {
    url: string;
    ca: string;
    reader: { username: string; password: string };
    operator: { username: string; password: string };
  };
  netbox: { url: string; token: string };
  forge: { url: string; token: string };
  atlantis: { url: string; apiSecret: string };
  /** Where Terraform finds the module rhel9-vm. */
  moduleSource: string;
  provider: { source: string; version: string; lockFile: string };
  /** Folder that Terraform keeps states in. */
  stateFolder: string;
}

/** What app-config.lab.yaml takes from the environment. */
export function backendEnvironment(
  peers: Pick<BackendPeers, 'vcenter' | 'netbox' | 'forge' | 'atlantis'>,
  backend: { directory: string; port: number; gateToken: string },
): NodeJS.ProcessEnv {
  const { vcenter, netbox, forge, atlantis } = peers;
  return {
    BACKLOT_DATA: backend.directory,
    BACKLOT_BACKEND_PORT: String(backend.port),
    BACKLOT_GATE_TOKEN: backend.gateToken,
    LAB_VCENTER_URL: vcenter.url,
    LAB_VCENTER_CA: vcenter.ca,
    LAB_VCENTER_USERNAME: vcenter.reader.username,
    LAB_VCENTER_PASSWORD: vcenter.reader.password,
    LAB_VCENTER_OPERATOR_USERNAME: vcenter.operator.username,
    LAB_VCENTER_OPERATOR_PASSWORD: vcenter.operator.password,
    LAB_NETBOX_URL: netbox.url,
    LAB_NETBOX_TOKEN: netbox.token,
    LAB_FORGE_URL: forge.url,
    LAB_FORGE_TOKEN: forge.token,
    LAB_ATLANTIS_URL: atlantis.url,
    LAB_ATLANTIS_SECRET: atlantis.apiSecret,
  };
}

const tiny = { title: 'Tiny', cpus: 1, memoryMib: 512 };

/** What is otherwise than in app-config.lab.yaml: the simulator's names and sizes, and shorter waits. */
export function backendConfig(peers: BackendPeers) {
  return {
    // Backstage's parts call each other, and on a busy computer an answer comes as Node's five
    // seconds are over: the call after it finds its connection closed.
    backend: { server: { keepAliveTimeout: { seconds: 65 } } },
    terraformRender: {
      backend: {
        type: 'local',
        // Null takes away what app-config.lab.yaml says of its own backend.
        config: {
          bucket: null,
          region: null,
          path: join(peers.stateFolder, '{slug}.tfstate'),
        },
      },
    },
    // Each cluster of the simulator is one host with 2 cores and 4 GiB.
    vmInventory: { placement: { cpuOvercommit: 32, memoryOvercommit: 8 } },
    vmRequests: {
      moduleSource: peers.moduleSource,
      provider: peers.provider,
      blueprints: {
        // Those of odd hardware, too.
        'rhel9-vm': { templates: { names: ['*'], guestIds: ['*'] } },
        'windows-vm': {
          moduleSource: peers.moduleSource.replace(
            '//modules/rhel9-vm',
            '//modules/windows-vm',
          ),
          sizes: { tiny, small: null, large: null },
        },
      },
      attempts: { lease: { seconds: 30 } },
      policy: {
        environments: {
          development: environment('development'),
          production: environment('production'),
        },
      },
    },
  };
}

function environment(name: 'development' | 'production') {
  const [datacenter] = simulatorCompany.datacenters;
  const belongs = (part: { environment: string }) => part.environment === name;
  return {
    sites: [
      {
        source: 'lab',
        datacenter: datacenter.name,
        title: datacenter.title,
        clusters: datacenter.clusters.filter(belongs).map(part => part.name),
        folder: `backlot/${name}`,
        networks: simulatorCompany.networks
          .filter(belongs)
          .map(({ prefix, gateway, dnsServers, domain, ...network }) => ({
            name: network.name,
            prefix,
            gateway,
            dnsServers,
            domain,
          })),
      },
    ],
    sizes: { tiny },
  };
}
