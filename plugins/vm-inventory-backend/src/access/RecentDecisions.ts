import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { PolicyDecision } from '@backstage/plugin-permission-common';
import { Clock } from '../clock';

const MOST = 10_000;

/**
 * Remembers for some seconds what the permission policy decided about somebody, because a page asks
 * many times a second and each decision is a call to another plugin. A token says for an hour which
 * groups its user belongs to; this adds seconds to it.
 *
 * @internal
 */
export class RecentDecisions {
  readonly #clock: Clock;
  readonly #forMs: number;
  /** The oldest is the first. */
  readonly #decisions = new Map<
    string,
    { until: number; decision: Promise<PolicyDecision> }
  >();

  constructor(options: { clock: Clock; forMs: number }) {
    this.#clock = options.clock;
    this.#forMs = options.forMs;
  }

  /** The decision about these credentials; asked for once at a time. */
  async of(
    { principal }: BackstageCredentials,
    ask: () => Promise<PolicyDecision>,
  ): Promise<PolicyDecision> {
    const key = JSON.stringify(principal);
    const now = this.#clock.now();
    const known = this.#decisions.get(key);
    if (known && now < known.until) {
      return known.decision;
    }
    const decision = ask();
    const entry = { until: now + this.#forMs, decision };
    this.#decisions.delete(key);
    this.#decisions.set(key, entry);
    if (this.#decisions.size > MOST) {
      const [oldest] = this.#decisions.keys();
      this.#decisions.delete(oldest);
    }
    try {
      return await decision;
    } catch (error) {
      // Not an answer to be remembered.
      if (this.#decisions.get(key) === entry) {
        this.#decisions.delete(key);
      }
      throw error;
    }
  }
}
