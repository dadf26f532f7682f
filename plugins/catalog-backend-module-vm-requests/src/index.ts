/**
 * Owner, purpose and request of machines in the catalog, by the ledger.
 *
 * @packageDocumentation
 */

export { catalogModuleVmRequests as default } from './module';
