import { isIP } from 'node:net';
import { z } from 'zod';
import { isOnLink } from '../../vcenter/guest/onLink';

const shares = {
  share_level: z.string(),
  share_count: z.number().int().nullish(),
};

const familySchema = z.object({
  address: z.string(),
  prefix_length: z.number().int(),
  gateway: z.string().nullish(),
});

/**
 * The variables of the starter's modules, as `vm.auto.tfvars.json` holds them.
 *
 * @internal
 */
export const variablesSchema = z.object({
  name: z.string(),
  present: z.boolean().default(true),
  rebuild: z.number().default(0),
  placement: z.object({
    datacenter_id: z.string(),
    datacenter: z.string(),
    cluster_id: z.string(),
    cluster: z.string(),
    resource_pool_id: z.string(),
    datastore_id: z.string(),
    datastore: z.string(),
    folder: z.string(),
    template_uuid: z.string(),
    template: z.string(),
  }),
  hardware: z.object({
    cpus: z.number().int(),
    cores_per_socket: z.number().int(),
    memory_mib: z.number().int(),
    guest_id: z.string(),
    guest_name: z.string(),
    firmware: z.string(),
    secure_boot: z.boolean(),
    boot: z.object({
      delay_ms: z.number().int(),
      retry: z.boolean(),
      retry_delay_ms: z.number().int(),
    }),
    hot_plug: z.object({
      cpu_add: z.boolean(),
      cpu_remove: z.boolean(),
      memory_add: z.boolean(),
    }),
    nested_virtualization: z.boolean(),
    performance_counters: z.boolean(),
    hv_mode: z.string(),
    ept_rvi_mode: z.string(),
    latency_sensitivity: z.string(),
    swap_placement: z.string(),
    disk_uuid: z.boolean(),
    logging: z.boolean(),
    cpu_allocation: z.object({
      limit_mhz: z.number().int(),
      reservation_mhz: z.number().int(),
      ...shares,
    }),
    memory_allocation: z.object({
      limit_mib: z.number().int(),
      reservation_mib: z.number().int(),
      reserve_all: z.boolean(),
      ...shares,
    }),
    tools: z.object({
      sync_time: z.boolean(),
      after_power_on: z.boolean(),
      after_resume: z.boolean(),
      before_reboot: z.boolean(),
      before_shutdown: z.boolean(),
      before_standby: z.boolean(),
    }),
    scsi: z.object({
      type: z.string(),
      bus_sharing: z.string(),
      controllers: z.number().int(),
    }),
    sata_controllers: z.number().int(),
    disks: z.array(
      z.object({
        label: z.string(),
        controller: z.string(),
        unit: z.number().int(),
        size_gib: z.number().int(),
        thin: z.boolean(),
        eager_zeroed: z.boolean(),
        mode: z.string(),
        sharing: z.string(),
        write_through: z.boolean(),
        io: z.object({
          limit: z.number().int(),
          reservation: z.number().int(),
          ...shares,
        }),
      }),
    ),
  }),
  network: z.object({
    domain: z.string(),
    dns_servers: z.array(z.string()),
    interfaces: z.array(
      z.object({
        name: z.string(),
        network_id: z.string(),
        network: z.string(),
        adapter_type: z.string(),
        mac_address: z.string(),
        static_mac: z.boolean().default(true),
        ipv4: familySchema.nullish(),
        ipv6: familySchema.nullish(),
      }),
    ),
  }),
  mounts: z
    .array(
      z.object({
        disk: z.string(),
        path: z.string(),
        file_system: z.string(),
      }),
    )
    .default([]),
  access: z.object({
    mechanism: z.string(),
    user: z.string(),
    groups: z.array(z.string()).default(['wheel']),
    ssh_public_keys: z.array(z.string()).default([]),
  }),
  windows: z
    .object({
      time_zone: z.number().int().nullish(),
      organization: z.string().nullish(),
      domain: z.object({ name: z.string(), user: z.string() }).nullish(),
      run_once: z.array(z.string()).nullish(),
    })
    .optional(),
  annotation: z.object({
    request: z.string(),
    owner: z.string(),
    purpose: z.string(),
  }),
});

/**
 * Values of the module's variables.
 *
 * @internal
 */
export type Variables = z.infer<typeof variablesSchema>;

function areDifferent(values: string[]): boolean {
  return new Set(values).size === values.length;
}

type Family = z.infer<typeof familySchema>;

/** Whether what is given of a family, if anything, is an address of it with its prefix length. */
function isAddress(given: Family | null | undefined, family: 4 | 6): boolean {
  return (
    !given ||
    (isIP(given.address) === family &&
      given.prefix_length >= 0 &&
      given.prefix_length <= (family === 4 ? 32 : 128))
  );
}

/**
 * The module's own rules for its variables, in its own words.
 *
 * @internal
 */
export const rules: Array<{
  variable: keyof Variables;
  holds: (variables: Variables) => boolean;
  message: string;
}> = [
  {
    variable: 'name',
    holds: ({ name }) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name),
    message:
      'The name must be a DNS label: lower-case letters, digits and hyphens, 63 at most.',
  },
  {
    variable: 'hardware',
    holds: ({ hardware }) => hardware.disks.length > 0,
    message: "At least one disk is needed: the template's.",
  },
  {
    variable: 'hardware',
    holds: ({ hardware }) => hardware.memory_mib % 4 === 0,
    message: 'vSphere gives memory in steps of 4 MiB.',
  },
  {
    variable: 'hardware',
    holds: ({ hardware: { cpus, cores_per_socket: cores } }) =>
      cores === 0 || cpus % cores === 0,
    message:
      'The CPUs must fill their sockets: cpus must be a multiple of cores_per_socket.',
  },
  {
    variable: 'network',
    holds: ({ network }) => network.interfaces.length > 0,
    message: 'At least one network card is needed.',
  },
  {
    variable: 'network',
    holds: ({ network }) =>
      network.interfaces.every(({ name }) =>
        /^[a-z][a-z0-9-]{0,14}$/.test(name),
      ),
    message:
      'The name of a network card must be 1 to 15 lower-case letters, digits and hyphens, a letter first.',
  },
  {
    variable: 'network',
    holds: ({ network }) =>
      areDifferent(network.interfaces.map(({ name }) => name)),
    message: 'Each network card needs a name of its own.',
  },
  {
    variable: 'network',
    holds: ({ network }) =>
      network.interfaces.every(card =>
        /^[0-9a-f][02468ace](:[0-9a-f]{2}){5}$/.test(card.mac_address),
      ),
    message:
      "A MAC address must be six octets in lower case, such as 00:50:56:00:00:01, and no group's address.",
  },
  {
    variable: 'network',
    holds: ({ network }) =>
      areDifferent(network.interfaces.map(card => card.mac_address)),
    message: 'Each network card needs a MAC address of its own.',
  },
  {
    variable: 'network',
    holds: ({ network }) =>
      network.interfaces
        .slice(1)
        .every(({ ipv4, ipv6 }) => !ipv4?.gateway && !ipv6?.gateway),
    message: 'Only the first network card can have a gateway.',
  },
  {
    variable: 'network',
    holds: ({ network }) =>
      network.interfaces.every(({ ipv4, ipv6 }) => ipv4 || ipv6),
    message:
      'Each network card needs an IPv4 address, an IPv6 address, or both.',
  },
  {
    variable: 'network',
    holds: ({ network }) =>
      network.interfaces.every(({ ipv4 }) => isAddress(ipv4, 4)),
    message:
      'What ipv4 of a network card holds must be an IPv4 address and its prefix length.',
  },
  {
    variable: 'network',
    holds: ({ network }) =>
      network.interfaces.every(({ ipv6 }) => isAddress(ipv6, 6)),
    message:
      'What ipv6 of a network card holds must be an IPv6 address and its prefix length.',
  },
  {
    variable: 'network',
    holds: ({ network }) =>
      network.interfaces
        .flatMap(({ ipv4, ipv6 }) => [ipv4, ipv6])
        .every(
          family =>
            !family?.gateway ||
            isOnLink(family.gateway, family.address, family.prefix_length),
        ),
    message: 'A gateway must be another address in the network of its card.',
  },
  {
    variable: 'mounts',
    holds: ({ mounts }) =>
      mounts.every(({ path }) =>
        /^(\/[A-Za-z0-9_][A-Za-z0-9._-]*)+$/.test(path),
      ),
    message: 'A mount point must be a path from the top, such as /srv/data.',
  },
  {
    variable: 'mounts',
    holds: ({ mounts }) =>
      mounts.every(each => ['xfs', 'ext4'].includes(each.file_system)),
    message: 'A file system must be xfs or ext4.',
  },
  {
    variable: 'mounts',
    holds: ({ mounts }) =>
      areDifferent(mounts.map(({ path }) => path)) &&
      areDifferent(mounts.map(({ disk }) => disk)),
    message: 'Each disk has one mount point, and each mount point one disk.',
  },
  {
    variable: 'access',
    holds: ({ access }) =>
      ['cloud-init', 'customization', 'sysprep'].includes(access.mechanism),
    message: 'The mechanism must be cloud-init, customization or sysprep.',
  },
];
