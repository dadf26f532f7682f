/**
 * A machine as hooks are told of it.
 *
 * @alpha
 */
export interface HookedMachine {
  /** Of the ledger; no other machine ever has it. */
  id: string;
  name: string;
  fqdn: string;
  environment: string;
  /** Entity ref. */
  owner: string;
  /** IPv4 and IPv6. */
  addresses: string[];
}

/**
 * What another system is to do when a machine was made, and when it is gone. Requests do not wait for
 * it: a call that fails is repeated, with growing pauses, until it succeeds, and people see it.
 *
 * A call may be cut off at any moment and be repeated, so it looks first. There is one at a time of a
 * hook and a machine, and none for `made` once there was one for `ended`.
 *
 * @alpha
 */
export interface MachineHook {
  /** The ledger keeps it with each call: it stays the same from release to release. */
  id: string;
  /** For people, e.g. `DNS`. */
  title: string;
  /**
   * What is so of a machine while the call is not done, as a sentence goes on after its name, e.g.
   * `is not registered yet`.
   */
  pending: { made: string; ended: string };
  /**
   * Called once a machine was made and runs, or was adopted: then it ran before the ledger knew it, and
   * what the hook does may have been done by others, and be right.
   *
   * @returns what came of it, a sentence for whoever may see the machine
   * @throws an error whose message says why not; the platform team reads it
   */
  made(
    machine: HookedMachine,
    options: { signal: AbortSignal; adopted: boolean },
  ): Promise<string>;
  /** Called once a machine is gone; otherwise like {@link MachineHook.made}. */
  ended(
    machine: HookedMachine,
    options: { signal: AbortSignal },
  ): Promise<string>;
}
