import {
  answer,
  asksFor,
  json,
  Operation,
  parametersOf,
  Paths,
  refused,
} from '@backlot/backend-common/openapi';
import {
  vmRequestDecidePermission,
  vmRequestUpdatePermission,
} from '@backlot/plugin-vm-requests-common';
import { idParameters } from '../../routes/schemas';
import { denied, deniedOnRequest, invalid, notFound, unfit } from './reasons';

function byPerson(
  permission: { name: string },
  operation: Pick<
    Operation,
    'operationId' | 'summary' | 'requestBody' | 'description'
  >,
): Paths[string] {
  return {
    post: {
      tags: ['Decisions'],
      security: asksFor(permission),
      parameters: parametersOf(idParameters, 'path'),
      responses: {
        200: answer('The request after it', 'VmRequest'),
        ...refused({
          400: invalid,
          403: `${deniedOnRequest}, or the ledger's own rules refuse the person`,
          404: notFound,
          409: unfit,
        }),
      },
      ...operation,
    },
  };
}

/** What people decide on requests; always themselves, never a service in their name. */
export const decisionPaths: Paths = {
  '/v1/requests/{id}/approve': byPerson(vmRequestDecidePermission, {
    operationId: 'approveRequest',
    summary: 'Approves the plan that the person saw',
    requestBody: { required: true, content: json('ApprovalInput') },
  }),
  '/v1/requests/{id}/reject': byPerson(vmRequestDecidePermission, {
    operationId: 'rejectRequest',
    summary:
      'Rejects a request; everything is given back, unless something of it may be applied',
    requestBody: { required: true, content: json('RefusalInput') },
  }),
  '/v1/requests/{id}/request-changes': byPerson(vmRequestDecidePermission, {
    operationId: 'requestChanges',
    summary: 'Asks the requester for changes',
    requestBody: { required: true, content: json('RefusalInput') },
  }),
  '/v1/requests/{id}/cancel': byPerson(vmRequestUpdatePermission, {
    operationId: 'cancelRequest',
    summary:
      'Cancels a request; everything is given back, unless something of it may be applied',
    requestBody: { required: false, content: json('SteeringInput') },
  }),
  '/v1/requests/{id}/start': byPerson(vmRequestUpdatePermission, {
    operationId: 'startRequest',
    summary: 'Has a request applied now that waits for its start',
    description:
      'Change windows and freezes of policy bind everybody: a request that waits for one of them cannot be started.',
    requestBody: { required: false, content: json('SteeringInput') },
  }),
  '/v1/requests/{id}/retry': byPerson(vmRequestUpdatePermission, {
    operationId: 'retryRequest',
    summary: 'Tries again what waits for a person',
    requestBody: { required: false, content: json('SteeringInput') },
  }),
  '/v1/requests/{id}/replan': byPerson(vmRequestUpdatePermission, {
    operationId: 'replanRequest',
    summary: 'Has planned anew what a failed apply has left',
    description:
      'Where the new plan is another than the approved one, it waits for approval, and the approval of the old one has ended. Where it is the same, or nothing is left to do, the request is tried again. Where it cannot be made, or may not be approved, the request says why, and waits for a person again.',
    requestBody: { required: false, content: json('SteeringInput') },
  }),
  '/v1/requests/{id}/roll-back': byPerson(vmRequestUpdatePermission, {
    operationId: 'rollBackRequest',
    summary: 'Destroys what a failed apply left; needs a reason',
    requestBody: { required: true, content: json('SteeringInput') },
  }),
  '/v1/decisions': {
    post: {
      operationId: 'decideRequests',
      tags: ['Decisions'],
      summary:
        'Decides on several requests, each by itself; the answer says which were not decided on, and why',
      security: asksFor(vmRequestDecidePermission),
      requestBody: { required: true, content: json('SeveralDecisionsInput') },
      responses: {
        200: answer('What became of each', 'DecidedRequests'),
        ...refused({ 400: invalid, 403: denied }),
      },
    },
  },
};
