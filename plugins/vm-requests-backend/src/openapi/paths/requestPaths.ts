import {
  Answer,
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
  vmRequestReadPermission,
  vmRequestUpdatePermission,
} from '@backlot/plugin-vm-requests-common';
import {
  idParameters,
  listQuery,
  logQuery,
  machineParameters,
  machinesQuery,
  operationParameters,
} from '../../routes/schemas';
import { denied, deniedOnRequest, invalid, notFound } from './reasons';

const noMachine = 'There is no such machine, or it is gone';
const security = asksFor(vmRequestReadPermission);
const id = parametersOf(idParameters, 'path');

function cached(content: Answer): Record<string, Answer> {
  return {
    200: { ...content, headers: etag('Changes with the answer') },
    ...notModified,
  };
}

function eventStream(description: string): Answer {
  return {
    description,
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  };
}

const lastEvents =
  'Then `end` when all is said, `goodbye` when the caller should connect anew (because of a shutdown or expired credentials), or `error` with a sentence when it broke off.';

const noStream = {
  429: 'The caller has too many streams open',
  503: 'The backend is shutting down',
};

/** Requests, their history and what is live of them, and the machines that came from them. */
export const requestPaths: Paths = {
  '/v1/requests': {
    get: {
      operationId: 'listRequests',
      tags: ['Requests'],
      summary: 'Lists requests that the caller may see, newest first',
      security,
      parameters: [...parametersOf(listQuery, 'query'), ifNoneMatch],
      responses: {
        ...cached(answer('A page', 'VmRequestPage')),
        ...refused({ 400: invalid, 403: denied }),
      },
    },
  },
  '/v1/requests/{id}': {
    get: {
      operationId: 'getRequest',
      tags: ['Requests'],
      summary: 'Answers one request, with what the caller may do now',
      security,
      parameters: [...id, ifNoneMatch],
      responses: {
        ...cached(answer('The request', 'VmRequest')),
        ...refused({ 403: deniedOnRequest, 404: notFound }),
      },
    },
  },
  '/v1/requests/{id}/form': {
    get: {
      operationId: 'getRequestForm',
      tags: ['Requests'],
      summary:
        'Answers the form that a machine was requested with, to request another like it',
      security,
      parameters: [...id, ifNoneMatch],
      responses: {
        ...cached(answer('The form', 'RequestForm')),
        ...refused({
          400: 'The request is an operation on a machine',
          403: deniedOnRequest,
          404: 'There is no such request, or the scaffolder does not know its form any more',
        }),
      },
    },
  },
  '/v1/requests/{id}/events': {
    get: {
      operationId: 'listRequestEvents',
      tags: ['Requests'],
      summary: 'Answers the history of a request',
      security,
      parameters: [...id, ifNoneMatch],
      responses: {
        ...cached(answer('The history', 'RequestHistory')),
        ...refused({ 403: deniedOnRequest, 404: notFound }),
      },
    },
  },
  '/v1/requests/{id}/log': {
    get: {
      operationId: 'followRequestLog',
      tags: ['Requests'],
      summary: 'Streams the log of plan or apply, live while there is more',
      security,
      parameters: [...id, ...parametersOf(logQuery, 'query')],
      responses: {
        200: eventStream(
          `Server-sent events: \`line\` with each line as data. ${lastEvents}`,
        ),
        ...refused({
          400: invalid,
          403: deniedOnRequest,
          404: notFound,
          ...noStream,
        }),
      },
    },
  },
  '/v1/requests/{id}/changes': {
    get: {
      operationId: 'followRequestChanges',
      tags: ['Requests'],
      summary: 'Tells whenever a request changes',
      security,
      parameters: id,
      responses: {
        200: eventStream(
          `Server-sent events: \`change\` at the beginning and after each change; its data is opaque, and another after each change. ${lastEvents}`,
        ),
        ...refused({ 403: deniedOnRequest, 404: notFound, ...noStream }),
      },
    },
  },
  '/v1/machines': {
    get: {
      operationId: 'listMachines',
      tags: ['Requests'],
      summary: 'Lists machines that came from requests and stand, by pages',
      security,
      parameters: parametersOf(machinesQuery, 'query'),
      responses: {
        200: answer('All of them', 'LedgerMachinePage'),
        ...refused({ 400: invalid, 403: denied }),
      },
    },
  },
  '/v1/machines/{machine}': {
    get: {
      operationId: 'getMachine',
      tags: ['Machines'],
      summary: 'Answers one machine, with what the caller may ask of it now',
      security,
      parameters: [...parametersOf(machineParameters, 'path'), ifNoneMatch],
      responses: {
        ...cached(answer('The machine', 'LedgerMachineDetail')),
        ...refused({ 403: deniedOnRequest, 404: noMachine }),
      },
    },
  },
  '/v1/machines/{machine}/operations/{kind}/preview': {
    post: {
      operationId: 'previewOperation',
      tags: ['Machines'],
      summary: 'Answers what an operation would do; changes nothing',
      description: 'For people.',
      security,
      parameters: parametersOf(operationParameters, 'path'),
      requestBody: { required: true, content: json('OperationInput') },
      responses: {
        200: answer(
          'What it would do, or why it cannot be asked for',
          'OperationPreview',
        ),
        ...refused({
          400: invalid,
          403: deniedOnRequest,
          404: noMachine,
          409: 'There is no operation of that kind',
          503: 'The source of the machine does not answer',
        }),
      },
    },
  },
  '/v1/machines/{machine}/protection': {
    post: {
      operationId: 'protectMachine',
      tags: ['Machines'],
      summary:
        'Protects a machine from being decommissioned, or takes that away',
      description: 'For people; only its owner and the platform team.',
      security: asksFor(vmRequestUpdatePermission),
      parameters: parametersOf(machineParameters, 'path'),
      requestBody: { required: true, content: json('ProtectionInput') },
      responses: {
        200: answer('The machine', 'LedgerMachineDetail'),
        ...refused({
          400: invalid,
          403: deniedOnRequest,
          404: noMachine,
          409: 'Somebody has asked to end it',
        }),
      },
    },
  },
};
