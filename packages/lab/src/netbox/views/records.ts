import { WriteContext } from '../models/fields';
import { WritableModel } from '../models/Model';
import { FieldError, RecordError } from '../models/refusals';
import { NewRow } from '../Table';
import { NetBoxRows, TableName } from '../tables';
import { NetBoxRequest } from './NetBoxRequest';

/** @internal */
export function writeContext(
  request: NetBoxRequest,
  objectType: string,
): WriteContext {
  return { store: request.store, account: request.login.account, objectType };
}

/** The name of a type in Python. */
function pythonType(value: unknown): string {
  switch (typeof value) {
    case 'number':
      return Number.isInteger(value) ? 'int' : 'float';
    case 'boolean':
      return 'bool';
    case 'string':
      return 'str';
    default:
      return value === null ? 'NoneType' : 'list';
  }
}

/**
 * What must be an object.
 *
 * @throws RecordError
 * @internal
 */
export function bodyObject(body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new RecordError({
      non_field_errors: [
        `Invalid data. Expected a dictionary, but got ${pythonType(body)}.`,
      ],
    });
  }
  return body as Record<string, unknown>;
}

/**
 * Reads the fields of a record from a body; what is not a field is ignored.
 *
 * @throws RecordError with the words for every refused field
 * @internal
 */
export function parseRecord<N extends TableName>(
  model: WritableModel<N>,
  body: unknown,
  context: WriteContext,
  required: string[],
): Partial<NewRow<NetBoxRows[N]>> {
  const given = bodyObject(body);
  const values: Partial<NewRow<NetBoxRows[N]>> = {};
  const problems: Record<string, unknown> = {};
  const read = <K extends keyof NewRow<NetBoxRows[N]>>(name: K) => {
    const parser = model.fields[name];
    const field = String(name);
    if (!parser || given[field] === undefined) {
      if (required.includes(field)) {
        problems[field] = ['This field is required.'];
      }
      return;
    }
    try {
      values[name] = parser(given[field], context);
    } catch (error) {
      if (!(error instanceof FieldError)) {
        throw error;
      }
      problems[field] = error.detail;
    }
  };
  (Object.keys(model.fields) as (keyof NewRow<NetBoxRows[N]>)[]).forEach(name =>
    read(name),
  );
  if (Object.keys(problems).length > 0) {
    throw new RecordError(problems);
  }
  return values;
}

/** @internal */
export function changeMessage(body: unknown): string {
  const message = (body as { changelog_message?: unknown } | null)
    ?.changelog_message;
  return typeof message === 'string' ? message : '';
}

/** @internal */
export function logChange(
  request: NetBoxRequest,
  action: 'create' | 'update' | 'delete',
  objectType: string,
  id: number,
  message: string,
): void {
  request.store.logChange({
    user_name: request.login.account.username,
    request_id: request.requestId,
    action,
    changed_object_type: objectType,
    changed_object_id: id,
    message,
  });
}

/**
 * The refusals of one item or of a list, in the form of the answer.
 *
 * @internal
 */
export class RefusedItems extends Error {
  readonly body: unknown;

  constructor(body: unknown) {
    super(JSON.stringify(body));
    this.body = body;
  }
}

/**
 * Does something for one item or for each of a list, and puts the refusals in the form of the
 * answer: an object for one item, a list with an empty object for each good item for a list.
 *
 * @throws RefusedItems
 * @internal
 */
export function forEachItem<T, R>(
  items: T[],
  isList: boolean,
  work: (item: T, index: number) => R,
): R[] {
  const results: R[] = [];
  const problems = items.map((item, index) => {
    try {
      results.push(work(item, index));
      return {};
    } catch (error) {
      if (!(error instanceof RecordError)) {
        throw error;
      }
      return error.detail;
    }
  });
  if (problems.some(problem => Object.keys(problem).length > 0)) {
    throw new RefusedItems(isList ? problems : problems[0]);
  }
  return results;
}
