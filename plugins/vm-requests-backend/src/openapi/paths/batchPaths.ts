import {
  answer,
  asksFor,
  etag,
  ifNoneMatch,
  json,
  notModified,
  parametersOf,
  Paths,
  refused,
} from '@backlot/backend-common/openapi';
import {
  vmRequestCreatePermission,
  vmRequestReadPermission,
  vmRequestUpdatePermission,
} from '@backlot/plugin-vm-requests-common';
import {
  batchesQuery,
  batchItemParameters,
  batchParameters,
} from '../../routes/schemas';
import { denied, deniedOnRequest, invalid } from './reasons';

const noBatch = 'There is no such batch';
const deniedOnBatch = `${denied}, or not on this batch`;

function steering(
  operation: { operationId: string; summary: string },
  parameters: Parameters<typeof parametersOf>[0] = batchParameters,
): Paths[string] {
  return {
    post: {
      tags: ['Batches'],
      description: 'For people.',
      security: asksFor(vmRequestUpdatePermission),
      parameters: parametersOf(parameters, 'path'),
      requestBody: { required: true, content: json('SteeringInput') },
      responses: {
        200: answer('The batch after it', 'RequestBatch'),
        ...refused({
          400: invalid,
          403: deniedOnBatch,
          404: noBatch,
          409: 'The batch is not in a state that allows it',
        }),
      },
      ...operation,
    },
  };
}

/** Several requests that are asked for at once. */
export const batchPaths: Paths = {
  '/v1/batches': {
    get: {
      operationId: 'listBatches',
      tags: ['Batches'],
      summary: 'Lists batches that the caller may see, newest first',
      security: asksFor(vmRequestReadPermission),
      parameters: [...parametersOf(batchesQuery, 'query'), ifNoneMatch],
      responses: {
        200: {
          ...answer('A page', 'RequestBatchPage'),
          headers: etag('Changes with the answer'),
        },
        ...notModified,
        ...refused({ 400: invalid, 403: denied }),
      },
    },
    post: {
      operationId: 'openBatch',
      tags: ['Batches'],
      summary:
        'Asks for an operation on each of several machines; a request is opened for each then',
      description: 'For people.',
      security: asksFor(vmRequestCreatePermission),
      requestBody: { required: true, content: json('OperationsInput') },
      responses: {
        201: answer('The batch', 'RequestBatch'),
        ...refused({
          400: invalid,
          403: `${denied}, or a machine is another's`,
          404: 'There is no such machine',
          409: 'It cannot be asked of a machine now, or the key came with something else before; nothing is asked for then',
        }),
      },
    },
  },
  '/v1/batches/{batch}': {
    get: {
      operationId: 'getBatch',
      tags: ['Batches'],
      summary: 'Answers one batch, with what the caller may do now',
      security: asksFor(vmRequestReadPermission),
      parameters: [...parametersOf(batchParameters, 'path'), ifNoneMatch],
      responses: {
        200: {
          ...answer('The batch', 'RequestBatch'),
          headers: etag('Changes with the answer'),
        },
        ...notModified,
        ...refused({ 403: deniedOnRequest, 404: noBatch }),
      },
    },
  },
  '/v1/batches/{batch}/cancel': steering({
    operationId: 'cancelBatch',
    summary:
      'Cancels what has no request yet, and the requests that can be cancelled',
  }),
  '/v1/batches/{batch}/resume': steering({
    operationId: 'resumeBatch',
    summary: 'Has the rest go on without what went wrong',
  }),
  '/v1/batches/{batch}/items/{position}/retry': steering(
    {
      operationId: 'retryBatchItem',
      summary: 'Has one of a batch tried again, with a request of its own',
    },
    batchItemParameters,
  ),
};
