import { createPermission } from '@backstage/plugin-permission-common';

/**
 * Resource type of requests, for conditional decisions: is requester, is owner, environment.
 *
 * @public
 */
export const RESOURCE_TYPE_VM_REQUEST = 'vm-request';

/**
 * Making a request.
 *
 * @public
 */
export const vmRequestCreatePermission = createPermission({
  name: 'vm-requests.request.create',
  attributes: { action: 'create' },
});

/**
 * Seeing requests, their plans and logs.
 *
 * @public
 */
export const vmRequestReadPermission = createPermission({
  name: 'vm-requests.request.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_VM_REQUEST,
});

/**
 * Approving or rejecting requests. The ledger's own rules hold besides: not one's own request, and
 * only members of the environment's approver groups.
 *
 * @public
 */
export const vmRequestDecidePermission = createPermission({
  name: 'vm-requests.request.decide',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_VM_REQUEST,
});

/**
 * Cancelling, retrying and rolling back requests.
 *
 * @public
 */
export const vmRequestUpdatePermission = createPermission({
  name: 'vm-requests.request.update',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_VM_REQUEST,
});

/**
 * Taking a step of a request: what the actions of the templates do, with the credentials of the
 * service that runs them. Never a person's.
 *
 * @public
 */
export const vmRequestStepPermission = createPermission({
  name: 'vm-requests.request.step',
  attributes: { action: 'update' },
});

/**
 * Asking whether a plan is the approved one: what Atlantis does before it applies. An external token
 * for it should be restricted to this permission.
 *
 * @public
 */
export const vmRequestGateUsePermission = createPermission({
  name: 'vm-requests.gate.use',
  attributes: { action: 'read' },
});

/**
 * Testing the connections to NetBox, the Git forge and Atlantis.
 *
 * @public
 */
export const vmRequestPeerTestPermission = createPermission({
  name: 'vm-requests.peer.test',
  attributes: { action: 'read' },
});

/**
 * Seeing the policy that forms offer, and whether a name is free.
 *
 * @public
 */
export const vmRequestPolicyReadPermission = createPermission({
  name: 'vm-requests.policy.read',
  attributes: { action: 'read' },
});

/**
 * Cancelling or retrying the scaffolder's tasks of requests by hand. People cancel and retry the
 * request instead, which knows what to give back.
 *
 * @public
 */
export const vmRequestTaskSteerPermission = createPermission({
  name: 'vm-requests.task.steer',
  attributes: { action: 'update' },
});

/**
 * All permissions of the vm-requests plugin.
 *
 * @public
 */
export const vmRequestsPermissions = [
  vmRequestCreatePermission,
  vmRequestReadPermission,
  vmRequestDecidePermission,
  vmRequestUpdatePermission,
  vmRequestStepPermission,
  vmRequestGateUsePermission,
  vmRequestPeerTestPermission,
  vmRequestPolicyReadPermission,
  vmRequestTaskSteerPermission,
];
