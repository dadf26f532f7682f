import { LabHardware } from '../vcenter/machines/LabMachines';

/**
 * The small company that the lab is seeded with. Each peer takes its own part of it, so that a
 * network in vCenter, its prefix in NetBox and its policy in Backstage agree.
 *
 * @public
 */
export interface Company {
  datacenters: CompanyDatacenter[];
  networks: CompanyNetwork[];
  templates: CompanyTemplate[];
  people: CompanyPerson[];
  teams: CompanyTeam[];
  /** How many machines run already. */
  machines: number;
}

/** @public */
export interface CompanyDatacenter {
  /** As vCenter names it, e.g. `fra1`. */
  name: string;
  /** As people say it, e.g. `Frankfurt`. */
  title: string;
  clusters: CompanyCluster[];
}

/** @public */
export interface CompanyCluster {
  name: string;
  environment: 'production' | 'development';
  hosts: number;
  /** Cores of one host. */
  coresPerHost: number;
  /** MHz of one core. */
  coreMhz: number;
  /** GiB of one host. */
  memoryGibPerHost: number;
  datastores: CompanyDatastore[];
}

/** @public */
export interface CompanyDatastore {
  name: string;
  type: 'VMFS' | 'NFS' | 'vsan';
  capacityGib: number;
  /** Part of the capacity that is in use, 0 to 1. */
  used: number;
}

/** @public */
export interface CompanyNetwork {
  /** Name of the distributed port group. */
  name: string;
  datacenter: string;
  environment: 'production' | 'development';
  vlan: number;
  /** IPv4 prefix in CIDR notation. */
  prefix: string;
  /** An address inside the prefix. */
  gateway: string;
  /** Its IPv6 prefix, and an address inside of it; absent for none. */
  ipv6?: { prefix: string; gateway: string };
  dnsServers: string[];
  domain: string;
}

/** @public */
export interface CompanyTemplate {
  name: string;
  datacenter: string;
  /** vSphere guest id, e.g. `rhel9_64Guest`. */
  guestId: string;
  diskGib: number;
  /** Where it is not as vSphere gives it by itself. */
  hardware?: LabHardware;
}

/** @public */
export interface CompanyPerson {
  /** Name of the User entity. */
  name: string;
  displayName: string;
  email: string;
  teams: string[];
  /** What the sign-in page says of them. */
  role: string;
}

/** @public */
export interface CompanyTeam {
  /** Name of the Group entity. */
  name: string;
  displayName: string;
}
