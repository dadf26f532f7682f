import { createHash } from 'node:crypto';
import { vsphereProvider } from '../vsphereProvider';
import { Place, Placement } from './SimulatedVCenter';

interface FamilyVariable {
  address: string;
  prefix_length: number;
  gateway?: string;
}

/** A network card, as the module rhel9-vm takes it. */
export interface NetworkInterface {
  name: string;
  network_id: string;
  network: string;
  adapter_type: string;
  mac_address: string;
  /** Whether somebody chose it; without it, the module's default. */
  static_mac?: boolean;
  ipv4?: FamilyVariable;
  ipv6?: FamilyVariable;
}

function disk(unit: number, sizeGib: number) {
  return {
    label: `disk${unit}`,
    controller: 'scsi',
    unit,
    size_gib: sizeGib,
    thin: true,
    eager_zeroed: false,
    mode: 'persistent',
    sharing: 'sharingNone',
    write_through: false,
    io: { limit: -1, reservation: 0, share_level: 'normal' },
  };
}

/** Disks of these sizes in GiB, as vSphere makes them by itself. */
export function disksOf(...sizesGib: number[]) {
  return sizesGib.map((size, unit) => disk(unit, size));
}

/** What the simulator's plain template has, with a further disk. */
const hardware = {
  cpus: 2,
  cores_per_socket: 1,
  memory_mib: 4096,
  guest_id: 'rhel9_64Guest',
  guest_name: '',
  firmware: 'efi',
  secure_boot: false,
  boot: { delay_ms: 0, retry: false, retry_delay_ms: 10_000 },
  hot_plug: { cpu_add: false, cpu_remove: false, memory_add: false },
  nested_virtualization: false,
  performance_counters: false,
  hv_mode: 'hvAuto',
  ept_rvi_mode: 'automatic',
  latency_sensitivity: 'normal',
  swap_placement: 'inherit',
  disk_uuid: false,
  logging: true,
  cpu_allocation: {
    limit_mhz: -1,
    reservation_mhz: 0,
    share_level: 'normal',
  },
  memory_allocation: {
    limit_mib: -1,
    reservation_mib: 0,
    reserve_all: false,
    share_level: 'normal',
  },
  tools: {
    sync_time: false,
    after_power_on: true,
    after_resume: true,
    before_reboot: false,
    before_shutdown: true,
    before_standby: true,
  },
  scsi: { type: 'pvscsi', bus_sharing: 'noSharing', controllers: 1 },
  sata_controllers: 0,
  disks: disksOf(40, 20),
};

/** The variables of the module rhel9-vm. */
export interface MachineVariables {
  name: string;
  present: boolean;
  /** Without it, the module's default. */
  rebuild?: number;
  placement: Placement;
  hardware: typeof hardware;
  network: {
    domain: string;
    dns_servers: string[];
    interfaces: NetworkInterface[];
  };
  /** Without it, the module's default. */
  mounts?: { disk: string; path: string; file_system: string }[];
  access: {
    mechanism: string;
    user: string;
    groups?: string[];
    ssh_public_keys: string[];
  };
  annotation: { request: string; owner: string; purpose: string };
}

/** A MAC address of vCenter's static range for a name: the same each time. */
function macAddressFor(name: string): string {
  const [first, ...others] = createHash('sha256').update(name).digest();
  return [0x00, 0x50, 0x56, first % 0x40, ...others.slice(0, 2)]
    .map(octet => octet.toString(16).padStart(2, '0'))
    .join(':');
}

/** What a RHEL 9 machine of the tests looks like. */
export function machineVariables(
  name: string,
  place: Place,
  changes: Partial<MachineVariables> = {},
): MachineVariables {
  const { network_id, network, ...placement } = place;
  return {
    name,
    present: true,
    placement,
    hardware,
    network: {
      domain: 'dev.acme.example',
      dns_servers: ['10.20.0.53'],
      interfaces: [
        {
          name: 'eth0',
          network_id,
          network,
          adapter_type: 'vmxnet3',
          mac_address: macAddressFor(name),
          ipv4: {
            address: '10.20.210.17',
            prefix_length: 24,
            gateway: '10.20.210.1',
          },
        },
      ],
    },
    access: {
      mechanism: 'customization',
      user: 'acme',
      ssh_public_keys: ['ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIexample anna'],
    },
    annotation: {
      request: '01JD2Q6W8S',
      owner: 'group:default/team-payments',
      purpose: 'Settles "payments"; ${not} a $(command)',
    },
    ...changes,
  };
}

/** The file that says which versions of the provider Terraform may take. */
export function versionsFile(constraint: string): string {
  const vsphere = { source: 'vmware/vsphere', version: constraint };
  return JSON.stringify({ terraform: { required_providers: { vsphere } } });
}

/** The files of a machine's directory, by name. */
export function machineFiles(
  variables: MachineVariables,
  module: string,
  stateFile: string,
): Record<string, string> {
  const names = Object.keys(variables);
  return {
    'versions.tf.json': versionsFile(`= ${vsphereProvider().version}`),
    'main.tf': `${names.map(name => `variable "${name}" {}\n`).join('')}
provider "vsphere" {}

module "vm" {
  source = "${module}"

${names.map(name => `  ${name} = var.${name}\n`).join('')}}

output "moid" {
  value = module.vm.moid
}

output "uuid" {
  value = module.vm.uuid
}

output "ipv4_address" {
  value = module.vm.ipv4_address
}
`,
    'backend.tf': `terraform {
  backend "local" {
    path = "${stateFile}"
  }
}
`,
    'vm.auto.tfvars.json': `${JSON.stringify(variables, undefined, 2)}\n`,
  };
}
