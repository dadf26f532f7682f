import {
  answer,
  etag,
  failed,
  ifNoneMatch,
  notModified,
  Parameter,
  path,
  Paths,
  query,
  required,
} from '@backlot/backend-common/openapi';
import {
  inventoryFields,
  InventoryFieldType,
  InventoryKind,
  inventoryKinds,
  inventoryPaths,
} from '@backlot/plugin-vm-inventory-common';
import { schemaName } from '../schemas';

const valueSchemas: Record<InventoryFieldType, object> = {
  string: { type: 'string' },
  strings: { type: 'string' },
  number: { type: 'number' },
  boolean: { type: 'boolean' },
};

/** Filters by field: given several times, any of the values will do. */
function filters(kind: InventoryKind): Parameter[] {
  return Object.entries(inventoryFields[kind]).map(([field, type]) =>
    query(field, `Only where ${field} is one of these`, {
      type: 'array',
      items: valueSchemas[type],
    }),
  );
}

const choice = [
  query('search', 'Part of the name, address or id; case does not matter', {
    type: 'string',
    maxLength: 200,
  }),
  query('sort', 'A field; with - before it for descending order'),
  query(
    'below',
    'Only what is below this node of the tree, e.g. folder:fra/group-v3',
  ),
];

const pages = [
  query('limit', '50 when absent', {
    type: 'integer',
    minimum: 1,
    maximum: 1000,
  }),
  query('cursor', 'The nextCursor of the page before'),
  query('offset', 'How many to skip; not together with a cursor', {
    type: 'integer',
    minimum: 0,
  }),
];

const headers = etag(
  'Changes with the objects and with the states of the sources',
);

/**
 * Lists, single objects and exports of each kind.
 *
 * @internal
 */
export function objectPaths(): Paths {
  return Object.assign({}, ...inventoryKinds.map(pathsOf));
}

function pathsOf(kind: InventoryKind): Paths {
  const name = schemaName(kind);
  const plural = inventoryPaths[kind];
  return {
    [`/v1/${plural}`]: {
      get: {
        operationId: `list${name}s`,
        tags: ['Objects'],
        summary: `Lists ${plural}`,
        parameters: [...filters(kind), ...choice, ...pages, ifNoneMatch],
        responses: {
          200: { ...answer('A page', `${name}Page`), headers },
          ...notModified,
          ...failed,
        },
      },
    },
    [`/v1/${plural}/export`]: {
      get: {
        operationId: `export${name}s`,
        tags: ['Objects'],
        summary: `Exports all ${plural} that a filter lets through`,
        parameters: [
          required(
            query('format', 'Of the file', {
              type: 'string',
              enum: ['csv', 'json'],
            }),
          ),
          ...filters(kind),
          ...choice,
        ],
        responses: {
          200: {
            description: 'A file',
            content: {
              'text/csv': { schema: { type: 'string' } },
              'application/json': {
                schema: {
                  type: 'array',
                  items: { $ref: `#/components/schemas/${name}` },
                },
              },
            },
          },
          ...failed,
        },
      },
    },
    [`/v1/${plural}/{source}/{id}`]: {
      get: {
        operationId: `get${name}`,
        tags: ['Objects'],
        summary: `Answers one ${kind}`,
        parameters: [
          path('source', 'Name of the source in configuration'),
          path('id', 'Identifier within the source'),
          ifNoneMatch,
        ],
        responses: {
          200: { ...answer(`The ${kind}`, `${name}Item`), headers },
          ...notModified,
          ...failed,
        },
      },
    },
  };
}
