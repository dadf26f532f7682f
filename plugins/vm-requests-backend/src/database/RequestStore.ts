import { InventoryMachineRef, MachineHolding } from './findMachineHolding';
import { PermissionCriteria } from '@backstage/plugin-permission-common';
import {
  MachineSettings,
  VmRequestFilter,
} from '@backlot/plugin-vm-requests-node';
import {
  BatchRef,
  LedgerMachine,
  MachineVersions,
  RequestEvent,
  RequestFile,
  RequestState,
  TransitionActor,
  TransitionEvent,
  VmRequestSummary,
  WaitsFor,
} from '@backlot/plugin-vm-requests-common';
import { MacAddressRange } from '../macAddresses/MacAddressRange';
import {
  Attempt,
  HookCallInput,
  NotificationInput,
  Obstruction,
  PagedRequest,
  RequestPatch,
  StoredMachine,
  StoredRequest,
} from './StoredRequest';

/** A new request, before it has an attempt, a state and its MAC addresses. */
export type NewRequest = Omit<
  StoredRequest,
  | 'state'
  | 'phase'
  | 'mayExist'
  | 'needsPlan'
  | 'attempt'
  | 'starts'
  | 'setbacks'
  | 'createdAt'
  | 'updatedAt'
  | 'batch'
> & { batch?: PlaceInBatch };

/** The place that a batch keeps for a request; a task of an earlier attempt does not get it. */
export type PlaceInBatch = BatchRef & { attempt: number };

/** What a request on a machine is opened with, beside itself. */
export interface Opening {
  wakeAt: string;
}

/** What a request that makes a machine is opened with, beside itself. */
export interface CreationOpening extends Opening {
  /** Throws where the owner has as many machines and open requests as allowed. */
  check: (has: number) => void;
  /** Names of the machine's network cards. */
  interfaces: string[];
  /** MAC addresses to choose from, at least one for each interface. */
  macAddresses: string[];
}

/** What a request that adopts a machine is opened with, beside itself. */
export interface AdoptionOpening extends Opening {
  /** Throws where the owner has as many machines and open requests as allowed. */
  check: (has: number) => void;
}

/** A transition of one request; made whole or not at all. */
export interface TransitionChange {
  event: TransitionEvent;
  actor: TransitionActor;
  /** As the history names who did it. */
  by: string;
  reason?: string;
  detail?: Record<string, unknown>;
  patch?: RequestPatch;
  /** With event `claim`: the task that the attempt is given to. */
  task?: string;
  /** When recovery looks at it next; none while it waits for people. */
  wakeAt?: string;
  /** People to tell once it is so. */
  notifications?: NotificationInput[];
  /**
   * With event `complete`: when the merged branch is removed. With `given-back`: when one is removed
   * that came late.
   */
  removeBranchAt?: string;
  /** When the quarantined address is removed. */
  removeAddressAt?: string;
  /** With event `complete`: when the directory of a machine that is gone is removed. */
  removeDirectoryAt?: string;
  /** With event `complete`: what the ledger keeps of the machine from then on. */
  machine?: MachineSettings;
  /** With a new owner in `machine`: throws where it has as many machines as allowed. */
  admit?: (has: number) => void;
  /** With event `complete`: when is looked first whether the guest has reported its address. */
  watchGuestAt?: string;
  /** With event `complete`: the machine hooks to call, and for what. */
  hookCalls?: HookCallInput[];
}

/** An entry of the history without a change of state. */
export interface RecordChange {
  type: string;
  by: string;
  reason?: string;
  detail?: Record<string, unknown>;
  patch: RequestPatch;
  /** People to tell of it. */
  notifications?: NotificationInput[];
}

/** That Atlantis may apply what it asked the gate for. */
export interface GatePassage {
  commit: string;
  digest: string;
  /** Whether it is refused once something else was applied to the machine since the request was opened. */
  needsGeneration: boolean;
}

/** That a request is looked at later. */
export interface Postponement {
  /** Absent: nothing is to be done by itself. */
  wakeAt?: string;
  setbacks: number;
  /** What is in the way now; null when nothing is any more. Absent: as before. */
  obstruction?: Obstruction | null;
  /** People to tell of it. */
  notifications?: NotificationInput[];
}

/** Which requests a list shows. */
export interface RequestListQuery {
  state?: RequestState[];
  /** What they wait for; `nothing` stands for those that wait for nothing. */
  waitsFor?: (WaitsFor | 'nothing')[];
  environment?: string[];
  owner?: string[];
  requestedBy?: string[];
  /** Entity refs of those whom it is made for. */
  requestedFor?: string[];
  /** Entity refs of those whom it is not made for. */
  notRequestedFor?: string[];
  notRequestedBy?: string;
  /** Id of a scaffolder task that worked on it. */
  task?: string;
  /** Entity refs of those one of whom may decide on it now. */
  decider?: string[];
  /** What a word of the FQDN, address, owner or purpose begins with, or an id; case does not matter. */
  search?: string;
  limit: number;
  /** Id of the last request of the page before: lists are newest first. */
  after?: string;
  /** What permissions let the person see. */
  filter?: PermissionCriteria<VmRequestFilter>;
}

/** A request in a list, with what its wait is read from. */
export interface ListedRequest
  extends Omit<VmRequestSummary, 'wait' | 'operation'>,
    Pick<StoredRequest, 'phase' | 'approvers' | 'obstruction' | 'mayExist'> {}

/** A page of a list. */
export interface RequestList {
  items: ListedRequest[];
  total: number;
  byState: Partial<Record<RequestState, number>>;
  byWait: Partial<Record<WaitsFor, number>>;
  /** Whether there may be more than the numbers say: so many are found that not all are counted. */
  atLeast?: boolean;
  /** Id to go on after; absent on the last page. */
  last?: string;
}

/** What configuration names for new machines of a blueprint. */
export interface ConfiguredVersions extends MachineVersions {
  blueprint: string;
}

/** A machine with all that its page shows of it. */
export interface StoredMachineDetail extends StoredMachine {
  /** As lists show it; absent where it does not stand any more. */
  listed?: LedgerMachine;
  /** What was asked of it, newest first. */
  requests: MachineRequest[];
  /** What its directory holds by what was applied to it. */
  files: RequestFile[];
}

/** Which machines a list shows. */
export interface MachineListQuery {
  source?: string;
  owner?: string;
  environment?: string;
  blueprint?: string;
  request?: string;
  /** Id of one. */
  machine?: string;
  /** Only those of these blueprints that have other versions than it names. */
  outdated?: readonly ConfiguredVersions[];
  limit: number;
  /** Where the page before ended. */
  after?: string;
  /** What permissions let the person see. */
  filter?: PermissionCriteria<VmRequestFilter>;
}

/** A machine that ends, as its end date is looked after. */
export interface EndingMachine {
  machine: StoredMachine;
  endsAt: string;
  /** When the last step came that was acted on. */
  toldAt?: string;
  /** The request on it that is open. */
  openRequest?: string;
  /** Where it is, as its source knows it. */
  source: string;
  providerId?: string;
}

/** What was done about a machine's end date. */
export interface EndRecord {
  /** When to look again; absent: as long as the date stays, never. */
  lookAt?: string;
  /** Absent: as before. */
  toldAt?: string;
  /** For the history of the request that made the machine. */
  event?: { type: string; reason: string };
  notifications?: NotificationInput[];
}

/** A request on a machine, in short. */
export type MachineRequest = Pick<
  StoredRequest,
  'id' | 'kind' | 'state' | 'requestedBy' | 'createdAt' | 'updatedAt'
> & { isOpen: boolean };

/** A page of machines. */
export interface MachineList {
  items: LedgerMachine[];
  /** To go on after; absent on the last page. */
  last?: string;
}

/** Keeps requests, their attempts, history, names and machines. */
export interface RequestStore {
  /**
   * Opens a request that makes a machine for a task, and takes its name and MAC addresses. The same
   * task gets its request again.
   *
   * @throws ConflictError when the name is taken, with the id of the request that has it
   * @throws MacAddressesTakenError when too many of the MAC addresses were taken meanwhile
   */
  open(
    request: NewRequest,
    task: string,
    opening: CreationOpening,
  ): Promise<{ request: StoredRequest; attempt: Attempt }>;
  /**
   * Opens a request that adopts a machine of its source for a task, and takes its name and MAC
   * addresses. The same task gets its request again.
   *
   * @throws ConflictError when the machine, its name or a MAC address is another request's
   */
  openAdoption(
    request: NewRequest & Required<Pick<NewRequest, 'machine' | 'interfaces'>>,
    task: string,
    opening: AdoptionOpening,
  ): Promise<{ request: StoredRequest; attempt: Attempt }>;
  /**
   * Opens a request on a machine for a task. The same task gets its request again.
   *
   * @throws ConflictError when the machine is not any more as it was read, or another request on it
   *   is open
   */
  openOn(
    machine: StoredMachine,
    request: NewRequest,
    task: string,
    opening: Opening,
  ): Promise<{ request: StoredRequest; attempt: Attempt }>;
  /** @throws NotFoundError when there is none */
  getMachine(id: string): Promise<StoredMachine>;
  /**
   * Several machines, in the order of the ids.
   *
   * @throws NotFoundError when one is none
   */
  getMachines(ids: string[]): Promise<StoredMachine[]>;
  /** Undefined where the ledger has none. */
  findMachine(id: string): Promise<StoredMachine | undefined>;
  /**
   * A machine with all that its page shows of it; undefined where the ledger has none.
   *
   * @param most - of its requests, the newest
   */
  findMachineDetail(
    id: string,
    most: number,
  ): Promise<StoredMachineDetail | undefined>;
  /** The machine that a request is about; undefined where there is no such request. */
  findMachineOf(request: string): Promise<StoredMachine | undefined>;
  /**
   * The request that was applied to a machine last, with all that its directory holds by now: what
   * the requests before it left there, too.
   */
  getShaping(
    machine: Pick<StoredMachine, 'id' | 'madeBy' | 'shapedBy'>,
  ): Promise<StoredRequest>;
  /** What the directory of a machine holds by what was applied to it. */
  listAppliedFiles(
    machine: Pick<StoredMachine, 'id' | 'madeBy' | 'shapedBy'>,
  ): Promise<RequestFile[]>;
  /** Machines of an owner in an environment, those that are being made included. */
  countOf(of: { owner: string; environment: string }): Promise<number>;
  /** Ids of active machines whose end date is to be looked at. */
  listEnding(options: { now: string; limit: number }): Promise<string[]>;
  /** A machine that ends; undefined where it is not active any more, or has no end date. */
  getEnding(machine: string): Promise<EndingMachine | undefined>;
  /**
   * Writes down what was done about an end date.
   *
   * @returns whether it is still that date, and nobody else has written it down
   */
  recordEnding(ending: EndingMachine, record: EndRecord): Promise<boolean>;
  /** @throws NotFoundError when there is none */
  get(id: string): Promise<StoredRequest>;
  /** The request of a task, with the attempt that the task is or was. */
  findByTask(
    task: string,
  ): Promise<{ request: StoredRequest; attempt: Attempt } | undefined>;
  getAttempt(id: string): Promise<Attempt>;
  listAttempts(request: string): Promise<Attempt[]>;
  list(query: RequestListQuery): Promise<RequestList>;
  /** Several requests for permission checks, in the order of the ids. */
  getMany(ids: string[]): Promise<(StoredRequest | undefined)[]>;
  /** What the pages of batches show of several requests, by their ids; in one query. */
  listPaged(ids: string[]): Promise<Map<string, PagedRequest>>;
  listEvents(request: string): Promise<RequestEvent[]>;
  /**
   * Makes a transition: compare-and-set on state, attempt and phase, with its entry in the history,
   * its new attempt, its effects, its name and its machine, in one transaction.
   *
   * @throws ConflictError when the request is not any more as it was read, or the event cannot happen
   * @throws NotAllowedError when it may not happen by this actor
   */
  transition(
    request: StoredRequest,
    change: TransitionChange,
  ): Promise<StoredRequest>;
  /**
   * Writes down facts without a transition, with an entry in the history.
   *
   * @throws ConflictError when the request is not any more as it was read
   */
  record(request: StoredRequest, change: RecordChange): Promise<StoredRequest>;
  /**
   * Writes down in the history that Atlantis was let through the gate.
   *
   * @throws ConflictError when the request is not any more as it was read, or its machine is not as it
   *   was planned on
   */
  passGate(request: StoredRequest, passage: GatePassage): Promise<void>;
  /**
   * Whether Atlantis asked the gate for a request, and was let through.
   *
   * @param since - absent: whenever that was
   */
  askedGate(request: string, since?: string): Promise<boolean>;
  /** Whether Atlantis asked the gate when something was last applied in a repository of a stack. */
  lastApplyAskedGate(
    place: Pick<StoredRequest, 'stack' | 'repository'>,
  ): Promise<boolean>;
  /**
   * Whether other requests of the same kind and base branch are under way; those that wait for a
   * person are not.
   */
  areOthersUnderWay(
    request: Pick<
      StoredRequest,
      'id' | 'kind' | 'stack' | 'repository' | 'baseBranch'
    >,
  ): Promise<boolean>;
  /** When a request got its newest plan; undefined where it has none. */
  plannedAt(request: string): Promise<string | undefined>;
  /** Writes down that the task of an attempt was asked to start. */
  countCall(attempt: string): Promise<void>;
  /** Writes down the task of an attempt that nobody has claimed yet. */
  setTask(attempt: string, task: string): Promise<void>;
  /** When to look again, and what is in the way; not part of the history. */
  postpone(request: StoredRequest, options: Postponement): Promise<void>;
  /** Ids of requests that recovery should look at, and that nobody works on now. */
  listDue(options: {
    now: string;
    limit: number;
    /** Whether their next step is a call to Atlantis, which may take long, or none is. */
    waitsForAtlantis: boolean;
  }): Promise<string[]>;
  /** Id of the request on a machine that is open. */
  findOpenRequest(machine: string): Promise<string | undefined>;
  /** Ids of the requests on several machines that are open, by their machines. */
  findOpenRequests(machines: string[]): Promise<Map<string, string>>;
  /** The request that makes or made the machine with a name. */
  findName(nameKey: string): Promise<string | undefined>;
  /** MAC addresses of open requests and living machines within a range. */
  listMacAddresses(range: MacAddressRange): Promise<string[]>;
  /** Requests of a directory that are being applied or rolled back. */
  listInApply(place: {
    repository: string;
    directory: string;
  }): Promise<StoredRequest[]>;
  listMachines(query: MachineListQuery): Promise<MachineList>;
  /**
   * Protects a machine from being decommissioned, or takes that away, with an entry in the history
   * of the request that made it.
   *
   * @throws ConflictError when a request to end it is open already
   */
  protect(
    machine: StoredMachine,
    change: { isProtected: boolean; by: string; reason: string },
  ): Promise<void>;
  /** Whose a machine of the inventory is; undefined for one that is none of the ledger's. */
  findMachineHolding(
    ref: InventoryMachineRef,
  ): Promise<MachineHolding | undefined>;
  /** Those of the inventory's machines that the ledger has, or is about to have. */
  listHeld<M extends InventoryMachineRef>(
    machines: readonly M[],
  ): Promise<Set<M>>;
}
