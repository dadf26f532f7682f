import {
  LedgerMachine,
  LedgerMachineRules,
} from '@backlot/plugin-vm-requests-common';
import { LedgerStepAnswer, LedgerStepInput } from './ledgerSteps';

/**
 * The ledger as the steps of templates and other backends call it, with the credentials of the
 * service that calls.
 *
 * @public
 */
export interface VmRequestLedger {
  /**
   * Checks name, quota and policy, and opens a request. The same task gets the same request again.
   *
   * @throws ConflictError when the name is taken, with the id of the request or machine that has it
   * @throws InputError when policy does not allow what is asked
   */
  open(input: LedgerStepInput<'open'>): Promise<LedgerStepAnswer<'open'>>;
  /**
   * Checks how many machines are asked for, and keeps their names; the ledger opens a request for each.
   * The same task gets the same batch again.
   *
   * @throws ConflictError when a name is taken meanwhile
   * @throws InputError when policy does not allow what is asked
   */
  batch(input: LedgerStepInput<'batch'>): Promise<LedgerStepAnswer<'batch'>>;
  /**
   * Checks who asks for which operation on which machine, and opens a request for it. The same task
   * gets the same request again.
   *
   * @throws ConflictError when another request on the machine is open, or it cannot be now
   * @throws InputError when policy or the machine does not allow what is asked
   * @throws NotAllowedError when the machine is another's
   */
  operate(
    input: LedgerStepInput<'operate'>,
  ): Promise<LedgerStepAnswer<'operate'>>;
  /**
   * Checks a machine that nobody requested against policy, and opens a request to adopt it. The same
   * task gets the same request again.
   *
   * @throws ConflictError when it has an owner here already, or its name or address is another's
   * @throws InputError when policy or the machine does not allow it
   */
  adopt(input: LedgerStepInput<'adopt'>): Promise<LedgerStepAnswer<'adopt'>>;
  /** The checks of `open` without opening anything. */
  check(input: LedgerStepInput<'check'>): Promise<LedgerStepAnswer<'check'>>;
  /**
   * Opens the pull request. Idempotent by branch. Only a request of a machine that has no directory yet
   * brings files; of one that makes it, placement and address, too.
   */
  propose(
    input: LedgerStepInput<'propose'>,
  ): Promise<LedgerStepAnswer<'propose'>>;
  /** Records the plan; policy approves it, or it waits for a person. */
  submit(input: LedgerStepInput<'submit'>): Promise<LedgerStepAnswer<'submit'>>;
  /** Takes an approved request for applying. Only the task that the ledger started may. */
  claim(input: LedgerStepInput<'claim'>): Promise<LedgerStepAnswer<'claim'>>;
  /** Merges, and does what follows the operation: for a new machine looks for it, and records it. */
  complete(
    input: LedgerStepInput<'complete'>,
  ): Promise<LedgerStepAnswer<'complete'>>;
  /**
   * Says that the task failed. Before apply began everything is given back; after, the request waits
   * for a person. A task that does not hold the request changes nothing.
   */
  fail(input: LedgerStepInput<'fail'>): Promise<LedgerStepAnswer<'fail'>>;
  /** Machines that came from requests and stand, all of them, read page by page. */
  listMachines(options?: { signal?: AbortSignal }): Promise<LedgerMachine[]>;
  /**
   * Whose a machine of the inventory is, and what its owner may do to it without a request.
   *
   * @returns undefined for one that came from no request
   */
  machineRules(
    machine: { source: string; id: string; instanceUuid?: string },
    options?: { signal?: AbortSignal },
  ): Promise<LedgerMachineRules | undefined>;
}
