import { createHash } from 'node:crypto';
import { vsphereProvider } from '../vsphereProvider';
import { Place, Placement } from './SimulatedVCenter';

/** A network card, as the module rhel9-vm takes it. */
export interface NetworkInterface {
  name: string;
  network_id: string;
  network: string;
  adapter_type: string;
  mac_address: string;
  ipv4: { address: string; prefix_length: number; gateway?: string };
}

/** The variables of the module rhel9-vm. */
export interface MachineVariables {
  name: string;
  present: boolean;
  placement: Placement;
  hardware: {
    cpus: number;
    memory_mib: number;
    firmware: string;
    guest_id: string;
    scsi_type: string;
    disks: { label: string; size_gib: number; thin: boolean }[];
  };
  network: {
    domain: string;
    dns_servers: string[];
    interfaces: NetworkInterface[];
  };
  access: { mechanism: string; user: string; ssh_public_keys: string[] };
  annotation: { request: string; owner: string; purpose: string };
}

/** A MAC address of vCenter's static range for a name: the same each time. */
export function macAddressFor(name: string): string {
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
    hardware: {
      cpus: 2,
      memory_mib: 4096,
      firmware: 'efi',
      guest_id: 'rhel9_64Guest',
      scsi_type: 'pvscsi',
      disks: [
        { label: 'disk0', size_gib: 40, thin: true },
        { label: 'disk1', size_gib: 20, thin: true },
      ],
    },
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
