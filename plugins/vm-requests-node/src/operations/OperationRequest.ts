import {
  AddressFamily,
  BlueprintOutputs,
  DiskMount,
  MachineAccess,
  MachineHardware,
  MachineLifecycle,
  MachineSpec,
  OperationChange,
  OperationKind,
  Plan,
  PolicyLease,
  PolicyNetwork,
  RequestAddress,
  RequestFile,
  RequestInterface,
  RequestMachine,
  RequestPlacement,
  JsonRecord,
} from '@backlot/plugin-vm-requests-common';
import { TerraformPin } from '../ledgerSteps';

/**
 * What the ledger alone keeps of a machine: no other program has to agree to it.
 *
 * @alpha
 */
export interface MachineSettings {
  /** Entity ref of its owner. */
  owner?: string;
  /** When it ends, ISO 8601; null for never. */
  endsAt?: string | null;
}

/**
 * An address that a machine gets in NetBox.
 *
 * @alpha
 */
export interface AddressAllocation {
  key: string;
  /** Name of the network card. */
  interface: string;
  family: AddressFamily;
  /** Name of its network. */
  network: string;
  /** In CIDR notation. */
  prefix: string;
  gateway: string;
}

/**
 * What a request was given by policy when it was opened; it stays so when policy changes.
 *
 * @alpha
 */
export interface RequestTerms {
  hardware: MachineHardware;
  /** GiB of all disks together, those that keep the template's size included. */
  diskGib: number;
  /** Names of the clusters to choose from. */
  clusters: string[];
  /** Path of the folder below the datacenter's machines. */
  folder: string;
  network: PolicyNetwork;
  access: MachineAccess;
  sshPublicKeys: string[];
  /** Absent of machines that the first release made, which did not write it down. */
  terraform?: TerraformPin;
  /** What the software template is given of the blueprint; absent in older requests. */
  values?: JsonRecord;
  /** Which of Terraform's outputs say which machine was made; absent in older requests. */
  outputs?: BlueprintOutputs;
  /** Key of the machine's first address in NetBox. */
  allocationKey: string;
  /** All of its addresses, the first one first; absent where there is only that. */
  allocations?: AddressAllocation[];
  /** What the guest mounts at its first boot; absent for nothing. */
  mounts?: DiskMount[];
  /** Milliseconds that the guest has to report its address; absent in requests of the first release. */
  guestReportWithin?: number;
  /** How long the machine lasts; absent for ever. */
  lease?: Pick<PolicyLease, 'duration'> & { timeZone: string };
  /** What the ledger alone keeps of the machine is to become this. */
  machine?: MachineSettings;
  /** By what Terraform imports the machine, of one that was there before its request. */
  importId?: string;
  /** Whether nothing is planned and applied; absent for no. */
  planless?: boolean;
  /** What an operation on a machine was asked for with, and what it will do. */
  change?: OperationChange & { input: JsonRecord };
}

/**
 * Keys in NetBox of all addresses of a request's machine.
 *
 * @alpha
 */
export function allocationKeysOf({
  allocationKey,
  allocations,
}: Pick<RequestTerms, 'allocationKey' | 'allocations'>): string[] {
  return allocations?.map(({ key }) => key) ?? [allocationKey];
}

/**
 * A machine as the ledger keeps it.
 *
 * @alpha
 */
export interface OperationMachine {
  id: string;
  lifecycle: MachineLifecycle;
  /** How many operations were applied. */
  generation: number;
  /** The request that made it, or is to. */
  madeBy: string;
  /** Entity ref of who asked for it. */
  requestedBy: string;
  /** The request that was applied last, whose values hold. */
  shapedBy?: string;
  name: string;
  fqdn: string;
  environment: string;
  owner: string;
  /** Name of what it is made of. */
  blueprint: string;
  /** Name of the stack that it lives in. */
  stack: string;
  /** Whether nobody may decommission it. */
  isProtected: boolean;
  createdAt: string;
  /** When it ends, ISO 8601; absent for never. */
  endsAt?: string;
}

/**
 * A request as its operation sees it.
 *
 * @alpha
 */
export interface OperationRequest {
  id: string;
  kind: OperationKind;
  /** Id of the ledger's machine that it is about. */
  machineId: string;
  name: string;
  fqdn: string;
  environment: string;
  owner: string;
  requestedBy: string;
  purpose: string;
  /** Name of the stack that the machine lives in. */
  stack: string;
  directory: string;
  spec: MachineSpec;
  terms: RequestTerms;
  /** Absent in requests of the first release. */
  interfaces?: RequestInterface[];
  placement?: RequestPlacement;
  address?: RequestAddress;
  files?: RequestFile[];
  plan?: Plan;
  /** Absent until a new machine was seen. */
  machine?: RequestMachine;
  /** What {@link PlannedOperation.remember} answered before the apply began. */
  memory?: JsonRecord;
}
