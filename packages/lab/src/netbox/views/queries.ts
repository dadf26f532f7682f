import { mayWith } from '../accounts';
import { Filter } from '../models/filters';
import { ReadableModel, Representation } from '../models/Model';
import { invalid } from '../NetBoxProblem';
import { NetBoxStore } from '../NetBoxStore';
import { CustomizableRow, NetBoxRows, TableName } from '../tables';
import { NetBoxRequest } from './NetBoxRequest';

const defaultPageSize = 50;
const maxPageSize = 1000;

/**
 * A filter by custom field. One that does not exist on this kind of record is ignored, and then
 * everything matches: this is how NetBox is.
 */
function customFieldMatches(
  row: unknown,
  name: string,
  values: string[],
  model: ReadableModel<TableName>,
  request: NetBoxRequest,
): boolean {
  const field = request.store
    .table('customFields')
    .all()
    .find(
      candidate =>
        candidate.name === name &&
        candidate.object_types.includes(model.objectType) &&
        candidate.filter_logic !== 'disabled',
    );
  if (!field) {
    return true;
  }
  const stored = (row as CustomizableRow).custom_fields[name] ?? null;
  return values.some(value => {
    if (value === 'null') {
      return stored === null;
    }
    return field.filter_logic === 'exact' || typeof stored !== 'string'
      ? String(stored ?? '') === value
      : stored.toLowerCase().includes(value.toLowerCase());
  });
}

/** What NetBox says of values that a filter does not take, if it has some. */
function filterProblem<T>(
  filter: Filter<T> | undefined,
  values: string[],
  store: NetBoxStore,
): string | undefined {
  const choices = filter?.choices?.(store);
  const wrong = values.find(value => choices && !choices.includes(value));
  if (wrong === '') {
    return '“” is not a valid value.';
  }
  if (wrong !== undefined) {
    return `Select a valid choice. ${wrong} is not one of the available choices.`;
  }
  return filter?.isNumber && values.some(value => !/^\d*$/.test(value.trim()))
    ? 'Enter a whole number.'
    : undefined;
}

/**
 * The records that a list call asks for and that its caller may see, in NetBox's order. Parameters
 * that are no filter are ignored, and so are empty ones; white space around a value is cut off.
 *
 * @throws NetBoxProblem 400 for a value that is none of a filter's choices
 * @internal
 */
export function queryRecords<N extends TableName>(
  model: ReadableModel<N>,
  request: NetBoxRequest,
): NetBoxRows[N][] {
  const { store, query, login } = request;
  const names = [...new Set(query.keys())];
  for (const name of names) {
    const problem = filterProblem(
      model.filters[name],
      query.getAll(name),
      store,
    );
    if (problem) {
      throw invalid({ [name]: [problem] });
    }
  }
  const matches = (row: NetBoxRows[N]) =>
    names.every(name => {
      const values = query
        .getAll(name)
        .map(value => value.trim())
        .filter(value => value !== '');
      if (values.length === 0) {
        return true;
      }
      const filter = model.filters[name];
      if (filter) {
        return values.some(value => filter.matches(row, value, store));
      }
      return (
        !name.startsWith('cf_') ||
        customFieldMatches(
          row,
          name.slice('cf_'.length),
          values,
          model as unknown as ReadableModel<TableName>,
          request,
        )
      );
    });
  return store
    .table(model.table)
    .all()
    .filter(
      row =>
        mayWith(login.account, model.objectType, 'view', row) && matches(row),
    )
    .sort((a, b) => model.compare(a, b));
}

function wholeNumber(text: string | null): number | undefined {
  return text !== null && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** @internal */
export function pageLimit(query: URLSearchParams): number {
  const asked = wholeNumber(query.get('limit')) ?? defaultPageSize;
  return asked === 0 ? maxPageSize : Math.min(asked, maxPageSize);
}

/** Django's order and encoding of a changed query. */
function pageUrl(request: NetBoxRequest, offset: number, limit: number) {
  const query = new URLSearchParams(request.query);
  query.set('limit', String(limit));
  if (offset > 0) {
    query.set('offset', String(offset));
  } else {
    query.delete('offset');
  }
  query.sort();
  return request.url(`${request.path}?${query}`);
}

/** @internal */
export function page<T>(
  rows: T[],
  request: NetBoxRequest,
  represent: (row: T) => Representation,
): Representation {
  const limit = pageLimit(request.query);
  const offset = wholeNumber(request.query.get('offset')) ?? 0;
  return {
    count: rows.length,
    next:
      offset + limit < rows.length
        ? pageUrl(request, offset + limit, limit)
        : null,
    previous:
      offset > 0 ? pageUrl(request, Math.max(0, offset - limit), limit) : null,
    results: rows.slice(offset, offset + limit).map(represent),
  };
}

/**
 * The representation that a call asks for by `brief`, `fields` and `omit`.
 *
 * @internal
 */
export function representAsAsked<N extends TableName>(
  model: ReadableModel<N>,
  row: NetBoxRows[N],
  request: NetBoxRequest,
): Representation {
  const { query } = request;
  if (['true', '1'].includes(query.get('brief') ?? '')) {
    return model.representBrief(row, request);
  }
  const fields = query.get('fields')?.split(',');
  const omitted = query.get('omit')?.split(',') ?? [];
  return Object.fromEntries(
    Object.entries(model.represent(row, request)).filter(
      ([name]) => (fields?.includes(name) ?? true) && !omitted.includes(name),
    ),
  );
}
