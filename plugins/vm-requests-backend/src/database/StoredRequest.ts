import {
  AttemptPhase,
  GiveBackStep,
  GuestReport,
  MachineHardware,
  MachineSpec,
  MachineLifecycle,
  Obstacle,
  OperationKind,
  Plan,
  PolicyNetwork,
  RequestAddress,
  RequestDecision,
  RequestFile,
  RequestInterface,
  RequestMachine,
  RequestPlacement,
  RequestPullRequest,
  RequestState,
} from '@backlot/plugin-vm-requests-common';
import { TerraformPin } from '@backlot/plugin-vm-requests-node';

/**
 * What a request was given by policy when it was opened; it stays so when policy changes.
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
  access: { mechanism: 'cloud-init' | 'customization'; user: string };
  sshPublicKeys: string[];
  terraform: TerraformPin;
  /** Key of the address in NetBox. */
  allocationKey: string;
  /** Milliseconds that the guest has to report its address; absent in requests of the first release. */
  guestReportWithin?: number;
}

/** Where a roll-back stands. */
export interface RollBack {
  /** Entity ref of the person who chose it. */
  by: string;
  /** Head commit with `present: false`. */
  commit?: string;
  /** Digest of the plan that destroys. */
  digest?: string;
}

/** What keeps the work on a request from going on. */
export interface Obstruction {
  obstacle: Obstacle;
  /** ISO 8601. */
  since: string;
  /** For whoever may see the request. */
  why: string;
  /** A peer's own words, which are not for everybody. */
  cause?: string;
  /** Whether the platform team was told. */
  told: boolean;
}

/** A machine as the ledger keeps it. */
export interface StoredMachine {
  id: string;
  lifecycle: MachineLifecycle;
  /** How many operations were applied. */
  generation: number;
  /** The request that made it, or is to. */
  madeBy: string;
  /** The request that was applied last, whose values hold. */
  shapedBy?: string;
  name: string;
  fqdn: string;
  environment: string;
  owner: string;
  /** Whether nobody may decommission it. */
  isProtected: boolean;
}

/** What a plan that was made since a failed attempt says of trying again. */
export interface RetryCheck {
  /** The attempt that failed. */
  attempt: string;
  /** `unknown` where it could not be planned. */
  finds:
    | 'pending'
    | 'approved-plan'
    | 'nothing-to-do'
    | 'other-plan'
    | 'unknown';
  summary?: Plan['summary'];
}

/** A scaffolder task that worked on a request, or is to. */
export interface Attempt {
  /** The token that steps name. */
  id: string;
  request: string;
  number: number;
  purpose: 'prepare' | 'apply';
  /** Absent until the task was started. */
  task?: string;
  /** How often the task was asked to start. */
  calls: number;
  createdAt: string;
  claimedAt?: string;
  endedAt?: string;
}

/** A request as the ledger keeps it. */
export interface StoredRequest {
  id: string;
  kind: OperationKind;
  /** Id of the ledger's machine that it is about. */
  machineId: string;
  /** Of that machine when the request was opened. */
  baseGeneration: number;
  state: RequestState;
  phase: AttemptPhase;
  endsAs?: RequestState;
  /** The attempt that steps must name. */
  attempt: string;
  /** Attempts at applying since a person last chose it. */
  starts: number;
  obstruction?: Obstruction;
  message?: string;
  /** A peer's own words behind the message. */
  cause?: string;
  name: string;
  nameKey: string;
  fqdn: string;
  environment: string;
  owner: string;
  requestedBy: string;
  purpose: string;
  repository: string;
  baseBranch: string;
  branch: string;
  directory: string;
  createdAt: string;
  updatedAt: string;
  /** When recovery looks at it next. */
  wakeAt?: string;
  /** Failures in a row, which the delay grows with. */
  setbacks: number;
  spec: MachineSpec;
  terms: RequestTerms;
  /** Absent in requests of the first release. */
  interfaces?: RequestInterface[];
  placement?: RequestPlacement;
  address?: RequestAddress;
  pullRequest?: RequestPullRequest;
  files?: RequestFile[];
  plan?: Plan;
  decision?: RequestDecision;
  /** Entity refs of the groups whose members decide; none where policy does. */
  approvers: string[];
  machine?: RequestMachine;
  guest?: GuestReport;
  rollBack?: RollBack;
  retryCheck?: RetryCheck;
}

/** What can be changed beside state and attempt. */
export type RequestPatch = Partial<
  Pick<
    StoredRequest,
    | 'message'
    | 'cause'
    | 'placement'
    | 'address'
    | 'pullRequest'
    | 'files'
    | 'plan'
    | 'decision'
    | 'machine'
    | 'guest'
    | 'rollBack'
    | 'retryCheck'
  >
>;

/** A thing to be done beside the state: a step of giving back, or what follows an end. */
export interface Effect {
  id: string;
  request: string;
  what:
    | GiveBackStep['what']
    | 'address-removal'
    | 'branch-removal'
    | 'directory-removal'
    | 'guest-watch'
    | 'lock-release'
    | 'notification';
  input?: NotificationInput;
  detail?: string;
  tries: number;
  nextAt?: string;
  doneAt?: string;
}

/** What is due by itself: steps of giving back wait for their turn. */
export type DueEffect = Effect & {
  what: Exclude<Effect['what'], GiveBackStep['what']>;
};

/** Whom to tell what. */
export interface NotificationInput {
  recipients: string[];
  title: string;
  description?: string;
  severity: 'normal' | 'high';
  /** Those of one request about the same take each other's place; else each stands for itself. */
  about?: 'machine';
}
