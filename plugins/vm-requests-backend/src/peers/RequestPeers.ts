import {
  JsonRecord,
  KnownTemplate,
  Plan,
  RequestFile,
  RequestInterface,
  RequestPullRequest,
} from '@backlot/plugin-vm-requests-common';
import { PlaceInBatch } from '../database/RequestStore';
import { StandingMachine } from '../operations/adopt/StandingMachine';
import {
  OperationAddresses,
  OperationInventory,
  SeenGuest,
  SeenMachine,
  TakenAddress,
} from '@backlot/plugin-vm-requests-node';

/** An address that an adoption takes over, with the name of the network card that has it. */
export type AddressOfCard = TakenAddress & { interface: string };

/** A branch with one machine's directory, as Atlantis plans and applies it. */
export interface JobPlace {
  /** Name of the stack, which says by whom it is worked on. */
  stack: string;
  repository: string;
  baseBranch: string;
  branch: string;
  directory: string;
  pull: number;
}

/** The Git forges as the ledger uses them: of each stack its own. */
export interface Forge {
  /** Makes branch, commit and pull request; what is there already is taken as it is. */
  propose(proposal: {
    stack: string;
    repository: string;
    baseBranch: string;
    branch: string;
    title: string;
    body: string;
    files: RequestFile[];
    /** Whether the machine has a directory already. */
    changesExisting: boolean;
  }): Promise<RequestPullRequest>;
  /** Closes the pull requests of a branch and deletes it; nothing where there is none. */
  withdraw(branch: {
    stack: string;
    repository: string;
    baseBranch: string;
    branch: string;
  }): Promise<void>;
  /**
   * Merges a pull request unless it is merged already, and deletes its branch unless somebody went
   * on with it.
   *
   * @throws ConflictError when the head is another commit
   */
  merge(pull: {
    stack: string;
    repository: string;
    number: number;
    branch: string;
    commit: string;
  }): Promise<void>;
  /** Whether any of the files lies on the base branch. */
  hasFiles(of: {
    stack: string;
    repository: string;
    baseBranch: string;
    paths: string[];
  }): Promise<boolean>;
  /**
   * Removes files from the base branch by a pull request of its own. Some may be gone already, not
   * all.
   */
  removeFiles(removal: {
    stack: string;
    repository: string;
    baseBranch: string;
    branch: string;
    title: string;
    body: string;
    paths: string[];
  }): Promise<void>;
  /** Puts one file in place of another on a branch, or takes it away; answers the head commit. */
  replaceFile(change: {
    stack: string;
    repository: string;
    baseBranch: string;
    branch: string;
    file: RequestFile;
    message: string;
  }): Promise<string>;
}

/** The Atlantis servers as the ledger uses them: of each stack its own. */
export interface Jobs {
  /** Whether a job is working on the place now. */
  isRunning(place: JobPlace): Promise<boolean>;
  /**
   * A fresh plan of the branch's head.
   *
   * @throws Error with Terraform's own text when it cannot be planned
   */
  plan(place: JobPlace): Promise<Plan>;
  /**
   * Frees what a pull request has locked.
   *
   * @returns the directories that were locked
   */
  freeLocks(pull: {
    stack: string;
    repository: string;
    pull: number;
  }): Promise<string[]>;
  /**
   * Applies the plan with a digest; nothing when it is applied already.
   *
   * @throws Error with Terraform's own text when it cannot be applied, or when the plan is another
   */
  apply(place: JobPlace, digest: string): Promise<void>;
  /**
   * Follows the log of the newest job of a stage to its end.
   *
   * @returns false when there is no such job, or Atlantis does not know it any more
   */
  follow(
    job: {
      stack: string;
      repository: string;
      directory: string;
      commit: string;
      stage: 'plan' | 'apply';
    },
    options: {
      /** What it returns is waited for before more is read. */
      onLine: (line: string) => Promise<void> | undefined;
      signal: AbortSignal;
    },
  ): Promise<boolean>;
}

/** Addresses and machines' records in NetBox, as the ledger uses them. */
export interface Addresses extends OperationAddresses {
  /** Says what in NetBox has a name already, in words, or undefined. */
  findName(name: { name: string; fqdn: string }): Promise<string | undefined>;
  /** Those of some MAC addresses that are recorded already. */
  findMacAddresses(macAddresses: string[]): Promise<string[]>;
  /**
   * Says why an address that a machine has cannot be taken over, or its cards not be recorded, in words,
   * or undefined. The first of the addresses has the machine's name.
   */
  findHindranceToTake(machine: {
    name: string;
    addresses: AddressOfCard[];
    interfaces: RequestInterface[];
  }): Promise<string | undefined>;
  /** The address that a new allocation would likely be given. */
  candidate(network: {
    prefix: string;
    gateway: string;
  }): Promise<{ address: string; prefixLength: number }>;
  /** @throws Error in words when addresses cannot be allocated from the network */
  checkNetwork(network: { prefix: string; gateway: string }): Promise<void>;
  /**
   * Ends the quarantine: deletes the address if it is still deprecated.
   *
   * @returns `kept` when it is in use
   */
  remove(key: string): Promise<'removed' | 'kept'>;
}

/** The inventory as the ledger uses it. */
export interface Inventory extends OperationInventory {
  /** What is seen of several machines of one source, in no order; those that are not seen are left out. */
  lookAtAll(machines: {
    source: string;
    ids: string[];
  }): Promise<SeenMachine[]>;
  /**
   * All that Terraform has to be told of a machine; its source is asked now.
   *
   * @param machine - `id` may be its instance UUID, too; the version of Terraform's provider is exact
   * @throws NotFoundError when there is no such machine
   * @throws ServiceUnavailableError when the source does not answer
   */
  survey(machine: {
    source: string;
    id: string;
    providerVersion: string;
  }): Promise<StandingMachine>;
  /** What is known of a template; its disks are as placement rounds them. */
  findTemplate(template: {
    source: string;
    datacenter: string;
    template: string;
  }): Promise<KnownTemplate>;
  /**
   * MAC addresses of the machines in a network, by its name; none while the network is not known or
   * its source cannot be asked.
   *
   * @throws ServiceUnavailableError when the source does not answer
   */
  listMacAddresses(network: {
    source: string;
    datacenter: string;
    network: string;
  }): Promise<string[]>;
  /**
   * What the inventory sees of a machine's guest. Where it sees an address, and that is not the only one
   * expected, the source is asked for all.
   */
  lookAtGuest(
    machine: { source: string; id: string },
    expected: readonly string[],
  ): Promise<SeenGuest>;
}

/** How a scaffolder task is doing. */
export type TaskLook =
  | { state: 'alive' }
  | { state: 'gone'; detail: string }
  | { state: 'ended'; detail: string }
  /** By a person, or by a program of theirs; the scaffolder does not say who. */
  | { state: 'cancelled'; detail: string };

/** Why a scaffolder task failed. */
export interface TaskFailure {
  /** In its own words. */
  message: string;
  /** The action of the step that failed. */
  action?: string;
  /** The class of the error. */
  errorName?: string;
}

/** Scaffolder tasks as the ledger uses them. */
export interface Tasks {
  /** Starts the apply template for a request. */
  start(request: string): Promise<string>;
  /** Starts the template of an operation on a machine, for nobody. */
  startOperation(
    template: string,
    values: { machine: string; name: string; reason: string },
  ): Promise<string>;
  /** Whether a task is one of a template for a machine, and not started by a person. */
  isOwnOperation(
    task: string,
    of: { template: string; machine: string },
  ): Promise<boolean>;
  /** Starts the template that opens the request of one of a batch. */
  startItem(
    template: string,
    values: JsonRecord,
    batch: PlaceInBatch,
  ): Promise<string>;
  /** Tasks that a service started for one of a batch, newest first. */
  findStartedItem(batch: PlaceInBatch, since: string): Promise<string[]>;
  /**
   * Which of a batch a task is to open the request of, by the ledger's own word; undefined for a task
   * that a person started, or that is of none.
   */
  itemOf(
    task: string,
  ): Promise<{ template: string; batch: PlaceInBatch } | undefined>;
  /** The template of a task that a person started, and what its form was filled with. */
  formOf(
    task: string,
  ): Promise<
    { template: string; values: JsonRecord; user: string } | undefined
  >;
  /** Tasks of the apply template that a service started for a request, newest first. */
  findStarted(request: string, since: string): Promise<string[]>;
  /** Whether a task is one of the apply template for the request, and not started by a person. */
  isOwn(task: string, request: string): Promise<boolean>;
  look(task: string): Promise<TaskLook>;
  /** Why a task failed; undefined where it does not say. */
  failureOf(task: string): Promise<TaskFailure | undefined>;
  /** Whether a task was cancelled, also while it has not ended yet. */
  wasCancelled(task: string): Promise<boolean>;
  cancel(task: string): Promise<void>;
}

/** People and groups, as the ledger uses them. */
export interface People {
  /** Entity refs that a person owns things as: the person and its groups. */
  ownershipOf(user: string): Promise<string[]>;
  /** Whether the catalog has an entity. */
  exists(ref: string): Promise<boolean>;
  notify(notification: {
    recipients: string[];
    title: string;
    description?: string;
    severity: 'normal' | 'high';
    link: string;
    /** A later one with the same scope takes the earlier one's place. */
    scope: string;
  }): Promise<void>;
}

/** All that the ledger works with, behind interfaces of its own. */
export interface RequestPeers {
  forge: Forge;
  jobs: Jobs;
  addresses: Addresses;
  inventory: Inventory;
  tasks: Tasks;
  people: People;
}
