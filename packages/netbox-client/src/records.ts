import { z } from 'zod';

/**
 * States of an address in NetBox.
 *
 * @public
 */
export type NetBoxAddressStatus =
  | 'active'
  | 'reserved'
  | 'deprecated'
  | 'dhcp'
  | 'slaac';

/**
 * An address record.
 *
 * @public
 */
export interface NetBoxAddress {
  id: number;
  /** Without the length of the prefix, e.g. `10.20.210.17`. */
  address: string;
  prefixLength: number;
  /** Address and length, e.g. `10.20.210.17/24`. */
  cidr: string;
  /** Name of its VRF; without it, it is in the global table. */
  vrf?: string;
  status: string;
  dnsName: string;
  description: string;
  /** Key of the allocation that it was made for. */
  key?: string;
  /** Interface of a virtual machine that it is assigned to. */
  interfaceId?: number;
  /** What it is assigned to, in words, e.g. `eth0 of web01`; absent if it is assigned to nothing. */
  assignedTo?: string;
  /** Page in NetBox. */
  url: string;
}

/**
 * A prefix record.
 *
 * @public
 */
export interface NetBoxPrefix {
  id: number;
  /** In CIDR notation. */
  prefix: string;
  vrf?: string;
  status: string;
  /** Whether it is marked as fully utilized, which does not keep NetBox from handing out addresses. */
  markUtilized: boolean;
  description: string;
  /** Page in NetBox. */
  url: string;
}

/**
 * A virtual machine's record.
 *
 * @public
 */
export interface NetBoxVirtualMachine {
  id: number;
  name: string;
  status: string;
  cluster?: string;
  site?: string;
  vcpus?: number;
  memoryMb?: number;
  diskMb?: number;
  /** How many virtual disks NetBox records of it; `diskMb` is their sum, if there are any. */
  virtualDisks: number;
  primaryAddressIds: number[];
  description: string;
  /** Page in NetBox. */
  url: string;
}

/**
 * A record of a MAC address. NetBox lets several records have the same one.
 *
 * @public
 */
export interface NetBoxMacAddress {
  /** In lower case with colons, e.g. `00:50:56:1a:2b:3c`. */
  macAddress: string;
  /**
   * Id of the record; absent before NetBox 4.2, where a MAC address is no record of its own but a
   * field of an interface.
   */
  id?: number;
  /** Interface of a virtual machine that it is assigned to. */
  interfaceId?: number;
  /** What it is assigned to, in words, e.g. `eth0 of web01`; absent if it is assigned to nothing. */
  assignedTo?: string;
  /** Page in NetBox. */
  url: string;
}

const choice = z.object({ value: z.string() }).transform(({ value }) => value);
const named = z
  .object({ id: z.number(), name: z.string() })
  .transform(({ name }) => name);

/** Newer versions of NetBox tell the page; older ones have it where the API's path has no /api. */
function pageOf(record: { url: string; display_url?: string | null }): string {
  return record.display_url ?? record.url.replace('/api/', '/');
}

const location = { url: z.string(), display_url: z.string().nullish() };

const owner = z.object({ name: z.string().nullish() }).nullish();

/** An interface of a virtual machine or device, as other records show it. */
const nestedInterface = z.object({
  id: z.number(),
  display: z.string(),
  virtual_machine: owner,
  device: owner,
});

function interfaceWords(record: z.infer<typeof nestedInterface>): string {
  const name = record.virtual_machine?.name ?? record.device?.name;
  return name ? `${record.display} of ${name}` : record.display;
}

const assignment = {
  assigned_object_type: z.string().nullish(),
  assigned_object_id: z.number().nullish(),
  assigned_object: nestedInterface.nullish(),
};

/** What a record is assigned to. */
function assignmentOf(record: z.infer<z.ZodObject<typeof assignment>>): {
  interfaceId?: number;
  assignedTo?: string;
} {
  const { assigned_object_type: type, assigned_object_id: id } = record;
  if (!type || !id) {
    return {};
  }
  return {
    ...(type === 'virtualization.vminterface' ? { interfaceId: id } : {}),
    assignedTo: record.assigned_object
      ? interfaceWords(record.assigned_object)
      : `${type} ${id}`,
  };
}

/**
 * @param keyField - custom field that holds the allocation's key
 * @internal
 */
export function addressSchema(keyField: string): z.ZodType<NetBoxAddress> {
  return z
    .object({
      id: z.number(),
      address: z.string(),
      vrf: named.nullish(),
      status: choice,
      dns_name: z.string().nullish(),
      description: z.string().nullish(),
      ...assignment,
      custom_fields: z.record(z.string(), z.unknown()).nullish(),
      ...location,
    })
    .transform(record => {
      const [address, length] = record.address.split('/');
      const key = record.custom_fields?.[keyField];
      return {
        id: record.id,
        address,
        prefixLength: Number(length),
        cidr: record.address,
        ...(record.vrf ? { vrf: record.vrf } : {}),
        status: record.status,
        dnsName: record.dns_name ?? '',
        description: record.description ?? '',
        ...(typeof key === 'string' && key ? { key } : {}),
        ...assignmentOf(record),
        url: pageOf(record),
      };
    });
}

/** @internal */
export const prefixSchema: z.ZodType<NetBoxPrefix> = z
  .object({
    id: z.number(),
    prefix: z.string(),
    vrf: named.nullish(),
    status: choice,
    mark_utilized: z.boolean().nullish(),
    description: z.string().nullish(),
    ...location,
  })
  .transform(record => ({
    id: record.id,
    prefix: record.prefix,
    ...(record.vrf ? { vrf: record.vrf } : {}),
    status: record.status,
    markUtilized: record.mark_utilized ?? false,
    description: record.description ?? '',
    url: pageOf(record),
  }));

/** @internal */
export const rangeSchema = z
  .object({
    display: z.string(),
    start_address: z.string(),
    vrf: named.nullish(),
    mark_utilized: z.boolean().nullish(),
    /** Absent before NetBox 4.3, which leaves out the addresses of all ranges. */
    mark_populated: z.boolean().nullish(),
    ...location,
  })
  .transform(record => ({
    display: record.display,
    startAddress: record.start_address.split('/')[0],
    vrf: record.vrf ?? undefined,
    markUtilized: record.mark_utilized ?? false,
    markPopulated: record.mark_populated ?? undefined,
    url: pageOf(record),
  }));

/** @internal */
export const vrfSchema = z
  .object({ name: z.string(), rd: z.string().nullish(), ...location })
  .transform(record => ({
    name: record.name,
    rd: record.rd ?? undefined,
    url: pageOf(record),
  }));

const primaryAddress = z.object({ id: z.number() }).nullish();

/** @internal */
export const virtualMachineSchema: z.ZodType<NetBoxVirtualMachine> = z
  .object({
    id: z.number(),
    name: z.string(),
    status: choice,
    cluster: named.nullish(),
    site: named.nullish(),
    vcpus: z.number().nullish(),
    memory: z.number().nullish(),
    disk: z.number().nullish(),
    virtual_disk_count: z.number().nullish(),
    primary_ip4: primaryAddress,
    primary_ip6: primaryAddress,
    description: z.string().nullish(),
    ...location,
  })
  .transform(record => ({
    id: record.id,
    name: record.name,
    status: record.status,
    ...(record.cluster ? { cluster: record.cluster } : {}),
    ...(record.site ? { site: record.site } : {}),
    ...(record.vcpus ? { vcpus: record.vcpus } : {}),
    ...(record.memory ? { memoryMb: record.memory } : {}),
    ...(record.disk ? { diskMb: record.disk } : {}),
    virtualDisks: record.virtual_disk_count ?? 0,
    primaryAddressIds: [record.primary_ip4, record.primary_ip6].flatMap(ip =>
      ip ? [ip.id] : [],
    ),
    description: record.description ?? '',
    url: pageOf(record),
  }));

/** @internal */
export const virtualDiskSchema = z.object({
  virtual_machine: z.object({ id: z.number() }),
  /** In MB. */
  size: z.number(),
});

/** A MAC address, which NetBox writes in upper case. */
const mac = z.string().transform(text => text.toLowerCase());

/** An interface of a virtual machine. @internal */
export interface InterfaceRecord {
  id: number;
  name: string;
  /** Its primary MAC address, in lower case with colons. */
  macAddress?: string;
  /** Whether MAC addresses are records of their own, as from NetBox 4.2 on. */
  hasMacRecords: boolean;
}

/** @internal */
export const interfaceSchema: z.ZodType<InterfaceRecord> = z
  .object({
    id: z.number(),
    name: z.string(),
    mac_address: mac.nullish(),
    primary_mac_address: z.unknown().optional(),
  })
  .transform(record => ({
    id: record.id,
    name: record.name,
    ...(record.mac_address ? { macAddress: record.mac_address } : {}),
    hasMacRecords: record.primary_mac_address !== undefined,
  }));

/** @internal */
export const macAddressSchema: z.ZodType<NetBoxMacAddress> = z
  .object({
    id: z.number(),
    mac_address: mac,
    ...assignment,
    ...location,
  })
  .transform(record => ({
    macAddress: record.mac_address,
    id: record.id,
    ...assignmentOf(record),
    url: pageOf(record),
  }));

/** What an interface says of its MAC address before NetBox 4.2. @internal */
export const macOfInterfaceSchema: z.ZodType<NetBoxMacAddress | undefined> =
  nestedInterface
    .extend({ mac_address: mac.nullish(), ...location })
    .transform(record =>
      record.mac_address
        ? {
            macAddress: record.mac_address,
            ...(record.virtual_machine ? { interfaceId: record.id } : {}),
            assignedTo: interfaceWords(record),
            url: pageOf(record),
          }
        : undefined,
    );

/** @internal */
export const namedSchema = z.object({ id: z.number(), name: z.string() });

/** @internal */
export const customFieldSchema = z.object({
  id: z.number(),
  name: z.string(),
  type: choice,
  object_types: z.array(z.string()),
  /** Absent before NetBox 4.1. */
  unique: z.boolean().optional(),
  filter_logic: choice,
});

/** @internal */
export type CustomFieldRecord = z.infer<typeof customFieldSchema>;
