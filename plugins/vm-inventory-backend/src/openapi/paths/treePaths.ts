import {
  answer,
  failed,
  notModified,
  Paths,
  query,
  required,
} from '@backlot/backend-common/openapi';
import { inventoryKinds } from '@backlot/plugin-vm-inventory-common';

const view = required(
  query('view', 'How the tree is cut', {
    type: 'string',
    enum: ['hosts', 'folders'],
  }),
);

/**
 * The tree, and what changes.
 *
 * @internal
 */
export const treePaths: Paths = {
  '/v1/tree': {
    get: {
      operationId: 'getTreeLevel',
      tags: ['Tree'],
      summary: 'Answers the children of a node, or the sources',
      parameters: [
        view,
        query('parent', 'Whose children, e.g. cluster:fra/domain-c7'),
        query('limit', '200 when absent', {
          type: 'integer',
          minimum: 1,
          maximum: 1000,
        }),
        query('cursor', 'The nextCursor of the page before'),
      ],
      responses: {
        200: answer('A level', 'TreeLevel'),
        ...notModified,
        ...failed,
      },
    },
  },
  '/v1/tree/path': {
    get: {
      operationId: 'getTreePath',
      tags: ['Tree'],
      summary: 'Answers the way from the source down to an object',
      parameters: [
        view,
        required(query('of', 'The object, e.g. machine:fra/vm-42')),
      ],
      responses: {
        200: answer('The way', 'TreePath'),
        ...notModified,
        ...failed,
      },
    },
  },
  '/v1/changes': {
    get: {
      operationId: 'getChanges',
      tags: ['Changes'],
      summary: 'Answers what has changed since the caller last asked',
      parameters: [
        query('cursor', 'From the answer before; absent to begin'),
        query('kind', 'Only these kinds', {
          type: 'array',
          items: { type: 'string', enum: [...inventoryKinds] },
        }),
        query('limit', '1,000 when absent', {
          type: 'integer',
          minimum: 1,
          maximum: 10_000,
        }),
        query('wait', 'Seconds to wait for a change when there is none yet', {
          type: 'integer',
          minimum: 0,
          maximum: 20,
        }),
      ],
      responses: { 200: answer('Changes', 'InventoryChanges'), ...failed },
    },
  },
};
