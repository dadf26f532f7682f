/**
 * Scaffolder actions that call the ledger of the vm-requests plugin.
 *
 * @packageDocumentation
 */

export { createVmRequestBatchAction } from './actions/vmRequestBatch';
export { createVmRequestClaimAction } from './actions/vmRequestClaim';
export { createVmRequestCompleteAction } from './actions/vmRequestComplete';
export { createVmRequestFailAction } from './actions/vmRequestFail';
export { createVmRequestOpenAction } from './actions/vmRequestOpen';
export { createVmRequestProposeAction } from './actions/vmRequestPropose';
export { createVmRequestSubmitAction } from './actions/vmRequestSubmit';
export { scaffolderModuleVmRequests as default } from './module';
