import { isError } from '@backstage/errors';
import { GiveBackStep } from '@backlot/plugin-vm-requests-common';
import { isoAfter } from '../clock';
import { StoredRequest } from '../database/StoredRequest';
import { keepLog } from '../ledger/followLog';
import { LedgerContext } from '../ledger/LedgerContext';
import { deprecateAddresses } from '../operations/machineAddresses';
import { freeLocks } from './freeLocks';
import { NotYet } from './NotYet';
import { placeOf } from './placeOf';

/** When is looked for what a process did late that stood still as its task was given up. */
const lateMs = 3600_000;

/** Nothing is taken away from under a task that still runs. */
async function waitForTasks(
  context: LedgerContext,
  request: StoredRequest,
): Promise<void> {
  const { store, peers } = context;
  for (const { task } of await store.listAttempts(request.id)) {
    if (task && (await peers.tasks.look(task)).state === 'alive') {
      if (request.endsAs !== 'failed') {
        await peers.tasks.cancel(task);
      }
      throw new NotYet(`Waits for task ${task} to end.`);
    }
  }
}

/** Atlantis that does not answer keeps nobody from giving the rest back: an effect comes again. */
async function tryToFreeLocks(
  context: LedgerContext,
  request: StoredRequest,
): Promise<void> {
  try {
    await freeLocks(context, request);
  } catch (error) {
    context.signal.throwIfAborted();
    context.logger.warn(
      `The locks of request ${request.id} at Atlantis are not free yet: ${
        isError(error) ? error.message : String(error)
      }`,
    );
  }
}

async function withdraw(
  context: LedgerContext,
  request: StoredRequest,
): Promise<void> {
  await waitForTasks(context, request);
  await keepLog(context, request, 'plan');
  await tryToFreeLocks(context, request);
  await context.peers.forge.withdraw({
    stack: request.stack,
    repository: request.repository,
    baseBranch: request.baseBranch,
    branch: request.branch,
  });
}

/** Throws while something may exist that nobody may give the address of away. */
async function checkNothingExists(
  context: LedgerContext,
  request: StoredRequest,
): Promise<void> {
  const { jobs, inventory } = context.peers;
  const place = placeOf(request);
  if (place && (await jobs.isRunning(place))) {
    throw new NotYet(
      `Waits for Atlantis to end its job on ${request.directory}.`,
      'atlantis',
    );
  }
  const { machines, live } = await inventory.findMachines({
    source: request.spec.source,
    name: request.name,
  });
  if (!live) {
    throw new NotYet(
      `Waits for ${request.spec.source} to say which machines there are.`,
      'inventory',
    );
  }
  const own = machines.find(({ annotation }) =>
    annotation?.includes(request.id),
  );
  if (own) {
    throw new NotYet(
      `The machine ${own.id} of ${own.source} was made for this request. Delete it, or keep it and change its note.`,
      'platform-team',
    );
  }
}

const steps: Record<
  GiveBackStep['what'],
  (context: LedgerContext, request: StoredRequest) => Promise<void>
> = {
  'pull-request': withdraw,
  'apply-check': checkNothingExists,
  reservation: ({ peers }, request) =>
    peers.inventory.endReservation(request.id),
  address: ({ peers }, request) => deprecateAddresses(peers, request),
  'machine-record': ({ peers }, request) =>
    peers.addresses.removeMachineRecord({
      request: request.id,
      name: request.name,
      cluster: request.placement?.cluster.name,
    }),
};

function isStep(what: string): what is GiveBackStep['what'] {
  return Object.hasOwn(steps, what);
}

/**
 * Gives everything back, in its order, each step written down when done; then ends the request. A
 * step that fails says why, and those after it wait.
 */
export async function giveBack(
  context: LedgerContext,
  request: StoredRequest,
): Promise<void> {
  const { store, effects, clock, settings } = context;
  for (const effect of await effects.list(request.id)) {
    if (isStep(effect.what) && !effect.doneAt) {
      try {
        await steps[effect.what](context, request);
      } catch (error) {
        context.signal.throwIfAborted();
        await effects.explain(
          effect,
          isError(error) ? error.message : String(error),
        );
        throw error;
      }
      await effects.finish(effect, {
        detail:
          effect.what === 'address'
            ? `Kept out of use until ${isoAfter(clock, settings.quarantine)}.`
            : undefined,
      });
    }
  }
  await store.transition(request, {
    event: 'given-back',
    actor: { role: 'ledger' },
    by: 'ledger',
    ...(request.needsPlan && {
      removeBranchAt: isoAfter(clock, lateMs),
      removeAddressAt: isoAfter(clock, settings.quarantine),
    }),
  });
  context.changed(request.id);
}
