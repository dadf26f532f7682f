import {
  GiveBackStep,
  MachineHardware,
  MachineHookEvent,
  MachineLifecycle,
  OperationChange,
  OperationKind,
  Plan,
  RequestFile,
  RequestMachine,
  RequestPlacement,
  JsonRecord,
} from '@backlot/plugin-vm-requests-common';
import { z } from 'zod';
import { TerraformPin } from '../ledgerSteps';
import { OperationContext } from './OperationContext';
import {
  MachineSettings,
  OperationMachine,
  OperationRequest,
} from './OperationRequest';

/**
 * How an operation is told to people.
 *
 * @alpha
 */
export interface OperationWords {
  /** As a button and a title name it: `Resize`. */
  title: string;
  /** What the requester asks for, after the person's name: `asks to resize the machine`. */
  asks: string;
  /** The same between requester and owner: `asks to resize this virtual machine of`. */
  asksInGit: string;
  /** What is true once it is done, after the machine's name: `is resized`. */
  done: string;
  /**
   * What may be true once an apply has failed, as a sentence begins: `Part of the change may be made`.
   * Absent: that part of what was asked for may be done.
   */
  halfApplied?: string;
}

/**
 * What an operation on a machine becomes: what its directory is to hold, and what that will do.
 *
 * @alpha
 */
export interface ResolvedChange extends OperationChange {
  /** Files that change; what else lies in the directory stays. None where nothing is planned. */
  files: RequestFile[];
  /**
   * Entity refs of those who decide, in place of the environment's approvers; none where nobody needs
   * to.
   */
  approvers?: string[];
  /** Sizes afterwards, where they change. */
  hardware?: MachineHardware;
  /** GiB of all disks together afterwards, where they change. */
  diskGib?: number;
  /** What the machine is pinned to afterwards, where that changes. */
  terraform?: TerraformPin;
  /** What the operation has to know later of how the machine was; it is in the request's `memory` then. */
  memory?: JsonRecord;
  /** Where it is and from which template it was made afterwards, where that changes. */
  placement?: RequestPlacement;
  /** What the ledger alone keeps of the machine, where that changes: see {@link RequestTerms.machine}. */
  machine?: MachineSettings;
  /** What the machine grows by, for which room is kept. */
  growth?: { cpus: number; memoryMib: number; diskGib: number };
}

/**
 * What an operation that is asked of a machine takes, and what becomes of it.
 *
 * @alpha
 */
export interface ChangeOfMachine {
  /** A sentence for people who choose among operations. */
  description: string;
  /** Entity ref of the software template that asks for it, e.g. `template:default/vm-resize`. */
  template: string;
  /** What the template's form brings beside the machine and the reason. */
  input: z.ZodType<JsonRecord>;
  /** Why nobody may ask for it of this machine now, in words; undefined where somebody may. */
  refusal?(machine: OperationMachine): string | undefined;
  /**
   * Turns what is asked for into what the machine's directory is to hold. Changes nothing anywhere:
   * it runs while somebody fills the form, too.
   *
   * @param shaping - the request that was applied last, with all files that the machine's directory
   *   holds by now
   * @param requestedBy - entity refs of who asks, the person's first and then those of its groups
   * @throws InputError when policy or the machine does not allow it
   * @throws ConflictError when it cannot be now
   */
  resolve(
    context: OperationContext,
    input: JsonRecord,
    machine: OperationMachine,
    shaping: OperationRequest,
    requestedBy: readonly string[],
  ): Promise<ResolvedChange>;
}

/**
 * What the end of an operation brings besides.
 *
 * @alpha
 */
export interface OperationOutcome {
  /** For the requester and the owner, beside that it is done. */
  news?: string;
  /** Begins the quarantine's end: the address is removed once it is over. */
  releasesAddress?: boolean;
  /** The files of the machine are removed from the repository. */
  removesDirectory?: boolean;
  /** The guest is watched until it reports its address. */
  watchesGuest?: boolean;
  /** Machine hooks are called for this. */
  callsHooks?: MachineHookEvent;
  /**
   * What the ledger keeps of the machine from then on, where that was not known before; what is absent
   * stays as it is. Absent: {@link RequestTerms.machine}.
   */
  machine?: MachineSettings;
}

/**
 * What all kinds of operations say of themselves.
 *
 * @alpha
 */
export interface OperationBase {
  kind: OperationKind;
  words: OperationWords;
  /** Steps of giving back when it does not come to be, in their order. */
  giveBack: readonly GiveBackStep['what'][];
  /** Where the machine stands while the request is open, and once it has ended. */
  lifecycle: {
    meanwhile: MachineLifecycle;
    done: MachineLifecycle;
    otherwise: MachineLifecycle;
  };
  /**
   * What the end brings besides.
   *
   * @param at - when that is
   */
  outcome(request: OperationRequest, at: Date): OperationOutcome;
}

/**
 * A kind of operation that Terraform plans and applies.
 *
 * @alpha
 */
export interface PlannedOperation extends OperationBase {
  needsPlan?: true;
  /** Whether a plan that makes the machine, or makes it again, is what was asked for. */
  makesMachine?: true;
  /** Absent for those that a machine of the ledger begins with. */
  change?: ChangeOfMachine;
  /** What the ledger adds to the files that the template brings. Absent: nothing. */
  addFiles?(request: OperationRequest): RequestFile[];
  /**
   * How what a failed apply left is taken back: the machine is destroyed, or given the files again
   * that were applied last, or neither.
   */
  rollBack(request: OperationRequest): 'destroy' | 'revert' | 'none';
  /**
   * Checks a plan before anybody is asked to approve it; a revert's plan, too.
   *
   * @throws InputError when the operation may not do that
   */
  checkPlan(plan: Plan, request: OperationRequest): void;
  /**
   * Checks a plan that is made anew after an apply failed. Absent: as the first.
   *
   * @param made - addresses of what the plans that were approved before were to make
   * @throws InputError when the operation may not do that
   */
  checkNewPlan?(
    plan: Plan,
    request: OperationRequest,
    made: ReadonlySet<string>,
  ): void;
  /**
   * What stands in the way of its plan now that no plan shows, in words for people: asked when it is
   * about to be applied, and after an apply failed. Absent: nothing does.
   */
  hindrance?(
    context: OperationContext,
    request: OperationRequest,
  ): Promise<string | undefined>;
  /**
   * What has to be known afterwards of how it was, asked once before the first apply.
   */
  remember?(
    context: OperationContext,
    request: OperationRequest,
  ): Promise<JsonRecord>;
  /**
   * What follows the apply, beside merging. It looks first, so that all of it can be repeated.
   *
   * @returns the machine, as its source knows or knew it
   */
  settle(
    context: OperationContext,
    request: OperationRequest,
  ): Promise<{ machine: RequestMachine; news?: string }>;
}

/**
 * A kind of operation that changes nothing but what the ledger keeps of a machine: no pull request, no
 * plan. It takes the same approval and the same way otherwise, so that `claim` follows the approval,
 * and `complete` writes down its {@link RequestTerms.machine}.
 *
 * @alpha
 */
export interface PlanlessOperation extends OperationBase {
  needsPlan: false;
  change: ChangeOfMachine;
}

/**
 * One kind of operation: what it does otherwise than the others. States, approval, plan and apply,
 * history and recovery are the ledger's, and the same for all.
 *
 * @alpha
 */
export type RequestOperation = PlannedOperation | PlanlessOperation;
