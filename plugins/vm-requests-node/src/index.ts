/**
 * Ledger client for actions and other backends, and rules for permission policies.
 *
 * @packageDocumentation
 */

export * from './ledgerSteps';
export * from './machineHooks';
export * from './operations';
export * from './permissions';
export * from './VmRequestLedger';
export * from './vmRequestLedgerServiceRef';
