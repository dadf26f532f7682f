/**
 * Ledger client for actions and other backends.
 *
 * @packageDocumentation
 */

export * from './VmRequestLedger';
