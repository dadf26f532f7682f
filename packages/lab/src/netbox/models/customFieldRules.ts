import { CustomizableRow } from '../tables';
import { WriteContext } from './fields';
import { recordError } from './refusals';

function typeProblem(type: string, value: unknown): string | undefined {
  if (['text', 'longtext', 'url'].includes(type)) {
    return typeof value === 'string' ? undefined : 'Value must be a string.';
  }
  if (type === 'integer') {
    return Number.isInteger(value) ? undefined : 'Value must be an integer.';
  }
  if (type === 'boolean') {
    return typeof value === 'boolean'
      ? undefined
      : 'Value must be true or false.';
  }
  return undefined;
}

/**
 * Checks a record's custom fields: type, required, and unique against the records that are stored
 * already. Records of the same list are not yet stored when this runs, which is why NetBox lets the
 * same value through twice in one list.
 *
 * @throws RecordError in NetBox's words
 * @internal
 */
export function checkCustomFields(
  candidate: Pick<CustomizableRow, 'custom_fields'>,
  stored: Iterable<CustomizableRow>,
  context: WriteContext,
  id?: number,
): void {
  const fields = context.store
    .table('customFields')
    .all()
    .filter(field => field.object_types.includes(context.objectType));
  for (const field of fields) {
    const value = candidate.custom_fields[field.name] ?? null;
    const refuse = (words: string) =>
      recordError(`Invalid value for custom field '${field.name}': ${words}`);
    if (value === null || value === '') {
      if (field.required) {
        throw refuse('Required field cannot be empty.');
      }
    } else {
      const problem = typeProblem(field.type, value);
      if (problem) {
        throw refuse(problem);
      }
      if (field.unique) {
        for (const other of stored) {
          if (other.id !== id && other.custom_fields[field.name] === value) {
            throw recordError(
              `Custom field '${field.name}' must have a unique value.`,
            );
          }
        }
      }
    }
  }
}
