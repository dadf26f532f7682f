import { ConflictError } from '@backstage/errors';
import {
  isEmptyPlan,
  Plan,
  RequestFile,
} from '@backlot/plugin-vm-requests-common';
import { RollBack, StoredRequest } from '../database/StoredRequest';
import { checkOnlyDestroys } from '../ledger/allowedPlan';
import { LedgerContext } from '../ledger/LedgerContext';
import { nameOf } from '../ledger/nameOf';
import { createOperationContext } from '../operations/createOperationContext';
import { restorePower } from '../operations/standingMachine';
import { absentVariables } from '../operations/variables';
import { NotYet } from './NotYet';
import { placeOf } from './placeOf';

async function remember(
  context: LedgerContext,
  request: StoredRequest,
  type: string,
  reached: RollBack,
): Promise<StoredRequest> {
  return context.store.record(request, {
    type,
    by: 'ledger',
    detail: { commit: reached.commit, digest: reached.digest },
    patch: { rollBack: reached },
  });
}

async function commit(
  context: LedgerContext,
  request: StoredRequest,
  files: RequestFile[],
): Promise<StoredRequest> {
  const { forge } = context.peers;
  const chosen = request.rollBack ?? { by: 'ledger' };
  if (chosen.commit) {
    return request;
  }
  let head: string | undefined;
  for (const file of files) {
    head = await forge.replaceFile({
      stack: request.stack,
      repository: request.repository,
      baseBranch: request.baseBranch,
      branch: request.branch,
      message: `Roll back ${request.fqdn}`,
      file,
    });
  }
  return remember(context, request, 'roll-back-committed', {
    ...chosen,
    commit: head,
  });
}

/** Throws while the inventory shows the machine, or cannot say. */
async function seeItGone(
  context: LedgerContext,
  request: StoredRequest,
): Promise<void> {
  const { machines, live } = await context.peers.inventory.findMachines({
    source: request.spec.source,
    name: request.name,
  });
  if (!live) {
    throw new NotYet(
      `Waits for ${request.spec.source} to say which machines there are.`,
      'inventory',
    );
  }
  if (machines.length > 0) {
    throw new NotYet(
      `Terraform has nothing left to destroy, but ${request.spec.source} shows machine ${machines[0].id} named ${request.name}. Delete it if it belongs to this request; the roll-back goes on by itself.`,
      'platform-team',
    );
  }
}

/** How a request is taken back: what is committed, which plan may come of it, and what is seen then. */
interface WayBack {
  files: RequestFile[];
  check(plan: Plan): void;
  /** @returns what there is to tell of it */
  see(): Promise<string | undefined>;
}

async function wayBackOf(
  context: LedgerContext,
  request: StoredRequest,
): Promise<WayBack> {
  const { store, operations } = context;
  const operation = operations.planned(request);
  switch (operation.rollBack(request)) {
    case 'destroy':
      return {
        files: [absentVariables(request)],
        check: plan => checkOnlyDestroys(plan, request.directory),
        see: async () => {
          await seeItGone(context, request);
          return undefined;
        },
      };
    case 'revert': {
      const { files = [] } = await store.getShaping(
        await store.getMachine(request.machineId),
      );
      return {
        files: (request.files ?? []).map(
          ({ path }): RequestFile =>
            files.find(file => file.path === path) ?? {
              path,
              content: '',
              removed: true,
            },
        ),
        check: plan => operation.checkPlan(plan, { ...request, files }),
        see: async () =>
          request.machine &&
          restorePower(
            createOperationContext(context),
            request,
            request.machine,
          ),
      };
    }
    default:
      throw new ConflictError(
        `Request ${request.id} cannot be rolled back; try it again.`,
      );
  }
}

/**
 * Takes back what a failed apply left: a commit of how it shall be, a fresh plan that does no more
 * than that, its apply. Each part looks first, so that all of it can be repeated.
 */
export async function rollBack(
  context: LedgerContext,
  given: StoredRequest,
): Promise<void> {
  const { store, peers, clock } = context;
  const place = placeOf(given);
  if (!place) {
    throw new ConflictError(
      `Request ${given.id} has no pull request to roll back in.`,
    );
  }
  if (await peers.jobs.isRunning(place)) {
    throw new NotYet(
      `Waits for Atlantis to end its job on ${place.directory}.`,
      'atlantis',
    );
  }
  const way = await wayBackOf(context, given);
  let request = await commit(context, given, way.files);
  const plan = await peers.jobs.plan(place);
  if (!isEmptyPlan(plan)) {
    way.check(plan);
    request = await remember(context, request, 'roll-back-planned', {
      ...request.rollBack!,
      commit: plan.commit,
      digest: plan.digest,
    });
    await peers.jobs.apply(place, plan.digest);
  }
  const news = await way.see();
  await store.transition(request, {
    event: 'rolled-back',
    actor: { role: 'ledger' },
    by: 'ledger',
    patch: {
      message: [
        request.rollBack
          ? `${nameOf(request.rollBack.by)} chose to roll back.`
          : 'Rolled back.',
        news,
      ]
        .filter(Boolean)
        .join(' '),
    },
    wakeAt: clock.now().toISOString(),
  });
  context.changed(request.id);
}
