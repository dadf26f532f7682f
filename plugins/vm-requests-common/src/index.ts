/**
 * Types, permissions, states and policy schema of the vm-requests plugin.
 *
 * @packageDocumentation
 */

export * from './permissions';
export * from './plan';
export * from './policy';
export * from './requests';
export * from './states';
