import { ConflictError } from '@backstage/errors';
import { isEmptyPlan } from '@backlot/plugin-vm-requests-common';
import { z } from 'zod';
import { RollBack, StoredRequest } from '../database/StoredRequest';
import { checkOnlyDestroys } from '../ledger/allowedPlan';
import { LedgerContext } from '../ledger/LedgerContext';
import { nameOf } from '../ledger/nameOf';
import { NotYet } from './NotYet';
import { placeOf } from './placeOf';

const variablesSchema = z.looseObject({ present: z.boolean() });

/** The file of a request's variables, saying that the machine shall not be. */
export function absentVariables(request: StoredRequest): {
  path: string;
  content: string;
} {
  for (const { path, content } of request.files ?? []) {
    if (path.endsWith('.tfvars.json')) {
      const variables = variablesSchema.safeParse(JSON.parse(content));
      if (variables.success) {
        return {
          path,
          content: `${JSON.stringify(
            { ...variables.data, present: false },
            undefined,
            2,
          )}\n`,
        };
      }
    }
  }
  throw new ConflictError(
    `No file of request ${request.id} has a variable 'present' to set to false. Destroy what exists in ${request.directory} by hand, and delete the machine.`,
  );
}

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

async function commitAbsence(
  context: LedgerContext,
  request: StoredRequest,
): Promise<StoredRequest> {
  const { forge } = context.peers;
  const chosen = request.rollBack ?? { by: 'ledger' };
  if (chosen.commit) {
    return request;
  }
  const commit = await forge.replaceFile({
    repository: request.repository,
    baseBranch: request.baseBranch,
    branch: request.branch,
    message: `Roll back ${request.fqdn}`,
    ...absentVariables(request),
  });
  return remember(context, request, 'roll-back-committed', {
    ...chosen,
    commit,
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

/**
 * Destroys what a failed apply left: a commit that says that the machine shall not be, a fresh plan
 * that only destroys, its apply. Each part looks first, so that all of it can be repeated.
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
  let request = await commitAbsence(context, given);
  const plan = await peers.jobs.plan(place);
  checkOnlyDestroys(plan, request.directory);
  if (!isEmptyPlan(plan)) {
    request = await remember(context, request, 'roll-back-planned', {
      ...request.rollBack!,
      commit: plan.commit,
      digest: plan.digest,
    });
    await peers.jobs.apply(place, plan.digest);
  }
  await seeItGone(context, request);
  await store.transition(request, {
    event: 'rolled-back',
    actor: { role: 'ledger' },
    by: 'ledger',
    patch: {
      message: request.rollBack
        ? `${nameOf(request.rollBack.by)} chose to roll back.`
        : 'Rolled back.',
    },
    wakeAt: clock.now().toISOString(),
  });
  context.changed(request.id);
}
