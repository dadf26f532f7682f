import { mayWith, NetBoxActionName } from '../accounts';
import { wait } from '../delays';
import {
  BrokenConstraint,
  ReadableModel,
  WritableModel,
} from '../models/Model';
import { NetBoxProblem, notFound } from '../NetBoxProblem';
import { NewRow } from '../Table';
import { NetBoxRows, TableName } from '../tables';
import {
  etag,
  NetBoxAnswer,
  NetBoxRequest,
  readBody,
  View,
} from './NetBoxRequest';
import { page, queryRecords, representAsAsked } from './queries';
import {
  changeMessage,
  forEachItem,
  logChange,
  parseRecord,
  writeContext,
} from './records';

function findRow<N extends TableName>(
  model: ReadableModel<N>,
  request: NetBoxRequest,
  id: number,
  action: NetBoxActionName,
): NetBoxRows[N] {
  if (Number.isNaN(id)) {
    throw new NetBoxProblem(404, { detail: 'Not found.' });
  }
  const row = request.store.table(model.table).get(id);
  if (!row || !mayWith(request.login.account, model.objectType, action, row)) {
    throw notFound(model.words);
  }
  return row;
}

function readHandlers<N extends TableName>(model: ReadableModel<N>) {
  return {
    async list(request: NetBoxRequest): Promise<NetBoxAnswer> {
      await wait(request.delays.read);
      const rows = queryRecords(model, request);
      return {
        status: 200,
        body: page(rows, request, row => representAsAsked(model, row, request)),
      };
    },
    async get(request: NetBoxRequest, id: number): Promise<NetBoxAnswer> {
      await wait(request.delays.read);
      const row = findRow(model, request, id, 'view');
      return {
        status: 200,
        headers: { ETag: etag(row) },
        body: representAsAsked(model, row, request),
      };
    },
  };
}

/**
 * Takes the lock where NetBox takes it, and as long as NetBox does. What is checked before the wait
 * may not hold after it where there is no lock, as with two transactions of a database.
 */
function asWrite<N extends TableName, T>(
  model: WritableModel<N>,
  request: NetBoxRequest,
  steps: { check(): T; write(checked: T): NetBoxAnswer },
): Promise<NetBoxAnswer> {
  const timed = async () => {
    const checked = steps.check();
    await wait(request.delays.write);
    return steps.write(checked);
  };
  return model.locked ? request.lock.run(timed) : timed();
}

/** What the database itself refuses. */
function refuseBrokenConstraint(broken: BrokenConstraint): never {
  throw new NetBoxProblem(500, {
    error: `duplicate key value violates unique constraint "${broken.name}"\nDETAIL:  Key ${broken.key} already exists.\n`,
    exception: 'IntegrityError',
    netbox_version: '4.6.8',
    python_version: '3.12.1',
  });
}

function create<N extends TableName>(model: WritableModel<N>) {
  return (request: NetBoxRequest) => {
    const table = request.store.table(model.table);
    return asWrite(model, request, {
      check() {
        const body = readBody(request);
        const isList = Array.isArray(body);
        const context = writeContext(request, model.objectType);
        const items = forEachItem(isList ? body : [body], isList, item => {
          const candidate: NewRow<NetBoxRows[N]> = {
            ...model.defaults(),
            ...parseRecord(model, item, context, model.required),
          };
          model.check(candidate, context);
          return { candidate, message: changeMessage(item) };
        });
        return { isList, items };
      },
      write({ isList, items }) {
        for (const { candidate } of items) {
          const broken = model.constraint?.(candidate, request.store);
          if (broken) {
            refuseBrokenConstraint(broken);
          }
        }
        const rows = items.map(({ candidate, message }) => {
          const row = table.insert(candidate);
          model.afterWrite?.(row, request.store);
          logChange(request, 'create', model.objectType, row.id, message);
          return row;
        });
        const answers = rows.map(row => model.represent(row, request));
        return isList
          ? { status: 201, body: answers }
          : {
              status: 201,
              body: answers[0],
              headers: {
                Location: request.url(`/api/${model.path}/${rows[0].id}/`),
                ETag: etag(rows[0]),
              },
            };
      },
    });
  };
}

function checkPrecondition(
  request: NetBoxRequest,
  row: { last_updated: string },
): void {
  if (
    request.ifMatch &&
    request.ifMatch !== '*' &&
    request.ifMatch !== etag(row)
  ) {
    throw new NetBoxProblem(
      412,
      { detail: 'Precondition failed.' },
      { ETag: etag(row) },
    );
  }
}

function update<N extends TableName>(
  model: WritableModel<N>,
  required: string[],
) {
  return (request: NetBoxRequest, id: number) =>
    asWrite(model, request, {
      check: () => undefined,
      write() {
        const previous = findRow(model, request, id, 'change');
        checkPrecondition(request, previous);
        const body = readBody(request);
        const context = writeContext(request, model.objectType);
        const [row] = forEachItem([body], false, item => {
          const values = parseRecord(model, item, context, required);
          const candidate = { ...previous, ...values };
          if ('custom_fields' in previous && 'custom_fields' in candidate) {
            Object.assign(candidate, {
              custom_fields: {
                ...previous.custom_fields,
                ...candidate.custom_fields,
              },
            });
          }
          model.check(candidate, context, previous);
          return request.store.table(model.table).update(id, candidate);
        });
        model.afterWrite?.(row, request.store);
        logChange(request, 'update', model.objectType, id, changeMessage(body));
        return {
          status: 200,
          headers: { ETag: etag(row) },
          body: model.represent(row, request),
        };
      },
    });
}

function remove<N extends TableName>(model: WritableModel<N>) {
  return (request: NetBoxRequest, id: number) =>
    asWrite(model, request, {
      check: () => undefined,
      write() {
        const row = findRow(model, request, id, 'delete');
        checkPrecondition(request, row);
        model.remove(request.store, id);
        logChange(
          request,
          'delete',
          model.objectType,
          id,
          changeMessage(readBody(request)),
        );
        return { status: 204 };
      },
    });
}

function paths(path: string) {
  return {
    list: new RegExp(`^/api/${path}/$`),
    detail: new RegExp(`^/api/${path}/([^/]+)/$`),
  };
}

/**
 * List and detail of a kind of record that the lab only shows.
 *
 * @internal
 */
export function readOnlyViews<N extends TableName>(
  model: ReadableModel<N>,
): View[] {
  const { list, get } = readHandlers(model);
  const { objectType } = model;
  const allow = 'GET, HEAD, OPTIONS';
  return [
    {
      path: paths(model.path).list,
      objectType,
      allow,
      handlers: { GET: list },
    },
    {
      path: paths(model.path).detail,
      objectType,
      allow,
      handlers: { GET: get },
    },
  ];
}

/**
 * List and detail of a kind of record.
 *
 * @internal
 */
export function writableViews<N extends TableName>(
  model: WritableModel<N>,
): View[] {
  const { list, get } = readHandlers(model);
  const { objectType } = model;
  return [
    {
      path: paths(model.path).list,
      objectType,
      allow: 'GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS',
      handlers: { GET: list, POST: create(model) },
    },
    {
      path: paths(model.path).detail,
      objectType,
      allow: 'GET, PUT, PATCH, DELETE, HEAD, OPTIONS',
      handlers: {
        GET: get,
        PUT: update(model, model.required),
        PATCH: update(model, []),
        DELETE: remove(model),
      },
    },
  ];
}
