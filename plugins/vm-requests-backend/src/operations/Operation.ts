import { Plan, RequestMachine } from '@backlot/plugin-vm-requests-common';
import { TransitionChange } from '../database/RequestStore';
import { StoredRequest } from '../database/StoredRequest';
import { LedgerContext } from '../ledger/LedgerContext';

/** What the last transition of a request brings besides. */
export type Completion = Pick<
  TransitionChange,
  | 'patch'
  | 'notifications'
  | 'removeAddressAt'
  | 'removeDirectoryAt'
  | 'watchGuestAt'
>;

/** How an operation is told to people. */
export interface OperationWords {
  /** What is done to the machine, as a title begins: `Create`. */
  imperative: string;
  /** What the requester asks for, after the person's name: `requests a machine`. */
  asks: string;
  /** The same between requester and owner: `requests this virtual machine for`. */
  asksInGit: string;
}

/** What one kind of operation does otherwise than the others. */
export interface Operation {
  words: OperationWords;
  /**
   * Checks a plan before anybody is asked to approve it.
   *
   * @throws InputError when the operation may not do that
   */
  checkPlan(plan: Plan, directory: string): void;
  /**
   * What follows the apply, beside merging. It looks first, so that all of it can be repeated.
   *
   * @returns the machine, as its source knows or knew it
   */
  settle(
    context: LedgerContext,
    request: StoredRequest,
  ): Promise<RequestMachine>;
  complete(
    context: LedgerContext,
    request: StoredRequest,
    machine: RequestMachine,
  ): Completion;
}
