import {
  JsonRecord,
  jsonRecordSchema,
} from '@backlot/plugin-vm-requests-common';
import {
  diskVariable,
  hardwareVariable,
  MachineHardware,
  providerFeatures,
} from '@backlot/vsphere-templates';

/** Where the starter's files have the machine. */
export const machineAddress = 'module.vm.vsphere_virtual_machine.this[0]';

interface AddressVariable {
  address: string;
  prefix_length: number;
  /** Of the first network card only. */
  gateway?: string;
}

/** A network card as the machine's module takes it. */
export interface CardVariable {
  name: string;
  network_id: string;
  network: string;
  adapter_type: string;
  mac_address: string;
  /** Whether somebody chose the MAC address, and not vCenter. */
  static_mac: boolean;
  ipv4: AddressVariable;
  /** Where its guest reports one of its network. */
  ipv6?: AddressVariable;
}

/** What there is, as the variables of a machine's module say it. */
export interface AdoptedMachine {
  name: string;
  cpus: number;
  memoryMib: number;
  hardware: MachineHardware;
  /** Its place, as the module's `placement` without a template: it was made from none that is known. */
  place: {
    datacenter_id: string;
    datacenter: string;
    cluster_id: string;
    cluster: string;
    resource_pool_id: string;
    datastore_id: string;
    datastore: string;
    folder: string;
  };
  domain: string;
  dnsServers: string[];
  cards: CardVariable[];
  access: { mechanism: string; user: string };
  annotation: { request: string; owner: string; purpose: string };
}

/**
 * The label that a disk has in Terraform's state once it is imported. With any other in the
 * configuration the provider takes the disk away and makes an empty one, by a plan that destroys nothing.
 */
export function importedDiskLabel(
  { label }: { label: string },
  index: number,
  providerVersion: string,
): string {
  return providerFeatures(providerVersion).importsDiskLabels
    ? label
    : `disk${index}`;
}

/**
 * The variables of the machine's module, by which a plan finds nothing to change but what every import
 * brings.
 *
 * @param providerVersion - exact, e.g. `1.26.0`
 */
export function adoptionVariables(
  adopted: AdoptedMachine,
  providerVersion: string,
): JsonRecord {
  const { name, cpus, memoryMib, hardware, access } = adopted;
  return jsonRecordSchema.parse({
    name,
    present: true,
    rebuild: 0,
    placement: { ...adopted.place, template_uuid: '', template: '' },
    hardware: hardwareVariable(
      hardware,
      {
        cpus,
        memoryMib,
        disks: hardware.disks.map((disk, index) =>
          diskVariable(disk, {
            label: importedDiskLabel(disk, index, providerVersion),
          }),
        ),
      },
      providerVersion,
    ),
    network: {
      domain: adopted.domain,
      dns_servers: adopted.dnsServers,
      interfaces: adopted.cards,
    },
    access: { ...access, ssh_public_keys: [] },
    annotation: adopted.annotation,
  });
}

/** A text as Terraform's language writes it, with nothing in it that is worked out. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(/[$%](?=\{)/g, sign => sign + sign);
}

/**
 * The block by which Terraform takes a machine into its state, instead of making it.
 *
 * @param id - by which the provider finds it
 */
export function importBlock(id: string): string {
  return `# The machine was there before its directory. Once it is in its state, Terraform passes over this.
import {
  to = ${machineAddress}
  id = ${quoted(id)}
}
`;
}
