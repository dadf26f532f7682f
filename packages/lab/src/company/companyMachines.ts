import { Company, CompanyCluster, CompanyNetwork } from './Company';

/**
 * A machine that the company runs from the beginning.
 *
 * @public
 */
export interface CompanyMachine {
  /** A DNS label, unique in the company. */
  name: string;
  /** Name of the team that owns it. */
  team: string;
  purpose: string;
  environment: CompanyCluster['environment'];
  datacenter: string;
  cluster: string;
  /** Name of a datastore of the cluster. */
  datastore: string;
  network: string;
  /**
   * Inside the network's prefix for the first 200 machines of a network; after those, which only
   * benchmarks make, from 172.16.0.0/12.
   */
  ipAddress: string;
  /** Whether the address is not inside the network's prefix. */
  isOverflow: boolean;
  guestId: string;
  cpus: number;
  memoryMib: number;
  diskGib: number;
  poweredOn: boolean;
}

const firstHost = 11;
const hostsOfPrefix = 200;

const workloads: {
  app: string;
  team: string;
  role: string;
  purpose: string;
}[] = [
  ['payments', 'team-payments', 'api', 'Payment API'],
  ['payments', 'team-payments', 'db', 'PostgreSQL of payments'],
  ['checkout', 'team-payments', 'web', 'Checkout pages'],
  ['ledger', 'team-payments', 'worker', 'Books the day'],
  ['fraud', 'team-payments', 'model', 'Scores payments'],
  ['search', 'team-search', 'api', 'Search API'],
  ['search', 'team-search', 'index', 'Search index shard'],
  ['catalog', 'team-search', 'db', 'PostgreSQL of the product catalog'],
  ['crawler', 'team-search', 'worker', 'Reads suppliers’ pages'],
  ['build', 'platform-team', 'runner', 'CI runner'],
  ['proxy', 'platform-team', 'edge', 'Ingress proxy'],
  ['metrics', 'platform-team', 'store', 'Prometheus'],
].map(([app, team, role, purpose]) => ({ app, team, role, purpose }));

const sizes = [
  { cpus: 2, memoryMib: 4096, diskGib: 40 },
  { cpus: 2, memoryMib: 8192, diskGib: 60 },
  { cpus: 4, memoryMib: 8192, diskGib: 80 },
  { cpus: 4, memoryMib: 16384, diskGib: 120 },
  { cpus: 8, memoryMib: 32768, diskGib: 200 },
];

const guestIds = ['rhel9_64Guest', 'rhel9_64Guest', 'rhel8_64Guest'];

/** Spreads evenly over 0 to 1, the same for the same index: multiples of the golden ratio. */
function spread(index: number): number {
  return (index * 0.618033988749895) % 1;
}

function addressAt(network: CompanyNetwork, index: number): string {
  const [base] = network.prefix.split('/');
  const octets = base.split('.').map(Number);
  return `${octets.slice(0, 3).join('.')}.${firstHost + index}`;
}

function overflowAddress(index: number): string {
  return `172.${16 + Math.floor(index / 65536)}.${
    Math.floor(index / 256) % 256
  }.${index % 256}`;
}

/**
 * The machines that the company runs: the same ones each time for the same company, so that each
 * peer can be seeded with its own side of them. Clusters get their share by their number of hosts.
 *
 * @public
 */
export function companyMachines(company: Company): CompanyMachine[] {
  const slots = company.datacenters.flatMap(datacenter =>
    datacenter.clusters.flatMap(cluster =>
      Array.from({ length: cluster.hosts }, () => ({ datacenter, cluster })),
    ),
  );
  const ofName = new Map<string, number>();
  const ofNetwork = new Map<string, number>();
  let overflow = 256;
  return Array.from({ length: company.machines }, (_, index) => {
    const { datacenter, cluster } =
      slots[Math.floor(spread(index) * slots.length)];
    const workload = workloads[index % workloads.length];
    const networks = company.networks.filter(
      network =>
        network.datacenter === datacenter.name &&
        network.environment === cluster.environment,
    );
    const network =
      networks.find(
        candidate => workload.role === 'db' && candidate.name.endsWith('-db'),
      ) ?? networks[0];
    const stem = `${workload.app}-${workload.role}-${
      cluster.environment === 'production' ? 'p' : 'd'
    }`;
    const number = (ofName.get(stem) ?? 0) + 1;
    ofName.set(stem, number);
    const place = ofNetwork.get(network.name) ?? 0;
    ofNetwork.set(network.name, place + 1);
    const isOverflow = place >= hostsOfPrefix;
    if (isOverflow) {
      overflow += 1;
    }
    return {
      name: `${stem}${String(number).padStart(2, '0')}`,
      team: workload.team,
      purpose: workload.purpose,
      environment: cluster.environment,
      datacenter: datacenter.name,
      cluster: cluster.name,
      datastore: cluster.datastores[index % cluster.datastores.length].name,
      network: network.name,
      ipAddress: isOverflow
        ? overflowAddress(overflow)
        : addressAt(network, place),
      isOverflow,
      guestId: guestIds[index % guestIds.length],
      ...sizes[Math.floor(spread(index * 7 + 3) * sizes.length)],
      poweredOn: index % 13 !== 12,
    };
  });
}
