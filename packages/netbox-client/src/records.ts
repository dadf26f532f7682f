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
  primaryAddressIds: number[];
  description: string;
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
      assigned_object_type: z.string().nullish(),
      assigned_object_id: z.number().nullish(),
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
        ...(record.assigned_object_type === 'virtualization.vminterface' &&
        record.assigned_object_id
          ? { interfaceId: record.assigned_object_id }
          : {}),
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
    description: z.string().nullish(),
    ...location,
  })
  .transform(record => ({
    id: record.id,
    prefix: record.prefix,
    ...(record.vrf ? { vrf: record.vrf } : {}),
    status: record.status,
    description: record.description ?? '',
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
    primaryAddressIds: [record.primary_ip4, record.primary_ip6].flatMap(ip =>
      ip ? [ip.id] : [],
    ),
    description: record.description ?? '',
    url: pageOf(record),
  }));

/** @internal */
export const interfaceSchema = z.object({ id: z.number(), name: z.string() });

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
