import {
  answer,
  failed,
  json,
  path,
  Paths,
  query,
} from '@backlot/backend-common/openapi';

const machine = [
  path('source', 'Name of the source in configuration'),
  path('id', 'Identifier within the source'),
];
const snapshot = path('snapshot', 'Id of the snapshot within the source');
const tags = ['Operations'];
const begun = {
  202: answer(
    'It was begun, and goes on after the answer: ask for it until its outcome is not running',
    'MachineOperation',
  ),
  ...failed,
};
const whoMay =
  'For owners and operators of the machine. 501 where the source has no account that may write; 409 while something else is done to it.';

/**
 * What is done to machines, and its history.
 *
 * @internal
 */
export const machineOperationPaths: Paths = {
  '/v1/machines/{source}/{id}/power': {
    post: {
      operationId: 'changeMachinePower',
      tags,
      summary: 'Powers a machine on or off, restarts or suspends it',
      description: whoMay,
      parameters: machine,
      requestBody: { required: true, content: json('MachinePowerRequest') },
      responses: begun,
    },
  },
  '/v1/machines/{source}/{id}/snapshots': {
    get: {
      operationId: 'listMachineSnapshots',
      tags,
      summary: 'Asks the source for the snapshots of a machine',
      parameters: machine,
      responses: {
        200: answer('What the source says', 'MachineSnapshotList'),
        ...failed,
      },
    },
    post: {
      operationId: 'takeMachineSnapshot',
      tags,
      summary: 'Takes a snapshot of a machine',
      description: whoMay,
      parameters: machine,
      requestBody: { required: true, content: json('MachineSnapshotRequest') },
      responses: begun,
    },
  },
  '/v1/machines/{source}/{id}/snapshots/{snapshot}/revert': {
    post: {
      operationId: 'revertMachine',
      tags,
      summary: 'Brings a machine back to a snapshot; all since is lost',
      description: whoMay,
      parameters: [...machine, snapshot],
      responses: begun,
    },
  },
  '/v1/machines/{source}/{id}/snapshots/{snapshot}': {
    delete: {
      operationId: 'deleteMachineSnapshot',
      tags,
      summary: 'Deletes a snapshot, and keeps what was taken on top of it',
      description: whoMay,
      parameters: [...machine, snapshot],
      responses: begun,
    },
  },
  '/v1/machines/{source}/{id}/offered-operations': {
    get: {
      operationId: 'getOfferedOperations',
      tags,
      summary:
        'Answers what the caller may do to a machine and, where not, why',
      parameters: machine,
      responses: {
        200: answer('What is offered', 'MachineOperationsOffer'),
        ...failed,
      },
    },
  },
  '/v1/machines/{source}/{id}/operations': {
    get: {
      operationId: 'listMachineOperations',
      tags,
      summary: "Lists a machine's history: who did what to it, newest first",
      parameters: [
        ...machine,
        query('limit', '20 when absent', {
          type: 'integer',
          minimum: 1,
          maximum: 200,
        }),
        query('cursor', 'The nextCursor of the page before'),
      ],
      responses: { 200: answer('A page', 'MachineOperationPage'), ...failed },
    },
  },
  '/v1/machines/{source}/{id}/operations/{operation}': {
    get: {
      operationId: 'getMachineOperation',
      tags,
      summary: 'Answers one entry of a machine’s history',
      parameters: [...machine, path('operation', 'Id of the operation')],
      responses: { 200: answer('The entry', 'MachineOperation'), ...failed },
    },
  },
};
