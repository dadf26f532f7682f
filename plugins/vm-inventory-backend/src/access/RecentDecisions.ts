import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { PolicyDecision } from '@backstage/plugin-permission-common';
import { LRUCache } from 'lru-cache';
import { Clock } from '../clock';

const MOST = 10_000;

interface RecentDecision {
  askedAt: number;
  decision: Promise<PolicyDecision>;
  /** Whether the one that follows is asked for already. */
  isFollowed: boolean;
}

/**
 * Remembers for some seconds what the permission policy decided about somebody, because a page asks
 * many times a second and each decision is a call to another plugin. Halfway it is asked for anew,
 * so that who goes on asking does not wait for it. A token says for an hour which groups its user
 * belongs to; this adds seconds to it.
 *
 * @internal
 */
export class RecentDecisions {
  readonly #clock: Clock;
  readonly #forMs: number;
  readonly #decisions = new LRUCache<string, RecentDecision>({ max: MOST });

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
    if (!known || now - known.askedAt >= this.#forMs) {
      return this.#ask(key, now, ask);
    }
    if (!known.isFollowed && now - known.askedAt >= this.#forMs / 2) {
      known.isFollowed = true;
      this.#follow(key, known, ask);
    }
    return known.decision;
  }

  async #ask(
    key: string,
    askedAt: number,
    ask: () => Promise<PolicyDecision>,
  ): Promise<PolicyDecision> {
    const recent = { askedAt, decision: ask(), isFollowed: false };
    this.#decisions.set(key, recent);
    try {
      return await recent.decision;
    } catch (error) {
      // Not an answer to be remembered.
      if (this.#decisions.get(key) === recent) {
        this.#decisions.delete(key);
      }
      throw error;
    }
  }

  #follow(
    key: string,
    known: RecentDecision,
    ask: () => Promise<PolicyDecision>,
  ): void {
    const askedAt = this.#clock.now();
    const decision = ask();
    decision.then(
      () => {
        if (this.#decisions.get(key) === known) {
          this.#decisions.set(key, { askedAt, decision, isFollowed: false });
        }
      },
      () => {
        // What is known holds until it is too old: who asks then waits, and is told what is wrong.
      },
    );
  }
}
