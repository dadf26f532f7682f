/**
 * Types, permissions, states and policy schema of the vm-requests plugin.
 *
 * @packageDocumentation
 */

export * from './access';
export * from './batches';
export * from './blueprint';
export {
  applyWaitSchema,
  changeFreezeSchema,
  changeWindowSchema,
  startTimeSchema,
  weekdays,
  type ApplyWait,
  type ChangeFreeze,
  type ChangeWindow,
} from './changeTimes';
export * from './comparePlans';
export * from './describeTransitions';
export * from './diskMounts';
export * from './guestReport';
export * from './hardware';
export * from './layout';
export * from './machineHooks';
export * from './machines';
export * from './machineRules';
export * from './machineSpec';
export * from './matchesPattern';
export * from './namePattern';
export * from './names';
export * from './networkFamilies';
export * from './offeredPolicy';
export * from './operations';
export * from './peerTest';
export * from './permissions';
export * from './plan';
export * from './policy';
export * from './requestedDisk';
export * from './requestResources';
export * from './requests';
export * from './sshPublicKey';
export * from './stack';
export * from './states';
export * from './transition';
export {
  transitions,
  type AttemptPhase,
  type Transition,
  type TransitionEvent,
  type TransitionRole,
} from './transitions';
export * from './unrequestedMachines';
export * from './waits';
