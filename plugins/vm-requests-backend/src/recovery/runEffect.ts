import { isError } from '@backstage/errors';
import { allocationKeysOf } from '@backlot/plugin-vm-requests-node';
import { isoAfter } from '../clock';
import { DueEffect, Effect, StoredRequest } from '../database/StoredRequest';
import { LedgerContext, pageOf } from '../ledger/LedgerContext';
import { callHook } from '../machineHooks/callHook';
import { watchGuest } from '../guest/watchGuest';
import { effectLease } from '../ledger/leaseNames';
import { tryWork } from '../ledger/withWork';
import { backoffMs } from './backoff';
import { freeLastLocks } from './freeLocks';
import { NotYet } from './NotYet';
import { removeDirectory } from './removeDirectory';

/** Keys of an ended request under which nobody in the ledger has an address now. */
async function unusedKeys(
  { store }: LedgerContext,
  { nameKey, terms }: StoredRequest,
): Promise<string[]> {
  const holder = await store.findName(nameKey);
  const inUse = holder ? allocationKeysOf((await store.get(holder)).terms) : [];
  return allocationKeysOf(terms).filter(key => !inUse.includes(key));
}

/**
 * Ends the quarantine of a machine's addresses. One that came into use after all is left to whom it
 * belongs. What a task that was given up did late is given back here: an address that nobody in the
 * ledger has goes into quarantine now, and a reservation ends.
 */
async function removeAddress(
  context: LedgerContext,
  effect: Effect,
): Promise<void> {
  const { store, peers, clock, settings } = context;
  const request = await store.get(effect.request);
  await peers.inventory.endReservation(request.id);
  const kept: string[] = [];
  for (const key of await unusedKeys(context, request)) {
    if ((await peers.addresses.remove(key)) === 'kept') {
      await peers.addresses.deprecate(key);
      kept.push(key);
    }
  }
  if (kept.length > 0) {
    throw new NotYet(
      `Kept out of use until ${isoAfter(clock, settings.quarantine)}.`,
    );
  }
}

/**
 * Removes the branch of a merged pull request, unless somebody went on with it. Of a request that was
 * given back, what a task that was given up proposed late is withdrawn.
 */
async function removeBranch(
  { store, peers }: LedgerContext,
  effect: Effect,
): Promise<void> {
  const { state, stack, repository, baseBranch, branch, pullRequest, plan } =
    await store.get(effect.request);
  if (state !== 'done') {
    await peers.forge.withdraw({ stack, repository, baseBranch, branch });
    return;
  }
  // Of a request that was done before its merge deleted the branch.
  if (pullRequest && plan) {
    await peers.forge.merge({
      stack,
      repository,
      number: pullRequest.number,
      branch,
      commit: plan.commit,
    });
  }
}

async function notify(context: LedgerContext, effect: Effect): Promise<void> {
  const { input } = effect;
  if (input) {
    const { about, ...notification } = input;
    await context.peers.people.notify({
      ...notification,
      link: pageOf(effect.request),
      scope: `vm-request:${about ? `${effect.request}:${about}` : effect.id}`,
    });
  }
}

/** What each does; it answers when it is to run again, or what came of it when it is done. */
const runs: Record<
  DueEffect['what'],
  (context: LedgerContext, effect: Effect) => Promise<Date | string | void>
> = {
  'guest-watch': (context, { request }) => watchGuest(context, request),
  notification: notify,
  'branch-removal': removeBranch,
  'directory-removal': removeDirectory,
  'address-removal': removeAddress,
  'lock-release': async (context, { request }) =>
    freeLastLocks(context, await context.store.get(request)),
  'machine-hook': callHook,
};

/**
 * About an hour. What nobody could be told is in the request's history, a branch that stays is in
 * nobody's way, and how an admin frees a lock is in docs/operations.md.
 */
const mostTries = 20;
const givesUp: readonly Effect['what'][] = [
  'notification',
  'branch-removal',
  'lock-release',
];

const shortestDelayMs = 60_000;

/** When an effect is tried again if nothing comes of this try, in milliseconds. */
function delayOf({ what, tries }: Effect): number {
  switch (what) {
    case 'guest-watch':
      // Its tries are looks, most of which do not fail.
      return shortestDelayMs;
    case 'address-removal':
      return Math.max(backoffMs(tries + 1), shortestDelayMs);
    default:
      return backoffMs(tries + 1);
  }
}

/** Does one thing that is due beside a request's state, and tries again later what fails. */
export async function runEffect(
  given: LedgerContext,
  effect: DueEffect,
): Promise<void> {
  await tryWork(given, effectLease(effect.id), context =>
    tryEffect(context, effect),
  );
  if (effect.what === 'machine-hook') {
    given.changed(effect.request);
  }
}

async function tryEffect(
  context: LedgerContext,
  effect: DueEffect,
): Promise<void> {
  const { effects, clock, settings, logger, signal } = context;
  if (!(await effects.take(effect, isoAfter(clock, delayOf(effect))))) {
    return;
  }
  try {
    const outcome = await runs[effect.what](context, effect);
    if (outcome instanceof Date) {
      await effects.postpone(effect, outcome.toISOString());
      return;
    }
    await effects.finish(effect, {
      detail: typeof outcome === 'string' ? outcome : undefined,
    });
  } catch (error) {
    signal.throwIfAborted();
    const words = isError(error) ? error.message : String(error);
    if (givesUp.includes(effect.what) && effect.tries >= mostTries) {
      await effects.finish(effect, { detail: `Given up: ${words}` });
      return;
    }
    if (error instanceof NotYet && effect.what === 'address-removal') {
      await effects.postpone(effect, isoAfter(clock, settings.quarantine));
    }
    await effects.explain(effect, words);
    logger.warn(
      `The ${effect.what} of request ${effect.request} is not done yet: ${words}`,
    );
  }
}
