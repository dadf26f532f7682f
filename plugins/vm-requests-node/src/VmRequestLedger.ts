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
  /** The checks of `open` without opening anything. */
  check(input: LedgerStepInput<'check'>): Promise<LedgerStepAnswer<'check'>>;
  /** Opens the pull request. Idempotent by branch. */
  propose(
    input: LedgerStepInput<'propose'>,
  ): Promise<LedgerStepAnswer<'propose'>>;
  /** Records the plan; policy approves it, or it waits for a person. */
  submit(input: LedgerStepInput<'submit'>): Promise<LedgerStepAnswer<'submit'>>;
  /** Takes an approved request for applying. Only the task that the ledger started may. */
  claim(input: LedgerStepInput<'claim'>): Promise<LedgerStepAnswer<'claim'>>;
  /** Merges, looks for the machine, activates the address, makes the machine's record. */
  complete(
    input: LedgerStepInput<'complete'>,
  ): Promise<LedgerStepAnswer<'complete'>>;
  /**
   * Says that the task failed. Before apply began everything is given back; after, the request waits
   * for a person. A task that does not hold the request changes nothing.
   */
  fail(input: LedgerStepInput<'fail'>): Promise<LedgerStepAnswer<'fail'>>;
  /** Machines that came from requests and live. */
  listMachines(options?: { signal?: AbortSignal }): Promise<LedgerMachine[]>;
}
