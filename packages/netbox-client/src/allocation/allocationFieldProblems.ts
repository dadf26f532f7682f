import { CustomFieldRecord } from '../records';

/**
 * What can be wrong with the custom field that holds the keys of allocations.
 *
 * @internal
 */
export type AllocationFieldCheck = 'exists' | 'unique' | 'exact' | 'addresses';

/** What the custom field belongs to. @internal */
export const addressType = 'ipam.ipaddress';

/**
 * What is wrong with the custom field, in words by check; nothing if all is well. A filter on a
 * field that is missing matches every address, one that is not exact matches parts of keys, and a
 * field that is not unique gives one key two addresses.
 *
 * @internal
 */
export function allocationFieldProblems(
  name: string,
  field: CustomFieldRecord | undefined,
): Map<AllocationFieldCheck, string> {
  const problems = new Map<AllocationFieldCheck, string>();
  if (!field) {
    problems.set('exists', `The custom field "${name}" does not exist`);
    return problems;
  }
  if (field.type !== 'text') {
    problems.set(
      'exists',
      `The custom field "${name}" is of type ${field.type} and not text`,
    );
  }
  if (!field.unique) {
    problems.set('unique', `The custom field "${name}" is not unique`);
  }
  if (field.filter_logic !== 'exact') {
    problems.set(
      'exact',
      `The custom field "${name}" is filtered with "${field.filter_logic}" and not "exact"`,
    );
  }
  if (!field.object_types.includes(addressType)) {
    problems.set(
      'addresses',
      `The custom field "${name}" is not one of IP addresses`,
    );
  }
  return problems;
}

/**
 * What to do about a custom field that is not right.
 *
 * @internal
 */
export function allocationFieldRemedy(
  name: string,
  field: CustomFieldRecord | undefined,
): string {
  return field && field.type !== 'text'
    ? `NetBox cannot change the type of a custom field. Configure another name than "${name}" as netbox.allocation.customField, and run the set-up command of @backlot/netbox-client for it.`
    : 'Run the set-up command of @backlot/netbox-client with the token of an administrator.';
}
