import { LedgerMachine } from '@backlot/plugin-vm-requests-common';
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
   * Checks who asks to end which machine, and opens a request for it. The same task gets the same
   * request again.
   *
   * @throws ConflictError when the machine is protected, or another request on it is open
   * @throws InputError when the name is not the machine's
   * @throws NotAllowedError when the machine is another's
   */
  decommission(
    input: LedgerStepInput<'decommission'>,
  ): Promise<LedgerStepAnswer<'decommission'>>;
  /** The checks of `open` without opening anything. */
  check(input: LedgerStepInput<'check'>): Promise<LedgerStepAnswer<'check'>>;
  /**
   * Opens the pull request. Idempotent by branch. Only a request that makes a machine brings files,
   * placement and address.
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
}
