/**
 * Types, permissions, states and policy schema of the vm-requests plugin.
 *
 * @packageDocumentation
 */

export * from './describeTransitions';
export * from './guestReport';
export * from './hardware';
export * from './layout';
export * from './machines';
export * from './machineSpec';
export * from './names';
export * from './operations';
export * from './peerTest';
export * from './permissions';
export * from './plan';
export * from './policy';
export * from './requestResources';
export * from './requests';
export * from './sshPublicKey';
export * from './states';
export * from './transition';
export {
  transitions,
  type AttemptPhase,
  type Transition,
  type TransitionEvent,
  type TransitionRole,
} from './transitions';
export * from './waits';
