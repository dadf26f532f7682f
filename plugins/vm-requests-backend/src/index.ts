/**
 * The ledger of the vm-requests plugin: requests, machines, policy, approval and recovery.
 *
 * @packageDocumentation
 */

export { vmRequestsPlugin as default } from './plugin';
export { fillLedger, type FilledRequest } from './database/fillLedger';
