/**
 * What every record has.
 *
 * @internal
 */
export interface Row {
  id: number;
  /** ISO 8601 with microseconds. */
  created: string;
  /** ISO 8601 with microseconds; the ETag is made of it. */
  last_updated: string;
}

/** @internal */
export interface CustomizableRow extends Row {
  tags: number[];
  custom_fields: Record<string, unknown>;
}

/** @internal */
export interface SiteRow extends Row {
  name: string;
  slug: string;
  description: string;
}

/** @internal */
export interface ClusterRow extends Row {
  name: string;
  site: number | null;
  description: string;
}

/** @internal */
export interface VrfRow extends Row {
  name: string;
  rd: string | null;
  description: string;
}

/** @internal */
export interface RangeRow extends CustomizableRow {
  start_address: string;
  end_address: string;
  vrf: number | null;
  status: string;
  mark_populated: boolean;
  mark_utilized: boolean;
  description: string;
}

/** An interface of a device, e.g. a router. @internal */
export interface DeviceInterfaceRow extends Row {
  /** Name of the device. */
  device: string;
  name: string;
  description: string;
}

/** @internal */
export interface VirtualDiskRow extends CustomizableRow {
  virtual_machine: number;
  name: string;
  /** In MB. */
  size: number;
  description: string;
}

/** @internal */
export interface TagRow extends Row {
  name: string;
  slug: string;
  color: string;
  description: string;
}

/** @internal */
export interface CustomFieldRow extends Row {
  name: string;
  label: string;
  type: string;
  object_types: string[];
  description: string;
  required: boolean;
  unique: boolean;
  filter_logic: string;
}

/** @internal */
export interface PrefixRow extends CustomizableRow {
  prefix: string;
  vrf: number | null;
  site: number | null;
  status: string;
  is_pool: boolean;
  mark_utilized: boolean;
  description: string;
}

/** @internal */
export interface AddressRow extends CustomizableRow {
  address: string;
  vrf: number | null;
  status: string;
  role: string | null;
  assigned_object_type: string | null;
  assigned_object_id: number | null;
  dns_name: string;
  description: string;
  comments: string;
}

/** @internal */
export interface VirtualMachineRow extends CustomizableRow {
  name: string;
  status: string;
  site: number | null;
  cluster: number | null;
  primary_ip4: number | null;
  primary_ip6: number | null;
  vcpus: number | null;
  memory: number | null;
  disk: number | null;
  description: string;
  serial: string;
  comments: string;
}

/** @internal */
export interface InterfaceRow extends CustomizableRow {
  virtual_machine: number;
  name: string;
  enabled: boolean;
  mtu: number | null;
  primary_mac_address: number | null;
  description: string;
}

/** @internal */
export interface MacAddressRow extends CustomizableRow {
  mac_address: string;
  assigned_object_type: string | null;
  assigned_object_id: number | null;
  description: string;
  comments: string;
}

/** @internal */
export interface ChangeRow extends Row {
  user_name: string;
  request_id: string;
  action: 'create' | 'update' | 'delete';
  changed_object_type: string;
  changed_object_id: number;
  message: string;
}

/**
 * All records by table.
 *
 * @internal
 */
export interface NetBoxRows {
  sites: SiteRow;
  clusters: ClusterRow;
  vrfs: VrfRow;
  tags: TagRow;
  customFields: CustomFieldRow;
  prefixes: PrefixRow;
  addresses: AddressRow;
  virtualMachines: VirtualMachineRow;
  interfaces: InterfaceRow;
  macAddresses: MacAddressRow;
  ranges: RangeRow;
  virtualDisks: VirtualDiskRow;
  deviceInterfaces: DeviceInterfaceRow;
  changes: ChangeRow;
}

/** @internal */
export type TableName = keyof NetBoxRows;

/** Tables of records that have tags and custom fields. @internal */
export const customizableTables = [
  'prefixes',
  'ranges',
  'addresses',
  'virtualMachines',
  'virtualDisks',
  'interfaces',
  'macAddresses',
] as const;

/** @internal */
export const tableNames: TableName[] = [
  'sites',
  'clusters',
  'vrfs',
  'tags',
  'customFields',
  'prefixes',
  'addresses',
  'virtualMachines',
  'interfaces',
  'macAddresses',
  'ranges',
  'virtualDisks',
  'deviceInterfaces',
  'changes',
];
