/**
 * Client of NetBox's REST API with idempotent address allocation.
 *
 * @packageDocumentation
 */
export * from './NetBoxClient';
export * from './NetBoxService';
export * from './netBoxServiceRef';
export * from './config';
export { liesIn } from './cidr';
export type { NetBoxClock } from './Clock';
export type {
  ConnectionStep,
  ConnectionStepName,
} from './connection/checkConnection';
export type { CustomFieldSetUp } from './allocation/AllocationField';
export { PrefixFullError } from './allocation/allocationErrors';
export type {
  Allocation,
  AllocationRequest,
} from './allocation/AddressAllocator';
export type { Takeable, TakeRequest } from './allocation/AddressTaker';
export type { ReleaseOutcome, ReleaseRequest } from './allocation/AddressBook';
export { NetBoxUnreachableError } from './http/NetBoxHttp';
export type { CandidateAddress, PrefixQuery } from './Prefixes';
export type {
  NetBoxAddress,
  NetBoxAddressStatus,
  NetBoxMacAddress,
  NetBoxPrefix,
  NetBoxVirtualMachine,
} from './records';
export type {
  VirtualMachineInterfaceRequest,
  VirtualMachineQuery,
  VirtualMachineRequest,
} from './virtualMachines/VirtualMachineRecords';
