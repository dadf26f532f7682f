import { isInRange } from '../availableAddresses';
import { compareIp, storedIp } from '../ipAddress';
import { NetBoxStore } from '../NetBoxStore';
import { AddressRow } from '../tables';
import {
  assignmentFields,
  assignmentFilters,
  checkAssignment,
  isSameAssignment,
  representAssignment,
} from './assignment';
import { checkCustomFields } from './customFieldRules';
import { recordError, RecordError } from './refusals';
import {
  choice,
  customFieldValues,
  ip,
  optional,
  reference,
  tags,
  text,
  WriteContext,
} from './fields';
import {
  hasId,
  hasTag,
  includesText,
  is,
  isAddress,
  isIgnoringCase,
  isOneOf,
  liesIn,
  refersBy,
  refersTo,
} from './filters';
import { rangeDisplay } from './ranges';
import { label, Representation, ViewContext, WritableModel } from './Model';
import { customFieldsOf, nestedVrf, tagsOf } from './references';

const objectType = 'ipam.ipaddress';
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

/** In a range that is marked as populated nothing is added. */
function checkRanges(
  candidate: Pick<AddressRow, 'address' | 'vrf'>,
  store: NetBoxStore,
): void {
  const range = store
    .table('ranges')
    .all()
    .find(
      row =>
        row.mark_populated &&
        row.vrf === candidate.vrf &&
        isInRange(row, storedIp(candidate.address)),
    );
  if (range) {
    throw new RecordError({
      address: [
        `Cannot create IP address ${
          candidate.address
        } inside range ${rangeDisplay(range)}.`,
      ],
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
    id: hasId(),
    address: isAddress('address'),
    parent: liesIn('address', true),
    vrf_id: refersTo('vrf', 'vrfs', true),
    vrf: refersBy('vrf', 'vrfs', 'rd'),
    status: isOneOf('status', statuses),
    role: isOneOf('role', roles),
    dns_name: is('dns_name'),
    dns_name__ie: isIgnoringCase('dns_name'),
    dns_name__ic: includesText('dns_name'),
    description: is('description'),
    description__ic: includesText('description'),
    tag: hasTag(),
    ...assignmentFilters(),
  },
  fields: {
    address: ip(),
    vrf: optional(reference('vrfs', 'ipam.vrf')),
    status: choice(statuses),
    role: optional(choice(roles)),
    ...assignmentFields,
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
    if (!previous) {
      checkRanges(candidate, store);
    }
    checkAssignment(candidate, store);
    if (
      previous &&
      !isSameAssignment(candidate, previous) &&
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
    ...representAssignment(row, view),
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
