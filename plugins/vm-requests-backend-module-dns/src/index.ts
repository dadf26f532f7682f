/**
 * Registers machines that were requested in DNS, and takes them out again.
 *
 * @packageDocumentation
 */

export { vmRequestsModuleDns as default } from './module';
