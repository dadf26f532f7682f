import { z } from 'zod';
import { GuestReport } from './guestReport';
import { Plan } from './plan';
import { RequestState } from './states';
import { RequestWait, WaitsFor } from './waits';

/**
 * A disk that is asked for beyond the template's own.
 *
 * @public
 */
export const requestedDiskSchema = z.object({
  sizeGib: z.number().int().positive(),
});

/**
 * What a person asks for: the values of the form.
 *
 * @public
 */
export const machineSpecSchema = z.object({
  /** DNS label. */
  name: z.string(),
  environment: z.string(),
  /** Name of a size in the policy, or `custom`. */
  size: z.string(),
  /** Only with size `custom`. */
  custom: z
    .object({
      cpus: z.number().int().positive(),
      memoryMib: z.number().int().positive(),
      diskGib: z.number().int().nonnegative().default(0),
    })
    .optional(),
  /** Name of the source in the inventory's configuration. */
  source: z.string(),
  /** Name in the inventory, as policy names it; so are cluster, network and template. */
  datacenter: z.string(),
  /** Absent: placement chooses among those that policy allows. */
  cluster: z.string().optional(),
  network: z.string(),
  template: z.string(),
  /** Beyond the first disk. */
  extraDisks: z.array(requestedDiskSchema).max(14).default([]),
  /** OpenSSH public keys, one line each. */
  sshPublicKeys: z.array(z.string()).min(1).max(20),
  /** Entity ref of a user or group. */
  owner: z.string(),
  purpose: z.string().max(500),
});

/** @public */
export type MachineSpec = z.infer<typeof machineSpecSchema>;

/**
 * Sizes after policy: what the machine gets.
 *
 * @public
 */
export interface MachineHardware {
  cpus: number;
  memoryMib: number;
  /** GiB; the first is the template's disk, 0 keeps the template's size. */
  disksGib: number[];
}

/**
 * Where the machine goes; ids and names of the inventory.
 *
 * @public
 */
export interface RequestPlacement {
  source: string;
  datacenter: { id: string; name: string };
  cluster: { id: string; name: string };
  resourcePool: { id: string; name: string };
  datastore: { id: string; name: string };
  network: { id: string; name: string };
  folder?: { id: string; path: string };
  template: { id: string; name: string; uuid: string };
  reasons: { id: string; name: string; fits: boolean; reason: string }[];
  ageMs?: number;
}

/** @public */
export interface RequestAddress {
  /** Without the prefix length. */
  address: string;
  prefixLength: number;
  gateway: string;
  dnsServers: string[];
  domain: string;
  /** The allocation's key in NetBox. */
  key: string;
  /** Page in NetBox. */
  url?: string;
}

/**
 * A network card of a machine.
 *
 * @public
 */
export interface RequestInterface {
  /** As NetBox names it, e.g. `eth0`. */
  name: string;
  /** In lower case, with colons; drawn before the machine is made, and its own for good. */
  macAddress: string;
}

/** @public */
export interface RequestPullRequest {
  repository: string;
  number: number;
  branch: string;
  url: string;
  /** Head commit. */
  commit: string;
  merged?: boolean;
}

/** @public */
export interface RequestFile {
  path: string;
  content: string;
}

/** @public */
export interface RequestDecision {
  /** User entity ref, or `policy`. */
  by: string;
  at: string;
  approved: boolean;
  reason?: string;
  /** Digest of the plan that the decision was about. */
  digest?: string;
}

/** @public */
export interface RequestMachine {
  source: string;
  /** Managed object reference's value. */
  id: string;
  instanceUuid?: string;
}

/**
 * What is still to be given back, and what already was.
 *
 * @public
 */
export interface GiveBackStep {
  what:
    | 'pull-request'
    | 'apply-check'
    | 'reservation'
    | 'address'
    | 'machine-record';
  done: boolean;
  at?: string;
  /** In words, while it is not done. */
  detail?: string;
}

/**
 * A request as the API answers it.
 *
 * @public
 */
export interface VmRequest {
  /** Sortable by time. */
  id: string;
  kind: 'create';
  state: RequestState;
  /** Where it ends once everything is given back; only with state `undoing`. */
  endsAs?: RequestState;
  /** Whom or what it waits for; absent while it goes on by itself, or has ended. */
  wait?: RequestWait;
  /** Only while it waits for a person. */
  retry?: RetryProspect;
  /** In words, why it failed, or what an approver wrote. */
  message?: string;
  /** The words of a peer behind `wait` or `message`; only for whoever may test the peers. */
  cause?: string;
  name: string;
  fqdn: string;
  environment: string;
  owner: string;
  requestedBy: string;
  purpose: string;
  createdAt: string;
  updatedAt: string;
  spec: MachineSpec;
  hardware: MachineHardware;
  /** How one signs in to the machine. */
  access: { user: string };
  placement?: RequestPlacement;
  address?: RequestAddress;
  /** Absent in requests of the first release, which knew no MAC addresses. */
  interfaces?: RequestInterface[];
  pullRequest?: RequestPullRequest;
  files?: RequestFile[];
  plan?: Plan;
  decision?: RequestDecision;
  approvers: string[];
  machine?: RequestMachine;
  /** Only once it is done; absent in requests that the first release completed. */
  guest?: GuestReport;
  giveBack?: GiveBackStep[];
  /** Scaffolder tasks that worked on it. */
  tasks: { id: string; purpose: 'prepare' | 'apply' }[];
  /** What the person who asks may do now. */
  can: RequestAbility[];
}

/**
 * Whether trying a request again can succeed.
 *
 * @public
 */
export interface RetryProspect {
  possible: boolean;
  /** In words, when it is not; the API refuses a retry with the same. */
  why?: string;
}

/** @public */
export type RequestAbility =
  | 'approve'
  | 'reject'
  | 'cancel'
  | 'retry'
  | 'roll-back';

/**
 * A request in a list.
 *
 * @public
 */
export type VmRequestSummary = Pick<
  VmRequest,
  | 'id'
  | 'kind'
  | 'state'
  | 'wait'
  | 'message'
  | 'name'
  | 'fqdn'
  | 'environment'
  | 'owner'
  | 'requestedBy'
  | 'createdAt'
  | 'updatedAt'
> & { address?: string; cluster?: string; guest?: GuestReport };

/** @public */
export interface VmRequestPage {
  items: VmRequestSummary[];
  total: number;
  nextCursor?: string;
  /** How many there are by state, whatever the filter on state. */
  byState: Partial<Record<RequestState, number>>;
  /** How many wait for what, whatever the filters on state and wait. */
  byWait: Partial<Record<WaitsFor, number>>;
  /**
   * Whether there may be more than the numbers say, because a search finds more than are counted. Such
   * a page may also be shorter than asked for, or empty, and still have a next one.
   */
  atLeast?: boolean;
}

/**
 * One entry of a request's history; never changed once written.
 *
 * @public
 */
export interface RequestEvent {
  id: string;
  at: string;
  /** User entity ref, `policy`, `ledger` or `task:<id>`. */
  by: string;
  /** E.g. `opened`, `placed`, `proposed`, `planned`, `approved`, `given-back`. */
  type: string;
  from?: RequestState;
  to?: RequestState;
  reason?: string;
  detail?: Record<string, unknown>;
}

/**
 * Whether a name can be had.
 *
 * @public
 */
export interface NameAvailability {
  name: string;
  fqdn: string;
  available: boolean;
  /** In words, when it is not. */
  reason?: string;
  /** The request that has it. */
  takenBy?: { request?: string; machine?: string };
}

/**
 * What a request would become.
 *
 * @public
 */
export interface RequestPreview {
  placement?: RequestPlacement;
  address?: { address: string; prefixLength: number; gateway: string };
  files: RequestFile[];
  /** In words; empty when the request can be made. */
  problems: string[];
}

/**
 * A machine that came from a request and lives.
 *
 * @public
 */
export interface LedgerMachine {
  source: string;
  id: string;
  instanceUuid?: string;
  name: string;
  fqdn: string;
  environment: string;
  owner: string;
  request: string;
  /** What the machine is for, as the requester wrote. */
  purpose: string;
  /** Address of the pull request that made it. */
  pullRequestUrl?: string;
  address?: string;
  /** Absent for machines that the first release made. */
  guest?: GuestReport;
  createdAt: string;
}

/**
 * A page of machines.
 *
 * @public
 */
export interface LedgerMachinePage {
  items: LedgerMachine[];
  /** Absent on the last page. */
  nextCursor?: string;
}
