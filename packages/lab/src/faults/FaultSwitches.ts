/**
 * The peers of the lab.
 *
 * @public
 */
export type LabPeerName = 'vcenter' | 'netbox' | 'forge' | 'atlantis';

/**
 * What can be made to go wrong, by peer.
 *
 * - `down`: connections are cut without an answer.
 * - `slow`: each answer is held back by `delayMs`.
 * - `token-refused`: the peer answers as it does to a wrong token or password.
 * - `answer-lost`: the work is done, then the connection is cut before the answer.
 * - `prefix-full` (netbox): allocation answers 409.
 * - `plan-fails`, `apply-fails-half-way`, `killed-before-clone`, `killed-after-clone` (atlantis).
 * - `session-expires` (vcenter): the session is forgotten.
 *
 * @public
 */
export type FaultKind =
  | 'down'
  | 'slow'
  | 'token-refused'
  | 'answer-lost'
  | 'prefix-full'
  | 'plan-fails'
  | 'apply-fails-half-way'
  | 'killed-before-clone'
  | 'killed-after-clone'
  | 'session-expires';

/**
 * One fault that is switched on.
 *
 * @public
 */
export interface Fault {
  peer: LabPeerName;
  kind: FaultKind;
  /** How many more times it strikes; without it, until it is switched off. */
  times?: number;
  /** Milliseconds that a `slow` peer holds an answer back. */
  delayMs?: number;
  /** Strikes only requests whose path contains this text. */
  path?: string;
}

/**
 * The faults that are switched on in a lab, shared by all its peers.
 *
 * @public
 */
export class FaultSwitches {
  readonly #faults: Fault[] = [];

  /** All faults that are on. */
  list(): Fault[] {
    return this.#faults.map(fault => ({ ...fault }));
  }

  /** Switches a fault on, in place of one of the same peer and kind. */
  switchOn(fault: Fault): void {
    this.switchOff(fault.peer, fault.kind);
    this.#faults.push({ ...fault });
  }

  /** Switches off one fault, all faults of a peer, or all. */
  switchOff(peer?: LabPeerName, kind?: FaultKind): void {
    const kept = this.#faults.filter(
      fault =>
        (peer !== undefined && fault.peer !== peer) ||
        (kind !== undefined && fault.kind !== kind),
    );
    this.#faults.splice(0, this.#faults.length, ...kept);
  }

  /**
   * Asks whether a fault strikes now, and uses up one of its times.
   *
   * @param path - the path asked for, compared with the fault's own `path`
   */
  strike(peer: LabPeerName, kind: FaultKind, path = ''): Fault | undefined {
    const fault = this.#faults.find(
      candidate =>
        candidate.peer === peer &&
        candidate.kind === kind &&
        (candidate.path === undefined || path.includes(candidate.path)),
    );
    if (fault?.times !== undefined) {
      fault.times -= 1;
      if (fault.times <= 0) {
        this.switchOff(peer, kind);
      }
    }
    return fault;
  }
}
