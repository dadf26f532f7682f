/**
 * Who may power which machine and take snapshots of it, by the ledger.
 *
 * @packageDocumentation
 */

export { vmInventoryModuleVmRequests as default } from './module';
