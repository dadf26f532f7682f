import { DueEffect, Effect, StoredRequest } from './StoredRequest';

/** Keeps what is to be done beside the states; transitions put it there. */
export interface EffectStore {
  /** Of one request, the steps of giving back first and in their order. */
  list(request: string): Promise<Effect[]>;
  /** Calls of machine hooks about one machine, by all requests on it, oldest first. */
  listHookCalls(machine: string): Promise<Effect[]>;
  /** Those that are due by themselves, beside the steps of giving back. */
  listDue(options: { now: string; limit: number }): Promise<DueEffect[]>;
  /** Those of a kind and of requests of one base branch that are not done, due or being tried; oldest first. */
  listOpen(
    what: DueEffect['what'],
    options: {
      of: Pick<StoredRequest, 'stack' | 'repository' | 'baseBranch'>;
      limit: number;
    },
  ): Promise<DueEffect[]>;
  /** Takes one for a try; false when another has taken it. */
  take(effect: Effect, nextAt: string): Promise<boolean>;
  /** When to try one next that was taken. */
  postpone(effect: Effect, nextAt: string): Promise<void>;
  finish(effect: Effect, options: { detail?: string }): Promise<void>;
  /** Says why one is not done yet. */
  explain(effect: Effect, detail: string): Promise<void>;
}
