import { Company, CompanyCluster, CompanyNetwork } from './Company';

function datastores(
  cluster: string,
  sizesGib: number[],
): CompanyCluster['datastores'] {
  return sizesGib.map((capacityGib, index) => ({
    name: `${cluster}-ds-${index + 1}`,
    type: 'VMFS' as const,
    capacityGib,
    used: [0.46, 0.61, 0.73][index % 3],
  }));
}

function network(
  datacenter: string,
  environment: CompanyNetwork['environment'],
  purpose: string,
  vlan: number,
  octet: number,
): CompanyNetwork {
  return {
    name: `${datacenter}-${purpose}`,
    datacenter,
    environment,
    vlan,
    prefix: `10.${octet}.${vlan % 256}.0/24`,
    gateway: `10.${octet}.${vlan % 256}.1`,
    ipv6: {
      prefix: `2001:db8:${octet}:${vlan}::/64`,
      gateway: `2001:db8:${octet}:${vlan}::1`,
    },
    dnsServers: [`10.${octet}.0.53`, `10.${octet}.0.54`],
    domain:
      environment === 'production' ? 'prod.acme.example' : 'dev.acme.example',
  };
}

/**
 * Two datacenters, five clusters, forty hosts, three hundred machines.
 *
 * @public
 */
export const smallCompany: Company = {
  datacenters: [
    {
      name: 'fra1',
      title: 'Frankfurt',
      clusters: [
        {
          name: 'fra1-prod-01',
          environment: 'production',
          hosts: 12,
          coresPerHost: 64,
          coreMhz: 2600,
          memoryGibPerHost: 1024,
          datastores: datastores('fra1-prod-01', [40960, 40960, 20480]),
        },
        {
          name: 'fra1-prod-02',
          environment: 'production',
          hosts: 10,
          coresPerHost: 48,
          coreMhz: 2800,
          memoryGibPerHost: 768,
          datastores: datastores('fra1-prod-02', [30720, 30720]),
        },
        {
          name: 'fra1-dev-01',
          environment: 'development',
          hosts: 6,
          coresPerHost: 32,
          coreMhz: 2400,
          memoryGibPerHost: 512,
          datastores: datastores('fra1-dev-01', [20480, 10240]),
        },
      ],
    },
    {
      name: 'ams1',
      title: 'Amsterdam',
      clusters: [
        {
          name: 'ams1-prod-01',
          environment: 'production',
          hosts: 8,
          coresPerHost: 64,
          coreMhz: 2600,
          memoryGibPerHost: 1024,
          datastores: datastores('ams1-prod-01', [40960, 20480]),
        },
        {
          name: 'ams1-dev-01',
          environment: 'development',
          hosts: 4,
          coresPerHost: 32,
          coreMhz: 2400,
          memoryGibPerHost: 512,
          datastores: datastores('ams1-dev-01', [15360]),
        },
      ],
    },
  ],
  networks: [
    network('fra1', 'production', 'prod-app', 110, 20),
    network('fra1', 'production', 'prod-db', 120, 20),
    network('fra1', 'development', 'dev-app', 210, 20),
    network('ams1', 'production', 'prod-app', 110, 30),
    network('ams1', 'development', 'dev-app', 210, 30),
  ],
  templates: [
    {
      name: 'rhel9-2026.11',
      datacenter: 'fra1',
      guestId: 'rhel9_64Guest',
      diskGib: 40,
    },
    {
      name: 'rhel9-2026.08',
      datacenter: 'fra1',
      guestId: 'rhel9_64Guest',
      diskGib: 40,
      hardware: {
        coresPerSocket: 2,
        secureBoot: true,
        diskUuid: true,
        cpuHotAdd: true,
        memoryHotAdd: true,
      },
    },
    {
      name: 'rhel9-2026.11',
      datacenter: 'ams1',
      guestId: 'rhel9_64Guest',
      diskGib: 40,
    },
    ...['fra1', 'ams1'].flatMap(datacenter => [
      {
        name: 'ubuntu-24.04-2026.11',
        datacenter,
        guestId: 'ubuntu64Guest',
        diskGib: 25,
      },
      {
        name: 'windows-2022-2026.11',
        datacenter,
        guestId: 'windows2019srvNext_64Guest',
        diskGib: 60,
      },
    ]),
  ],
  people: [
    {
      name: 'anna.weber',
      displayName: 'Anna Weber',
      email: 'anna.weber@acme.example',
      teams: ['team-payments'],
      role: 'Developer in Payments',
    },
    {
      name: 'jonas.lind',
      displayName: 'Jonas Lind',
      email: 'jonas.lind@acme.example',
      teams: ['team-search'],
      role: 'Developer in Search',
    },
    {
      name: 'priya.nair',
      displayName: 'Priya Nair',
      email: 'priya.nair@acme.example',
      teams: ['vm-approvers'],
      role: 'Approves requests',
    },
    {
      name: 'marta.silva',
      displayName: 'Marta Silva',
      email: 'marta.silva@acme.example',
      teams: ['platform-team', 'vm-approvers'],
      role: 'Platform admin',
    },
  ],
  teams: [
    { name: 'team-payments', displayName: 'Payments' },
    { name: 'team-search', displayName: 'Search' },
    { name: 'vm-approvers', displayName: 'VM approvers' },
    { name: 'platform-team', displayName: 'Platform' },
  ],
  machines: 300,
};
