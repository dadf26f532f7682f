import { branchOf } from '@backlot/plugin-vm-requests-common';
import { Effect, StoredRequest } from '../database/StoredRequest';
import { LedgerContext } from '../ledger/LedgerContext';
import { cleanUpLease } from '../ledger/leaseNames';
import { stackOf } from '../ledger/stackOf';
import { tryWork } from '../ledger/withWork';

/** Machines whose files one pull request removes. */
const mostAtOnce = 20;

/** When to look again while another removes files of the repository. */
const lookAgainMs = 1_000;

/** What a machine that is gone has left in Git. */
interface Remains {
  effect: Effect;
  fqdn: string;
  request: string;
  paths: string[];
}

function isSamePlace(one: StoredRequest, other: StoredRequest): boolean {
  return (
    one.stack === other.stack &&
    one.repository === other.repository &&
    one.directory === other.directory
  );
}

/**
 * Nothing is removed of a machine whose name is taken again in the same directory: the next one's
 * files lie there.
 */
async function remainsOf(
  { store }: LedgerContext,
  request: StoredRequest,
  effect: Effect,
): Promise<Remains[]> {
  const holder = await store.findName(request.nameKey);
  if (holder && isSamePlace(await store.get(holder), request)) {
    return [];
  }
  const { files = [] } = await store.getShaping(
    await store.getMachine(request.machineId),
  );
  const paths = files.map(({ path }) => path);
  return [{ effect, fqdn: request.fqdn, request: request.id, paths }];
}

/** What lies in the same repository and stack of other machines whose files are to be removed. */
async function remainsOfOthers(
  context: LedgerContext,
  request: StoredRequest,
): Promise<Remains[]> {
  const { effects, store } = context;
  const others = await effects.listOpen('directory-removal', {
    of: request,
    limit: mostAtOnce,
  });
  const found: Remains[] = [];
  for (const effect of others) {
    const other = await store.get(effect.request);
    if (other.id !== request.id) {
      found.push(...(await remainsOf(context, other, effect)));
    }
  }
  return found.slice(0, mostAtOnce - 1);
}

function describe(remains: Remains[]): { title: string; body: string } {
  const [{ fqdn, request }] = remains;
  return remains.length === 1
    ? {
        title: `Remove the files of ${fqdn}`,
        body: `The machine was decommissioned by request ${request}; nothing is left of it.`,
      }
    : {
        title: `Remove the files of ${remains.length} machines`,
        body: [
          'These machines were decommissioned; nothing is left of them.',
          '',
          ...remains.map(each => `- ${each.fqdn}, by request ${each.request}`),
        ].join('\n'),
      };
}

/**
 * Removes what a machine that is gone has left in Git, and with it what others have left there that
 * wait for the same: to the forge a pull request for each costs as much as all else of their ends.
 * One at a time is under way in a repository. The others are done with it; one that is not yet, because
 * this process ended, finds its files gone.
 *
 * @returns when to look again, while another is under way
 */
export async function removeDirectory(
  context: LedgerContext,
  effect: Effect,
): Promise<Date | void> {
  const request = await context.store.get(effect.request);
  const { id, stack, repository, baseBranch } = request;
  const { forge: forgeName } = stackOf(context.settings, stack);
  const outcome = await tryWork(
    context,
    cleanUpLease(forgeName, repository),
    async under => {
      const branch = `${branchOf(id)}-clean-up`;
      const { forge } = under.peers;
      if (effect.tries > 0) {
        // It may remove files of a machine whose name was taken since.
        await forge.withdraw({ stack, repository, baseBranch, branch });
      }
      const own = await remainsOf(under, request, effect);
      if (
        own.length === 0 ||
        !(await forge.hasFiles({
          stack,
          repository,
          baseBranch,
          paths: own[0].paths,
        }))
      ) {
        return;
      }
      const others = await remainsOfOthers(under, request);
      const remains = [...own, ...others];
      await forge.removeFiles({
        stack,
        repository,
        baseBranch,
        branch,
        ...describe(remains),
        paths: remains.flatMap(({ paths }) => paths),
      });
      for (const other of others) {
        await under.effects.finish(other.effect, {});
      }
    },
  );
  return outcome.done
    ? undefined
    : new Date(context.clock.now().getTime() + lookAgainMs);
}
