import { may, NetBoxAccount } from '../accounts';
import { NetBoxStore } from '../NetBoxStore';
import { formatIp, parseIp } from '../ipAddress';
import { Row, TableName } from '../tables';
import { objectTypes } from './objectTypes';
import { FieldError, fieldError } from './refusals';

/** @internal */
export interface WriteContext {
  store: NetBoxStore;
  account: NetBoxAccount;
  objectType: string;
}

/** @internal */
export type FieldParser<T> = (value: unknown, context: WriteContext) => T;

/** @internal */
export type FieldParsers<T> = { [K in keyof T]?: FieldParser<T[K]> };

/** @internal */
export function optional<T>(parser: FieldParser<T>): FieldParser<T | null> {
  return (value, context) =>
    value === null || value === '' ? null : parser(value, context);
}

/** @internal */
export function text(
  options: {
    max?: number;
    blank?: boolean;
    pattern?: RegExp;
    words?: string;
    lowerCase?: boolean;
  } = {},
): FieldParser<string> {
  const { max = 200, blank = true, pattern, words, lowerCase } = options;
  return value => {
    if (value === null || value === undefined) {
      throw fieldError('This field may not be null.');
    }
    if (typeof value !== 'string' && typeof value !== 'number') {
      throw fieldError('Not a valid string.');
    }
    const trimmed = String(value).trim();
    if (!trimmed) {
      if (blank) {
        return '';
      }
      throw fieldError('This field may not be blank.');
    }
    if (trimmed.length > max) {
      throw fieldError(`Ensure this field has no more than ${max} characters.`);
    }
    if (pattern && !pattern.test(trimmed)) {
      throw fieldError(words ?? 'Enter a valid value.');
    }
    return lowerCase ? trimmed.toLowerCase() : trimmed;
  };
}

/** @internal */
export function boolean(): FieldParser<boolean> {
  return value => {
    if (typeof value !== 'boolean') {
      throw fieldError('Must be a valid boolean.');
    }
    return value;
  };
}

/** What PostgreSQL keeps as a positive integer. */
const MAX_INTEGER = 2_147_483_647;

/** A whole number from 0. @internal */
export function integer(): FieldParser<number> {
  return value => {
    const number = typeof value === 'string' ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isInteger(number)) {
      throw fieldError('A valid integer is required.');
    }
    if (number < 0) {
      throw fieldError('Ensure this value is greater than or equal to 0.');
    }
    if (number > MAX_INTEGER) {
      throw fieldError(
        `Ensure this value is less than or equal to ${MAX_INTEGER}.`,
      );
    }
    return number;
  };
}

/** A number of virtual CPUs: from 0.01, with two decimal places. @internal */
export function cpuCount(): FieldParser<number> {
  return value => {
    const number = typeof value === 'string' ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isFinite(number)) {
      throw fieldError('A valid number is required.');
    }
    if (!/^-?\d+(\.\d{1,2})?$/.test(String(number))) {
      throw fieldError('Ensure that there are no more than 2 decimal places.');
    }
    if (number < 0.01) {
      throw fieldError(
        'Ensure this value is greater than or equal to 0.01000000000000000020816681711721685132943093776702880859375.',
      );
    }
    return number;
  };
}

/** @internal */
export function choice(choices: readonly string[]): FieldParser<string> {
  return value => {
    if (typeof value !== 'string' || !choices.includes(value)) {
      throw fieldError(`${String(value)} is not a valid choice.`);
    }
    return value;
  };
}

/** A kind of record that another one can be assigned to. @internal */
export function assignable(types: readonly string[]): FieldParser<string> {
  return value => {
    if (!types.includes(String(value))) {
      throw fieldError(`Invalid content type: ${String(value)}`);
    }
    return String(value);
  };
}

/** @internal */
export function objectTypeList(): FieldParser<string[]> {
  return value => {
    if (!Array.isArray(value)) {
      throw fieldError('Expected a list of items but got type "str".');
    }
    const unknown = value.find(
      type => !objectTypes.includes(type as (typeof objectTypes)[number]),
    );
    if (unknown !== undefined) {
      throw fieldError(`Invalid content type: ${String(unknown)}`);
    }
    return value.map(String);
  };
}

/** @internal */
export function ip(): FieldParser<string> {
  return value => {
    const parsed = typeof value === 'string' ? parseIp(value) : undefined;
    if (!parsed) {
      throw fieldError(`Invalid IP address format: ${String(value)}`);
    }
    return formatIp(parsed);
  };
}

function pythonDictionary(value: object): string {
  const entries = Object.entries(value).map(
    ([name, item]) =>
      `'${name}': ${typeof item === 'string' ? `'${item}'` : String(item)}`,
  );
  return `{${entries.join(', ')}}`;
}

/** Finds what is referred to by number or attributes; the words are those of NetBox. */
function related(
  value: unknown,
  table: TableName,
  objectType: string,
  context: WriteContext,
): number {
  const rows: Row[] = context.store.table(table).all();
  if (typeof value === 'number') {
    if (!rows.some(row => row.id === value)) {
      throw new Error(
        `Related object not found using the provided numeric ID: ${value}`,
      );
    }
    return value;
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    const found = may(context.account, objectType, 'view')
      ? rows.find(row =>
          Object.entries(value).every(
            ([name, wanted]) =>
              (row as Row & Record<string, unknown>)[name] === wanted,
          ),
        )
      : undefined;
    if (!found) {
      throw new Error(
        `Related object not found using the provided attributes: ${pythonDictionary(
          value,
        )}`,
      );
    }
    return found.id;
  }
  throw new Error(
    `Related objects must be referenced by numeric ID or by dictionary of attributes. Received an unrecognized value: ${String(
      value,
    )}`,
  );
}

function inFieldWords<T>(find: () => T): T {
  try {
    return find();
  } catch (error) {
    throw fieldError((error as Error).message);
  }
}

/** @internal */
export function reference(
  table: TableName,
  objectType: string,
): FieldParser<number> {
  return (value, context) =>
    inFieldWords(() => related(value, table, objectType, context));
}

/** @internal */
export function tags(): FieldParser<number[]> {
  return (value, context) => {
    if (!Array.isArray(value)) {
      throw fieldError('Expected a list of items but got type "str".');
    }
    return inFieldWords(() => [
      ...new Set(
        value.map(item => related(item, 'tags', 'extras.tag', context)),
      ),
    ]);
  };
}

/** @internal */
export function customFieldValues(): FieldParser<Record<string, unknown>> {
  return (value, context) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw fieldError('Must be a dictionary of custom field values.');
    }
    const known = context.store
      .table('customFields')
      .all()
      .filter(field => field.object_types.includes(context.objectType))
      .map(field => field.name);
    for (const name of Object.keys(value)) {
      if (!known.includes(name)) {
        throw new FieldError({
          [name]: `Custom field '${name}' does not exist for this object type.`,
        });
      }
    }
    return { ...value };
  };
}
