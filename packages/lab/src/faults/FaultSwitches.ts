/**
 * The peers of the lab.
 *
 * @public
 */
export const labPeerNames = ['vcenter', 'netbox', 'forge', 'atlantis'] as const;

/**
 * One of the lab's peers.
 *
 * @public
 */
export type LabPeerName = (typeof labPeerNames)[number];

/**
 * What can be made to go wrong, by peer.
 *
 * - `down`: connections are cut without an answer.
 * - `slow`: each answer is held back by `delayMs`.
 * - `hangs` (vcenter): connections and requests are taken, and never answered; those that were taken
 *   are not answered either once it is switched off.
 * - `stalls` (vcenter): half of the answer is sent, and no more.
 * - `token-refused`: the peer answers as it does to a wrong token or password.
 * - `answer-lost`: the work is done, then the connection is cut before the answer.
 * - `prefix-full` (netbox): allocation answers 409.
 * - `plan-fails`, `apply-fails-half-way`, `killed-before-clone`, `killed-after-clone` (atlantis).
 * - `session-expires` (vcenter): the session is forgotten.
 *
 * @public
 */
export const faultKinds = [
  'down',
  'slow',
  'hangs',
  'stalls',
  'token-refused',
  'answer-lost',
  'prefix-full',
  'plan-fails',
  'apply-fails-half-way',
  'killed-before-clone',
  'killed-after-clone',
  'session-expires',
] as const;

/**
 * One thing that can go wrong.
 *
 * @public
 */
export type FaultKind = (typeof faultKinds)[number];

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
  /**
   * Strikes only requests whose path contains this text. The path of a call to vCenter is
   * `/sdk/<method>`, e.g. `/sdk/PowerOnVM_Task`.
   */
  path?: string;
}

/**
 * The faults that are switched on in a lab, shared by all its peers.
 *
 * @public
 */
export class FaultSwitches {
  readonly #faults: Fault[] = [];
  readonly #listeners = new Set<(fault: Fault) => void>();

  /** All faults that are on. */
  list(): Fault[] {
    return this.#faults.map(fault => ({ ...fault }));
  }

  /** Switches a fault on, in place of one of the same peer and kind. */
  switchOn(fault: Fault): void {
    this.switchOff(fault.peer, fault.kind);
    this.#faults.push({ ...fault });
    this.#listeners.forEach(listener => listener({ ...fault }));
  }

  /**
   * Tells of each fault that is switched on, for peers that hold connections open.
   *
   * @returns a function that ends it
   */
  onSwitchedOn(listener: (fault: Fault) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
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
