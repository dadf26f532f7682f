/**
 * Types, permissions, annotations and pure placement of the vm-inventory plugin.
 *
 * @packageDocumentation
 */

export * from './annotations';
export * from './freshness';
export * from './objects';
export * from './permissions';
export * from './placement';
export * from './reservations';
