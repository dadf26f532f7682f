import {
  createConditionExports,
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_VM_REQUEST } from '@backlot/plugin-vm-requests-common';
import { z } from 'zod';

/**
 * What permission rules look at.
 *
 * @public
 */
export interface VmRequestResource {
  /** Entity ref of the user that made the request. */
  requestedBy: string;
  /** Entity ref of the machine's owner. */
  owner: string;
  environment: string;
}

/**
 * One condition of a conditional decision, as a query.
 *
 * @public
 */
export interface VmRequestFilter {
  field: keyof VmRequestResource;
  values: string[];
}

/**
 * Requests, for conditional decisions of a permission policy.
 *
 * @public
 */
export const vmRequestPermissionResourceRef = createPermissionResourceRef<
  VmRequestResource,
  VmRequestFilter
>().with({
  pluginId: 'vm-requests',
  resourceType: RESOURCE_TYPE_VM_REQUEST,
});

const isRequester = createPermissionRule({
  name: 'IS_REQUESTER',
  description: 'Allow requests that one of these users made',
  resourceRef: vmRequestPermissionResourceRef,
  paramsSchema: z.object({
    users: z.array(z.string()).describe('Entity refs of users'),
  }),
  apply: ({ requestedBy }, { users }) => users.includes(requestedBy),
  toQuery: ({ users }) => ({ field: 'requestedBy', values: users }),
});

const isOwner = createPermissionRule({
  name: 'IS_OWNER',
  description: 'Allow requests whose machine one of these owns',
  resourceRef: vmRequestPermissionResourceRef,
  paramsSchema: z.object({
    owners: z.array(z.string()).describe('Entity refs of users and groups'),
  }),
  apply: ({ owner }, { owners }) => owners.includes(owner),
  toQuery: ({ owners }) => ({ field: 'owner', values: owners }),
});

const isInEnvironment = createPermissionRule({
  name: 'IS_IN_ENVIRONMENT',
  description: 'Allow requests of these environments',
  resourceRef: vmRequestPermissionResourceRef,
  paramsSchema: z.object({
    environments: z.array(z.string()).describe('Names of environments'),
  }),
  apply: ({ environment }, { environments }) =>
    environments.includes(environment),
  toQuery: ({ environments }) => ({
    field: 'environment',
    values: environments,
  }),
});

/**
 * Rules of requests.
 *
 * @public
 */
export const vmRequestRules = { isRequester, isOwner, isInEnvironment };

const { conditions, createConditionalDecision } = createConditionExports({
  resourceRef: vmRequestPermissionResourceRef,
  rules: vmRequestRules,
});

/**
 * Conditions of requests, for a permission policy.
 *
 * @public
 */
export const vmRequestConditions = conditions;

/**
 * Makes a conditional decision of {@link vmRequestConditions}.
 *
 * @public
 */
export const createVmRequestConditionalDecision = createConditionalDecision;
