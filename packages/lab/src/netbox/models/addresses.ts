import { compareIp, storedIp } from '../ipAddress';
import { NetBoxStore } from '../NetBoxStore';
import { AddressRow } from '../tables';
import { checkCustomFields } from './customFieldRules';
import { recordError, RecordError } from './refusals';
import {
  choice,
  customFieldValues,
  integer,
  ip,
  optional,
  reference,
  tags,
  text,
  WriteContext,
} from './fields';
import {
  hasTag,
  includesText,
  is,
  isAddress,
  isIgnoringCase,
  isOneOf,
  liesIn,
  refersTo,
} from './filters';
import { label, Representation, ViewContext, WritableModel } from './Model';
import {
  customFieldsOf,
  nestedInterface,
  nestedVrf,
  tagsOf,
} from './references';

const objectType = 'ipam.ipaddress';
const vmInterface = 'virtualization.vminterface';
const statuses = ['active', 'reserved', 'deprecated', 'dhcp', 'slaac'];
const labels: Record<string, string> = { dhcp: 'DHCP', slaac: 'SLAAC' };
const roles = ['loopback', 'secondary', 'anycast', 'vip', 'vrrp', 'hsrp'];

function isPrimary(store: NetBoxStore, id: number): boolean {
  return store
    .table('virtualMachines')
    .all()
    .some(machine => machine.primary_ip4 === id || machine.primary_ip6 === id);
}

function family(row: AddressRow): Representation {
  const value = storedIp(row.address).family;
  return { value, label: `IPv${value}` };
}

/** NetBox compares the host alone, whatever the masks are. */
function checkDuplicate(
  candidate: Pick<AddressRow, 'address' | 'vrf'>,
  context: WriteContext,
  id?: number,
): void {
  const asked = storedIp(candidate.address);
  const twin = context.store
    .table('addresses')
    .all()
    .find(row => {
      const stored = storedIp(row.address);
      return (
        row.id !== id &&
        row.vrf === candidate.vrf &&
        stored.family === asked.family &&
        stored.host === asked.host
      );
    });
  if (twin) {
    const where =
      candidate.vrf === null
        ? 'global table'
        : `VRF ${context.store.table('vrfs').get(candidate.vrf)?.name}`;
    throw new RecordError({
      address: [`Duplicate IP address found in ${where}: ${twin.address}`],
    });
  }
}

/**
 * IP addresses.
 *
 * @internal
 */
export const addressModel: WritableModel<'addresses'> = {
  table: 'addresses',
  objectType,
  words: 'IPAddress',
  path: 'ipam/ip-addresses',
  locked: true,
  compare: (a, b) =>
    compareIp(storedIp(a.address), storedIp(b.address)) || a.id - b.id,
  filters: {
    id: is('id'),
    address: isAddress('address'),
    parent: liesIn('address', true),
    vrf_id: refersTo('vrf', 'vrfs', true),
    status: isOneOf('status', statuses),
    role: isOneOf('role', roles),
    dns_name: is('dns_name'),
    dns_name__ie: isIgnoringCase('dns_name'),
    dns_name__ic: includesText('dns_name'),
    description: is('description'),
    description__ic: includesText('description'),
    tag: hasTag(),
    vminterface_id: {
      ...refersTo('assigned_object_id', 'interfaces'),
      matches: (row, value) =>
        row.assigned_object_type === vmInterface &&
        String(row.assigned_object_id) === value,
    },
    virtual_machine_id: {
      matches: (row, value, store) =>
        row.assigned_object_type === vmInterface &&
        row.assigned_object_id !== null &&
        String(
          store.table('interfaces').get(row.assigned_object_id)
            ?.virtual_machine,
        ) === value,
    },
  },
  fields: {
    address: ip(),
    vrf: optional(reference('vrfs', 'ipam.vrf')),
    status: choice(statuses),
    role: optional(choice(roles)),
    assigned_object_type: optional(choice([vmInterface])),
    assigned_object_id: optional(integer()),
    dns_name: text({
      max: 255,
      pattern: /^([0-9A-Za-z_-]+|\*)(\.[0-9A-Za-z_-]+)*\.?$/,
      words:
        'Only alphanumeric characters, asterisks, hyphens, periods, and underscores are allowed in DNS names',
      lowerCase: true,
    }),
    description: text(),
    comments: text({ max: Infinity }),
    tags: tags(),
    custom_fields: customFieldValues(),
  },
  required: ['address'],
  defaults: () => ({
    address: '',
    vrf: null,
    status: 'active',
    role: null,
    assigned_object_type: null,
    assigned_object_id: null,
    dns_name: '',
    description: '',
    comments: '',
    tags: [],
    custom_fields: {},
  }),
  check(candidate, context, previous) {
    const { store } = context;
    checkDuplicate(candidate, context, previous?.id);
    if (
      candidate.assigned_object_id !== null &&
      !store.table('interfaces').get(candidate.assigned_object_id)
    ) {
      throw new RecordError({
        assigned_object_id: [
          `Related object not found using the provided numeric ID: ${candidate.assigned_object_id}`,
        ],
      });
    }
    if (
      previous &&
      previous.assigned_object_id !== candidate.assigned_object_id &&
      isPrimary(store, previous.id)
    ) {
      throw recordError(
        'Cannot reassign IP address while it is designated as the primary IP for the parent object',
      );
    }
    checkCustomFields(
      candidate,
      store.table('addresses').all(),
      context,
      previous?.id,
    );
  },
  remove: (store, id) => store.deleteAddress(id),
  represent: (row, view) => ({
    id: row.id,
    url: view.url(`/api/ipam/ip-addresses/${row.id}/`),
    display_url: view.url(`/ipam/ip-addresses/${row.id}/`),
    display: row.address,
    family: family(row),
    address: row.address,
    vrf: nestedVrf(row.vrf, view),
    tenant: null,
    status: {
      value: row.status,
      label: labels[row.status] ?? label(row.status).label,
    },
    role: row.role === null ? null : label(row.role),
    assigned_object_type: row.assigned_object_type,
    assigned_object_id: row.assigned_object_id,
    assigned_object: nestedInterface(row.assigned_object_id, view),
    nat_inside: null,
    nat_outside: [],
    dns_name: row.dns_name,
    description: row.description,
    owner: null,
    comments: row.comments,
    tags: tagsOf(row, view),
    custom_fields: customFieldsOf(row, objectType, view),
    created: row.created,
    last_updated: row.last_updated,
  }),
  representBrief: (row, view) => ({
    id: row.id,
    url: view.url(`/api/ipam/ip-addresses/${row.id}/`),
    display: row.address,
    family: family(row),
    address: row.address,
    description: row.description,
  }),
};

/**
 * How a virtual machine shows its primary address.
 *
 * @internal
 */
export function nestedPrimaryAddress(
  id: number | null,
  view: ViewContext,
): Representation | null {
  const row = id === null ? undefined : view.store.table('addresses').get(id);
  return row
    ? {
        id: row.id,
        url: view.url(`/api/ipam/ip-addresses/${row.id}/`),
        display: row.address,
        family: family(row),
        address: row.address,
        nat_inside: null,
        nat_outside: [],
        dns_name: row.dns_name,
        description: row.description,
      }
    : null;
}
