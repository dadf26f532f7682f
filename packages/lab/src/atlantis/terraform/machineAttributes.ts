import { LabMachine, LabMachineSpec } from '../../vcenter/machines/LabMachines';
import { Attributes } from './Attributes';
import { diskCommands } from './mountDisk';
import { Variables } from './variables';

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

function ethernets({ interfaces, ...network }: Variables['network']) {
  return Object.fromEntries(
    interfaces.map(({ name, mac_address, ipv4, ipv6 }, index) => [
      name,
      {
        match: { macaddress: mac_address },
        dhcp4: false,
        addresses: [ipv4, ipv6].flatMap(family =>
          family ? [`${family.address}/${family.prefix_length}`] : [],
        ),
        ...((ipv4?.gateway || ipv6?.gateway) && {
          routes: [
            { to: '0.0.0.0/0', via: ipv4?.gateway },
            { to: '::/0', via: ipv6?.gateway },
          ].filter(({ via }) => via),
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

function cloudInit(variables: Variables): Attributes {
  const { name, network, access } = variables;
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
        groups: access.groups,
        sudo: 'ALL=(ALL) NOPASSWD:ALL',
        lock_passwd: true,
        ssh_authorized_keys: access.ssh_public_keys,
      },
    ],
    ssh_pwauth: false,
    disable_root: true,
    ...(variables.mounts.length > 0 && {
      bootcmd: diskCommands(variables, fqdn),
    }),
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
  switch (access.mechanism) {
    case 'cloud-init':
      return cloudInit(variables);
    case 'customization':
      return {
        'guestinfo.backlot.user': access.user,
        'guestinfo.backlot.ssh-public-keys': base64(
          access.ssh_public_keys.join('\n'),
        ),
      };
    default:
      return {};
  }
}

/** Passwords are not in it: the lab's Atlantis has none in its environment. */
function sysprepOptions({ name, access, windows }: Variables): Attributes {
  return {
    computer_name: name,
    full_name: access.user,
    organization_name: windows?.organization ?? 'Managed by Terraform',
    time_zone: windows?.time_zone ?? 85,
    run_once_command_list: windows?.run_once ?? [],
    ...(windows?.domain
      ? {
          join_domain: windows.domain.name,
          domain_admin_user: windows.domain.user,
        }
      : { workgroup: 'WORKGROUP' }),
  };
}

function customize(variables: Variables): Attributes {
  const { name, network, access } = variables;
  return {
    dns_server_list: network.dns_servers,
    dns_suffix_list: [network.domain],
    ipv4_gateway: network.interfaces[0].ipv4?.gateway ?? null,
    ipv6_gateway: network.interfaces[0].ipv6?.gateway ?? null,
    ...(access.mechanism === 'sysprep'
      ? { windows_options: [sysprepOptions(variables)] }
      : { linux_options: [{ domain: network.domain, host_name: name }] }),
    network_interface: network.interfaces.map(({ ipv4, ipv6 }) => ({
      ...(ipv4 && {
        ipv4_address: ipv4.address,
        ipv4_netmask: ipv4.prefix_length,
      }),
      ...(ipv6 && {
        ipv6_address: ipv6.address,
        ipv6_netmask: ipv6.prefix_length,
      }),
    })),
    timeout: 10,
  };
}

function annotation({ annotation: { request, owner, purpose } }: Variables) {
  return `Backlot request: ${request}\nOwner: ${owner}\n${purpose}`;
}

function diskBlock(disk: Variables['hardware']['disks'][number]): Attributes {
  return {
    controller_type: disk.controller,
    disk_mode: disk.mode,
    disk_sharing: disk.sharing,
    eagerly_scrub: disk.eager_zeroed,
    io_limit: disk.io.limit,
    io_reservation: disk.io.reservation,
    io_share_level: disk.io.share_level,
    label: disk.label,
    size: disk.size_gib,
    thin_provisioned: disk.thin,
    unit_number: disk.unit,
    write_through: disk.write_through,
  };
}

/**
 * The machine that the variables ask for, as the provider would configure it.
 *
 * @internal
 */
export function machineAttributes(variables: Variables): Attributes {
  const { placement, hardware, network, access } = variables;
  const { boot, hot_plug: hotPlug, tools } = hardware;
  const { cpu_allocation: cpu, memory_allocation: memory } = hardware;
  return {
    alternate_guest_name: hardware.guest_name,
    annotation: annotation(variables),
    clone: [
      {
        ...(access.mechanism === 'cloud-init'
          ? {}
          : { customize: [customize(variables)] }),
        template_uuid: placement.template_uuid,
        timeout: 30,
      },
    ],
    boot_delay: boot.delay_ms,
    boot_retry_delay: boot.retry_delay_ms,
    boot_retry_enabled: boot.retry,
    cpu_hot_add_enabled: hotPlug.cpu_add,
    cpu_hot_remove_enabled: hotPlug.cpu_remove,
    cpu_limit: cpu.limit_mhz,
    cpu_performance_counters_enabled: hardware.performance_counters,
    cpu_reservation: cpu.reservation_mhz,
    cpu_share_level: cpu.share_level,
    datastore_id: placement.datastore_id,
    disk: hardware.disks.map(diskBlock),
    efi_secure_boot_enabled: hardware.secure_boot,
    enable_disk_uuid: hardware.disk_uuid,
    enable_logging: hardware.logging,
    ept_rvi_mode: hardware.ept_rvi_mode,
    extra_config: firstBoot(variables),
    firmware: hardware.firmware,
    folder: placement.folder,
    guest_id: hardware.guest_id,
    hv_mode: hardware.hv_mode,
    latency_sensitivity: hardware.latency_sensitivity,
    memory: hardware.memory_mib,
    memory_hot_add_enabled: hotPlug.memory_add,
    memory_limit: memory.limit_mib,
    memory_reservation: memory.reserve_all
      ? hardware.memory_mib
      : Math.min(memory.reservation_mib, hardware.memory_mib),
    memory_share_level: memory.share_level,
    name: variables.name,
    nested_hv_enabled: hardware.nested_virtualization,
    network_interface: network.interfaces.map(card => ({
      adapter_type: card.adapter_type,
      mac_address: card.static_mac ? card.mac_address : null,
      network_id: card.network_id,
      use_static_mac: card.static_mac,
    })),
    num_cores_per_socket: hardware.cores_per_socket,
    num_cpus: hardware.cpus,
    resource_pool_id: placement.resource_pool_id,
    run_tools_scripts_after_power_on: tools.after_power_on,
    run_tools_scripts_after_resume: tools.after_resume,
    run_tools_scripts_before_guest_reboot: tools.before_reboot,
    run_tools_scripts_before_guest_shutdown: tools.before_shutdown,
    run_tools_scripts_before_guest_standby: tools.before_standby,
    sata_controller_count: hardware.sata_controllers,
    scsi_bus_sharing: hardware.scsi.bus_sharing,
    scsi_controller_count: hardware.scsi.controllers,
    scsi_type: hardware.scsi.type,
    swap_placement_policy: hardware.swap_placement,
    sync_time_with_host: tools.sync_time,
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
      ...(card.static_mac && { macAddress: card.mac_address }),
    })),
    templateUuid: placement.template_uuid,
    cpus: hardware.cpus,
    memoryMib: hardware.memory_mib,
    disks: hardware.disks.map(disk => ({
      label: disk.label,
      sizeGib: disk.size_gib,
      thin: disk.thin,
      eagerZeroed: disk.eager_zeroed,
      unit: disk.unit,
    })),
    hardware: {
      coresPerSocket: hardware.cores_per_socket,
      secureBoot: hardware.secure_boot,
      diskUuid: hardware.disk_uuid,
      cpuHotAdd: hardware.hot_plug.cpu_add,
      memoryHotAdd: hardware.hot_plug.memory_add,
    },
    guestId: hardware.guest_id,
    firmware: hardware.firmware === 'bios' ? 'bios' : 'efi',
    annotation: annotation(variables),
    extraConfig: firstBoot(variables) as Record<string, string>,
    ...(access.mechanism !== 'cloud-init' && {
      customization: {
        interfaces: network.interfaces.map(({ ipv4, ipv6 }) => ({
          ...(ipv4 && {
            address: ipv4.address,
            prefixLength: ipv4.prefix_length,
          }),
          ...(ipv6 && {
            ipv6: {
              address: ipv6.address,
              prefixLength: ipv6.prefix_length,
            },
          }),
        })),
        gateway:
          network.interfaces[0].ipv4?.gateway ??
          network.interfaces[0].ipv6?.gateway ??
          undefined,
      },
    }),
  };
}

/**
 * What an import of a machine finds: what is there, with the labels that the provider gives its disks;
 * seen with 1.26.0, which counts them, and 2.16.1, which takes vCenter's. What the lab's vCenter does not
 * keep is as the variables say it.
 *
 * @internal
 */
export function importedAttributes(
  variables: Variables,
  machine: LabMachine,
  providerVersion: string,
): Attributes {
  const wanted = machineAttributes(variables);
  const counts = providerVersion.startsWith('1.');
  const blocks = wanted.disk as Attributes[];
  return {
    ...refreshedAttributes(wanted, machine),
    disk: machine.disks.map(({ label, sizeGib, thin }, index) => ({
      ...blocks[index],
      label: counts ? `disk${index}` : label,
      size: sizeGib,
      thin_provisioned: thin,
    })),
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
