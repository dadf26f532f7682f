import { NetBoxStore } from '../NetBoxStore';
import { assignable, FieldParser, integer, optional } from './fields';
import { Filter } from './filters';
import { Representation, ViewContext } from './Model';
import { nestedDeviceInterface, nestedInterface } from './references';
import { RecordError } from './refusals';

/**
 * What an address or a MAC address is assigned to.
 *
 * @internal
 */
export interface Assignment {
  assigned_object_type: string | null;
  assigned_object_id: number | null;
}

/** @internal */
const vmInterfaceType = 'virtualization.vminterface';
const deviceInterfaceType = 'dcim.interface';

const tables = {
  [vmInterfaceType]: 'interfaces',
  [deviceInterfaceType]: 'deviceInterfaces',
} as const;

function isKnown(type: string | null): type is keyof typeof tables {
  return type !== null && type in tables;
}

/** @internal */
export const assignmentFields: {
  [K in keyof Assignment]: FieldParser<Assignment[K]>;
} = {
  assigned_object_type: optional(assignable(Object.keys(tables))),
  assigned_object_id: optional(integer()),
};

/**
 * Checks that what a record is assigned to is there.
 *
 * @throws RecordError in NetBox's words
 * @internal
 */
export function checkAssignment(
  { assigned_object_type: type, assigned_object_id: id }: Assignment,
  store: NetBoxStore,
): void {
  if (id === null) {
    return;
  }
  if (!isKnown(type)) {
    throw new RecordError({
      assigned_object_type: ['This field cannot be null.'],
    });
  }
  if (!store.table(tables[type]).get(id)) {
    throw new RecordError({
      assigned_object_id: [
        `Related object not found using the provided value: ${id}.`,
      ],
    });
  }
}

/**
 * The interface of a virtual machine that a record is assigned to.
 *
 * @internal
 */
export function vmInterfaceOf(
  { assigned_object_type: type, assigned_object_id: id }: Assignment,
  store: NetBoxStore,
) {
  return type === vmInterfaceType && id !== null
    ? store.table('interfaces').get(id)
    : undefined;
}

/**
 * Whether two records are assigned to the same, or neither to anything.
 *
 * @internal
 */
export function isSameAssignment(a: Assignment, b: Assignment): boolean {
  return (
    a.assigned_object_type === b.assigned_object_type &&
    a.assigned_object_id === b.assigned_object_id
  );
}

/** @internal */
export function assignmentFilters<T extends Assignment>(): Record<
  string,
  Filter<T>
> {
  return {
    vminterface_id: {
      matches: (row, value, store) =>
        String(vmInterfaceOf(row, store)?.id) === value,
      choices: store =>
        store
          .table('interfaces')
          .all()
          .map(({ id }) => `${id}`),
    },
    virtual_machine_id: {
      isNumber: true,
      matches: (row, value, store) =>
        String(vmInterfaceOf(row, store)?.virtual_machine) === value,
    },
  };
}

/**
 * How a record shows what it is assigned to.
 *
 * @internal
 */
export function representAssignment(
  row: Assignment,
  view: ViewContext,
): Representation {
  const { assigned_object_type: type, assigned_object_id: id } = row;
  return {
    assigned_object_type: type,
    assigned_object_id: id,
    assigned_object:
      type === deviceInterfaceType
        ? nestedDeviceInterface(id, view)
        : nestedInterface(id, view),
  };
}
