import { Company, CompanyNetwork } from '@backlot/lab';

function network(
  name: string,
  environment: CompanyNetwork['environment'],
  octet: number,
): CompanyNetwork {
  return {
    name,
    datacenter: 'DC0',
    environment,
    vlan: octet,
    prefix: `10.20.${octet}.0/24`,
    gateway: `10.20.${octet}.1`,
    dnsServers: ['10.20.0.53'],
    domain:
      environment === 'production' ? 'prod.acme.example' : 'dev.acme.example',
  };
}

/**
 * A company with the names that the vCenter simulator gives, for the NetBox beside it. The
 * simulator's hosts have 2 cores and 4 GiB; its clusters have one each, because none of its
 * datastores says that several hosts reach it.
 */
export const simulatorCompany: Company = {
  datacenters: [
    {
      name: 'DC0',
      title: 'Simulated',
      clusters: (['development', 'production'] as const).map(
        (environment, index) => ({
          name: `DC0_C${index}`,
          environment,
          hosts: 1,
          coresPerHost: 2,
          coreMhz: 2294,
          memoryGibPerHost: 4,
          datastores: [],
        }),
      ),
    },
  ],
  networks: [
    network('DC0_DVPG0', 'development', 210),
    network('DC0_DVPG1', 'production', 110),
  ],
  templates: [],
  people: [],
  teams: [],
  machines: 0,
};
