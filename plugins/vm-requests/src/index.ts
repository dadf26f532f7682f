/**
 * Requests pages, entity cards and form fields of the vm-requests plugin.
 *
 * @packageDocumentation
 */

export { vmRequestsApiRef } from './api/VmRequestsApi';
export type {
  MachineQuery,
  VmRequestQuery,
  VmRequestsApi,
  UnrequestedQuery,
} from './api/VmRequestsApi';
export { VmRequestsClient } from './api/VmRequestsClient';
export { vmRequestsPlugin as default } from './plugin';
export * from './oldFrontendSystem';
