import { MacAddressRow } from '../tables';
import { checkCustomFields } from './customFieldRules';
import {
  Assignment,
  assignmentFields,
  assignmentFilters,
  checkAssignment,
  isSameAssignment,
  representAssignment,
  vmInterfaceOf,
} from './assignment';
import {
  customFieldValues,
  FieldParser,
  tags,
  text,
  WriteContext,
} from './fields';
import { hasId, hasTag } from './filters';
import { WritableModel } from './Model';
import { customFieldsOf, nestedMacAddress, tagsOf } from './references';
import { fieldError, recordError } from './refusals';

const objectType = 'dcim.macaddress';

/**
 * A MAC address as NetBox keeps it: upper case, with colons; undefined if the text is none.
 *
 * @internal
 */
export function parseMac(value: string): string | undefined {
  const digits = value.replace(/[:.-]/g, '').toUpperCase();
  return /^[0-9A-F]{12}$/.test(digits)
    ? digits.match(/../g)!.join(':')
    : undefined;
}

function mac(): FieldParser<string> {
  return value => {
    const parsed = typeof value === 'string' ? parseMac(value) : undefined;
    if (!parsed) {
      throw fieldError(`Invalid MAC address format: ${String(value)}`);
    }
    return parsed;
  };
}

/** NetBox lets a primary MAC address go only from an interface that has another one, or none. */
function checkPrimary(
  candidate: Assignment,
  { store }: WriteContext,
  previous: MacAddressRow,
): void {
  const isPrimary =
    vmInterfaceOf(previous, store)?.primary_mac_address === previous.id;
  if (isPrimary && !isSameAssignment(candidate, previous)) {
    throw recordError(
      `Cannot ${
        candidate.assigned_object_id === null ? 'unassign' : 'reassign'
      } MAC Address while it is designated as the primary MAC for an object`,
    );
  }
}

/**
 * MAC addresses, which are records of their own from NetBox 4.2 on. None is unique.
 *
 * @internal
 */
export const macAddressModel: WritableModel<'macAddresses'> = {
  table: 'macAddresses',
  objectType,
  words: 'MACAddress',
  path: 'dcim/mac-addresses',
  compare: (a, b) => a.mac_address.localeCompare(b.mac_address) || a.id - b.id,
  filters: {
    id: hasId(),
    mac_address: {
      matches: (row, value) => row.mac_address === parseMac(value),
    },
    ...assignmentFilters(),
    tag: hasTag(),
  },
  fields: {
    mac_address: mac(),
    ...assignmentFields,
    description: text(),
    comments: text({ max: Infinity }),
    tags: tags(),
    custom_fields: customFieldValues(),
  },
  required: ['mac_address'],
  defaults: () => ({
    mac_address: '',
    assigned_object_type: null,
    assigned_object_id: null,
    description: '',
    comments: '',
    tags: [],
    custom_fields: {},
  }),
  check(candidate, context, previous) {
    const { store } = context;
    checkAssignment(candidate, store);
    if (previous) {
      checkPrimary(candidate, context, previous);
    }
    checkCustomFields(
      candidate,
      store.table('macAddresses').all(),
      context,
      previous?.id,
    );
  },
  remove: (store, id) => store.deleteMacAddress(id),
  represent: (row, view) => ({
    id: row.id,
    url: view.url(`/api/dcim/mac-addresses/${row.id}/`),
    display_url: view.url(`/dcim/mac-addresses/${row.id}/`),
    display: row.mac_address,
    mac_address: row.mac_address,
    ...representAssignment(row, view),
    description: row.description,
    owner: null,
    comments: row.comments,
    tags: tagsOf(row, view),
    custom_fields: customFieldsOf(row, objectType, view),
    created: row.created,
    last_updated: row.last_updated,
  }),
  representBrief: (row, view) => nestedMacAddress(row.id, view)!,
};
