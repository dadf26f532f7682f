import { LabMachine, LabMachineSpec } from '../../vcenter/machines/LabMachines';
import { Attributes } from './Attributes';
import { Variables } from './variables';

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

function ethernets({ interfaces, ...network }: Variables['network']) {
  return Object.fromEntries(
    interfaces.map(({ name, mac_address, ipv4 }, index) => [
      name,
      {
        match: { macaddress: mac_address },
        dhcp4: false,
        addresses: [`${ipv4.address}/${ipv4.prefix_length}`],
        ...(ipv4.gateway && {
          routes: [{ to: '0.0.0.0/0', via: ipv4.gateway }],
        }),
        ...(index === 0 && {
          nameservers: {
            addresses: network.dns_servers,
            search: [network.domain],
          },
        }),
      },
    ]),
  );
}

function cloudInit({ name, network, access }: Variables): Attributes {
  const fqdn = `${name}.${network.domain}`;
  const metadata = {
    'instance-id': fqdn,
    'local-hostname': fqdn,
    network: { version: 2, ethernets: ethernets(network) },
  };
  const userdata = {
    users: [
      {
        name: access.user,
        groups: ['wheel'],
        sudo: 'ALL=(ALL) NOPASSWD:ALL',
        lock_passwd: true,
        ssh_authorized_keys: access.ssh_public_keys,
      },
    ],
    ssh_pwauth: false,
    disable_root: true,
  };
  return {
    'guestinfo.metadata': base64(JSON.stringify(metadata)),
    'guestinfo.metadata.encoding': 'base64',
    'guestinfo.userdata': base64(`#cloud-config\n${JSON.stringify(userdata)}`),
    'guestinfo.userdata.encoding': 'base64',
  };
}

function firstBoot(variables: Variables): Attributes {
  const { access } = variables;
  return access.mechanism === 'cloud-init'
    ? cloudInit(variables)
    : {
        'guestinfo.backlot.user': access.user,
        'guestinfo.backlot.ssh-public-keys': base64(
          access.ssh_public_keys.join('\n'),
        ),
      };
}

function customize({ name, network }: Variables): Attributes {
  return {
    dns_server_list: network.dns_servers,
    dns_suffix_list: [network.domain],
    ipv4_gateway: network.interfaces[0].ipv4.gateway ?? null,
    linux_options: [{ domain: network.domain, host_name: name }],
    network_interface: network.interfaces.map(({ ipv4 }) => ({
      ipv4_address: ipv4.address,
      ipv4_netmask: ipv4.prefix_length,
    })),
    timeout: 10,
  };
}

function annotation({ annotation: { request, owner, purpose } }: Variables) {
  return `Backlot request: ${request}\nOwner: ${owner}\n${purpose}`;
}

/**
 * The machine that the variables ask for, as the provider would configure it.
 *
 * @internal
 */
export function machineAttributes(variables: Variables): Attributes {
  const { placement, hardware, network, access } = variables;
  return {
    annotation: annotation(variables),
    clone: [
      {
        ...(access.mechanism === 'customization'
          ? { customize: [customize(variables)] }
          : {}),
        template_uuid: placement.template_uuid,
        timeout: 30,
      },
    ],
    datastore_id: placement.datastore_id,
    disk: hardware.disks.map((disk, index) => ({
      label: disk.label,
      size: disk.size_gib,
      thin_provisioned: disk.thin,
      unit_number: index,
    })),
    extra_config: firstBoot(variables),
    firmware: hardware.firmware,
    folder: placement.folder,
    guest_id: hardware.guest_id,
    memory: hardware.memory_mib,
    name: variables.name,
    network_interface: network.interfaces.map(card => ({
      adapter_type: card.adapter_type,
      mac_address: card.mac_address,
      network_id: card.network_id,
      use_static_mac: true,
    })),
    num_cpus: hardware.cpus,
    resource_pool_id: placement.resource_pool_id,
    scsi_type: hardware.scsi_type,
  };
}

/**
 * The same machine, as the lab's vCenter makes it.
 *
 * @internal
 */
export function machineSpec(variables: Variables): LabMachineSpec {
  const { placement, hardware, network, access } = variables;
  return {
    name: variables.name,
    datacenter: placement.datacenter_id,
    folder: placement.folder,
    resourcePool: placement.resource_pool_id,
    datastore: placement.datastore_id,
    networkCards: network.interfaces.map(card => ({
      network: card.network_id,
      macAddress: card.mac_address,
    })),
    templateUuid: placement.template_uuid,
    cpus: hardware.cpus,
    memoryMib: hardware.memory_mib,
    disks: hardware.disks.map(disk => ({
      label: disk.label,
      sizeGib: disk.size_gib,
      thin: disk.thin,
    })),
    guestId: hardware.guest_id,
    firmware: hardware.firmware === 'bios' ? 'bios' : 'efi',
    annotation: annotation(variables),
    extraConfig: firstBoot(variables) as Record<string, string>,
    ...(access.mechanism === 'customization' && {
      customization: {
        interfaces: network.interfaces.map(({ ipv4 }) => ({
          address: ipv4.address,
          prefixLength: ipv4.prefix_length,
        })),
        gateway: network.interfaces[0].ipv4.gateway ?? undefined,
      },
    }),
  };
}

/**
 * What the state holds, with what a refresh finds changed in vCenter.
 *
 * @internal
 */
export function refreshedAttributes(
  attributes: Attributes,
  machine: LabMachine,
): Attributes {
  const disks = attributes.disk as Array<{ size: number }>;
  const cards = attributes.network_interface as Attributes[];
  return {
    ...attributes,
    disk: disks
      .slice(0, machine.disks.length)
      .map((disk, index) => ({ ...disk, size: machine.disks[index].sizeGib })),
    memory: machine.memoryMib,
    name: machine.name,
    network_interface: machine.networkCards.map(
      ({ network, macAddress }, index) => ({
        ...(cards[index] ?? { adapter_type: 'vmxnet3' }),
        mac_address: macAddress ?? null,
        network_id: network,
        use_static_mac: macAddress !== undefined,
      }),
    ),
    num_cpus: machine.cpus,
  };
}
