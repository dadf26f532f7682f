import { MacAddressRow } from '../tables';
import { checkCustomFields } from './customFieldRules';
import {
  choice,
  customFieldValues,
  FieldParser,
  integer,
  optional,
  tags,
  text,
  WriteContext,
} from './fields';
import { hasTag, is } from './filters';
import { WritableModel } from './Model';
import { fieldError, recordError, RecordError } from './refusals';
import {
  customFieldsOf,
  nestedInterface,
  nestedMacAddress,
  tagsOf,
} from './references';

const objectType = 'dcim.macaddress';
const vmInterface = 'virtualization.vminterface';

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
  candidate: Pick<MacAddressRow, 'assigned_object_id'>,
  { store }: WriteContext,
  previous: MacAddressRow,
): void {
  const isPrimary =
    previous.assigned_object_id !== null &&
    store.table('interfaces').get(previous.assigned_object_id)
      ?.primary_mac_address === previous.id;
  if (
    isPrimary &&
    candidate.assigned_object_id !== previous.assigned_object_id
  ) {
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
    id: is('id'),
    mac_address: {
      matches: (row, value) => row.mac_address === parseMac(value),
    },
    vminterface_id: {
      matches: (row, value) =>
        row.assigned_object_type === vmInterface &&
        String(row.assigned_object_id) === value,
    },
    tag: hasTag(),
  },
  fields: {
    mac_address: mac(),
    assigned_object_type: optional(choice([vmInterface])),
    assigned_object_id: optional(integer()),
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
    if (
      candidate.assigned_object_id !== null &&
      !store.table('interfaces').get(candidate.assigned_object_id)
    ) {
      throw new RecordError({
        assigned_object_id: [
          `Related object not found using the provided value: ${candidate.assigned_object_id}.`,
        ],
      });
    }
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
    assigned_object_type: row.assigned_object_type,
    assigned_object_id: row.assigned_object_id,
    assigned_object: nestedInterface(row.assigned_object_id, view),
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
