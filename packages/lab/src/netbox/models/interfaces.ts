import { InterfaceRow } from '../tables';
import { vmInterfaceOf } from './assignment';
import { checkCustomFields } from './customFieldRules';
import { recordError, RecordError } from './refusals';
import {
  boolean,
  customFieldValues,
  integer,
  optional,
  reference,
  tags,
  text,
  WriteContext,
} from './fields';
import { hasId, hasTag, is, refersBy, refersTo } from './filters';
import { parseMac } from './macAddresses';
import { WritableModel } from './Model';
import {
  customFieldsOf,
  nestedInterface,
  nestedMacAddress,
  nestedVirtualMachine,
  tagsOf,
} from './references';

const objectType = 'virtualization.vminterface';

/** NetBox orders interfaces so that capitals come first. */
function byCodePoint(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  return a < b ? -1 : 1;
}

/** NetBox takes a MAC address that is on this interface, or on none. */
function checkPrimaryMac(
  candidate: Pick<InterfaceRow, 'primary_mac_address'>,
  { store }: WriteContext,
  id: number | undefined,
): void {
  const { primary_mac_address: chosen } = candidate;
  const mac =
    chosen === null ? undefined : store.table('macAddresses').get(chosen);
  if (mac?.assigned_object_id && mac.assigned_object_id !== id) {
    throw new RecordError({
      primary_mac_address: [
        `MAC address ${mac.mac_address} is assigned to a different interface (${
          store.table('interfaces').get(mac.assigned_object_id)?.name
        }).`,
      ],
    });
  }
}

/**
 * Interfaces of virtual machines.
 *
 * @internal
 */
export const interfaceModel: WritableModel<'interfaces'> = {
  table: 'interfaces',
  objectType,
  words: 'VMInterface',
  path: 'virtualization/interfaces',
  compare: (a, b) =>
    a.virtual_machine - b.virtual_machine ||
    byCodePoint(a.name, b.name) ||
    a.id - b.id,
  filters: {
    id: hasId(),
    name: is('name'),
    virtual_machine_id: refersTo('virtual_machine', 'virtualMachines'),
    virtual_machine: refersBy('virtual_machine', 'virtualMachines', 'name'),
    mac_address: {
      matches: (row, value, store) =>
        store
          .table('macAddresses')
          .all()
          .some(
            mac =>
              vmInterfaceOf(mac, store)?.id === row.id &&
              mac.mac_address === parseMac(value),
          ),
    },
    tag: hasTag(),
  },
  fields: {
    virtual_machine: reference(
      'virtualMachines',
      'virtualization.virtualmachine',
    ),
    name: text({ max: 64, blank: false }),
    enabled: boolean(),
    mtu: optional(integer()),
    primary_mac_address: optional(reference('macAddresses', 'dcim.macaddress')),
    description: text(),
    tags: tags(),
    custom_fields: customFieldValues(),
  },
  required: ['virtual_machine', 'name'],
  defaults: () => ({
    virtual_machine: 0,
    name: '',
    enabled: true,
    mtu: null,
    primary_mac_address: null,
    description: '',
    tags: [],
    custom_fields: {},
  }),
  check(candidate, context, previous) {
    const interfaces = context.store.table('interfaces').all();
    const twin = interfaces.find(
      row =>
        row.id !== previous?.id &&
        row.virtual_machine === candidate.virtual_machine &&
        row.name === candidate.name,
    );
    if (twin) {
      throw recordError(
        'Interface with this Virtual machine and Name already exists.',
      );
    }
    checkPrimaryMac(candidate, context, previous?.id);
    checkCustomFields(candidate, interfaces, context, previous?.id);
  },
  constraint(candidate, store) {
    const twin = store
      .table('interfaces')
      .all()
      .some(
        row =>
          row.virtual_machine === candidate.virtual_machine &&
          row.name === candidate.name,
      );
    return twin
      ? {
          name: 'virtualization_vminterface_unique_virtual_machine_name',
          key: `(virtual_machine_id, name)=(${candidate.virtual_machine}, ${candidate.name})`,
        }
      : undefined;
  },
  remove: (store, id) => store.deleteInterface(id),
  represent: (row, view) => ({
    id: row.id,
    url: view.url(`/api/virtualization/interfaces/${row.id}/`),
    display_url: view.url(`/virtualization/interfaces/${row.id}/`),
    display: row.name,
    virtual_machine: nestedVirtualMachine(row.virtual_machine, view),
    name: row.name,
    enabled: row.enabled,
    parent: null,
    bridge: null,
    mtu: row.mtu,
    mac_address:
      nestedMacAddress(row.primary_mac_address, view)?.mac_address ?? null,
    primary_mac_address: nestedMacAddress(row.primary_mac_address, view),
    mac_addresses: view.store
      .table('macAddresses')
      .all()
      .filter(mac => vmInterfaceOf(mac, view.store)?.id === row.id)
      .sort((a, b) => a.mac_address.localeCompare(b.mac_address) || a.id - b.id)
      .map(mac => nestedMacAddress(mac.id, view)),
    description: row.description,
    mode: null,
    untagged_vlan: null,
    tagged_vlans: [],
    qinq_svlan: null,
    vlan_translation_policy: null,
    vrf: null,
    l2vpn_termination: null,
    owner: null,
    tags: tagsOf(row, view),
    custom_fields: customFieldsOf(row, objectType, view),
    created: row.created,
    last_updated: row.last_updated,
    count_ipaddresses: view.store
      .table('addresses')
      .all()
      .filter(address => vmInterfaceOf(address, view.store)?.id === row.id)
      .length,
    count_fhrp_groups: 0,
  }),
  representBrief: (row, view) => nestedInterface(row.id, view)!,
};
