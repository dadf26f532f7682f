import {
  ApplyWait,
  AttemptPhase,
  BatchRef,
  GiveBackStep,
  GuestReport,
  MachineHookEvent,
  Obstacle,
  Plan,
  RequestDecision,
  RequestPullRequest,
  RequestState,
  ReplacedPlan,
} from '@backlot/plugin-vm-requests-common';
import {
  OperationMachine,
  OperationRequest,
} from '@backlot/plugin-vm-requests-node';

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
export type StoredMachine = OperationMachine;

/** What a plan that was made since a failed attempt says of trying again. */
export interface RetryCheck {
  /** The attempt that failed. */
  attempt: string;
  /**
   * `unknown` where it could not be planned; `second-machine` where the plan would make a machine that
   * there is already; `machine-gone` where it would make the one again that was to be changed;
   * `machine-unmanaged` where it destroys nothing, and the machine that was to end still stands.
   */
  finds:
    | 'pending'
    | 'approved-plan'
    | 'nothing-to-do'
    | 'other-plan'
    | 'second-machine'
    | 'machine-gone'
    | 'machine-unmanaged'
    | 'unknown';
  summary?: Plan['summary'];
  /** In words, what is found and what to do about it. */
  why?: string;
}

/** The approved plan that a newer one has taken the place of. */
export interface StoredReplacedPlan extends ReplacedPlan {
  /** Addresses of all that approved plans of the request were to make. */
  made: string[];
  /** Whether something of what was approved until then may be applied; absent where nobody looked. */
  mayExist?: boolean;
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
export interface StoredRequest extends OperationRequest {
  /** Entity ref of the user or group that it is made for, where that is not who sent it. */
  requestedFor?: string;
  /** Before this it is not applied, ISO 8601. */
  startAt?: string;
  /** Why it is not applied yet; only in phase `waiting`. */
  applyWait?: ApplyWait;
  /** Of its machine when the request was opened. */
  baseGeneration: number;
  state: RequestState;
  phase: AttemptPhase;
  endsAs?: RequestState;
  /** Whether it was claimed, and no plan since has shown that nothing of it was applied. */
  mayExist: boolean;
  /** Whether Terraform plans and applies it. */
  needsPlan: boolean;
  /** The attempt that steps must name. */
  attempt: string;
  /** Attempts at applying since a person last chose it. */
  starts: number;
  obstruction?: Obstruction;
  message?: string;
  /** A peer's own words behind the message. */
  cause?: string;
  nameKey: string;
  repository: string;
  baseBranch: string;
  branch: string;
  createdAt: string;
  updatedAt: string;
  /** When recovery looks at it next. */
  wakeAt?: string;
  /** Failures in a row, which the delay grows with. */
  setbacks: number;
  pullRequest?: RequestPullRequest;
  decision?: RequestDecision;
  replaced?: StoredReplacedPlan;
  /** Entity refs of the groups whose members decide; none where policy does. */
  approvers: string[];
  guest?: GuestReport;
  rollBack?: RollBack;
  retryCheck?: RetryCheck;
  /** Absent where it was asked for by itself. */
  batch?: BatchRef;
}

/** What the page of a batch shows of a request, without its files and all else that it does not. */
export type PagedRequest = Pick<
  StoredRequest,
  | 'id'
  | 'kind'
  | 'state'
  | 'phase'
  | 'mayExist'
  | 'needsPlan'
  | 'obstruction'
  | 'message'
  | 'fqdn'
  | 'environment'
  | 'owner'
  | 'requestedBy'
  | 'requestedFor'
  | 'applyWait'
  | 'updatedAt'
  | 'terms'
  | 'address'
  | 'plan'
  | 'approvers'
>;

/** What can be changed beside state and attempt. */
export type RequestPatch = Partial<
  Pick<
    StoredRequest,
    | 'message'
    | 'startAt'
    | 'applyWait'
    | 'cause'
    | 'placement'
    | 'address'
    | 'pullRequest'
    | 'files'
    | 'plan'
    | 'decision'
    | 'replaced'
    | 'approvers'
    | 'machine'
    | 'memory'
    | 'guest'
    | 'rollBack'
    | 'retryCheck'
    | 'mayExist'
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
    | 'machine-hook'
    | 'notification';
  /** Of a notification. */
  input?: NotificationInput;
  /** Of a call of a machine hook. */
  hookCall?: HookCallInput;
  detail?: string;
  tries: number;
  nextAt?: string;
  doneAt?: string;
}

/** What is due by itself: steps of giving back wait for their turn. */
export type DueEffect = Effect & {
  what: Exclude<Effect['what'], GiveBackStep['what']>;
};

/** Which machine hook to call, and for what. */
export interface HookCallInput {
  /** Its id; the module that brought it may be gone by then. */
  hook: string;
  event: MachineHookEvent;
}

/** Whom to tell what. */
export interface NotificationInput {
  recipients: string[];
  title: string;
  description?: string;
  severity: 'normal' | 'high';
  /** Those of one request about the same take each other's place; else each stands for itself. */
  about?: 'machine' | 'choice';
}
