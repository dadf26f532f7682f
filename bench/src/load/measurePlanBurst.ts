import { setTimeout as delay } from 'node:timers/promises';
import {
  AtlantisRuns,
  formValues,
  InfrastructureRepository,
  Platform,
  PullRequest,
} from '@backlot/peers/requests';
import type { VmRequest } from '@backlot/plugin-vm-requests-common';
import { askNetBox, prefixId } from '../askNetBox';
import { inTurns } from './inTurns';
import { ProcessorTime, processorTime, usedSince } from './processorTime';

const environment = 'production';
/** In the other environment, whose addresses no request of the burst takes. */
const barePrefix = '10.20.210.0/24';
const lookEveryMs = 500;

/** What as many plans at once took. */
export interface Burst {
  milliseconds: number;
  used: ProcessorTime;
}

/** As many plans at once, in three ways. */
export interface PlanBurst {
  /** From the first form to the last plan recorded. */
  backlot: Burst;
  /** One allocation call and the plan calls alone. */
  bare: Burst;
  /** The same, each plan with its commit and its pull request before it. */
  bareWithPulls: Burst;
}

interface BurstOptions {
  requests: number;
  /** How many plans Atlantis is asked for at once, on both sides. */
  concurrency: number;
  /** Begins the names of its machines. */
  name: string;
}

/** A directory that a script plans. */
interface Prepared {
  directory: string;
  files: Record<string, string>;
  branch: string;
}

/**
 * Sends forms at once and waits for their plans; then has a script ask for as many plans of the same
 * files. What the requests have taken is given back in the end.
 */
export async function measurePlanBurst(
  platform: Platform,
  options: BurstOptions,
): Promise<PlanBurst> {
  const { requests, ...backlot } = await planByBacklot(platform, options);
  const bare = await planByHand(platform, requests, {
    ...options,
    isAlone: true,
  });
  const bareWithPulls = await planByHand(platform, requests, {
    ...options,
    isAlone: false,
  });
  await cancelAll(platform, requests);
  return { backlot, bare, bareWithPulls };
}

async function planByBacklot(
  { api }: Platform,
  { requests: count, name }: BurstOptions,
): Promise<{ requests: VmRequest[] } & Burst> {
  const names = Array.from({ length: count }, (_, index) => `${name}${index}`);
  await Promise.all([api.signIn('anna.weber'), api.signIn('priya.nair')]);
  const before = processorTime();
  const began = Date.now();
  await Promise.all(
    names.map(each => api.request(formValues(each, environment))),
  );
  for (;;) {
    const { items, byState } = await api.list({ search: name });
    if (byState.undoing || byState.failed) {
      const failed = items.find(({ message }) => message);
      throw new Error(`A request was not planned: ${failed?.message}`);
    }
    if (byState.planned === count) {
      const used = usedSince(before, processorTime());
      const requests = await Promise.all(items.map(({ id }) => api.find(id)));
      const planned = await Promise.all(
        requests.map(async ({ id }) => {
          const event = (await api.history(id)).find(
            ({ to }) => to === 'planned',
          );
          return Date.parse(event!.at);
        }),
      );
      return { requests, milliseconds: Math.max(...planned) - began, used };
    }
    await delay(lookEveryMs);
  }
}

function prepare({ name, files }: VmRequest, suffix: string): Prepared {
  const byHand = `${name}-${suffix}`;
  return {
    branch: byHand,
    directory: `vms/${environment}/${byHand}`,
    files: Object.fromEntries(
      files!.map(({ path, content }) => [
        path.split('/').pop()!,
        content.replaceAll(name, byHand),
      ]),
    ),
  };
}

/** @param options - `isAlone`: the pull requests are there before, and only the plans are timed */
async function planByHand(
  { peers, netbox }: Platform,
  requests: VmRequest[],
  { concurrency, isAlone }: BurstOptions & { isAlone: boolean },
): Promise<Burst> {
  const repository = new InfrastructureRepository(peers.forge);
  const atlantis = new AtlantisRuns(peers.atlantis, repository.name);
  const prefix = await prefixId(netbox, barePrefix);
  const propose = ({ branch, directory, files }: Prepared) =>
    repository.propose(branch, directory, files);
  const plan = async ({ directory }: Prepared, pull: PullRequest) => {
    const { status, body } = await atlantis.plan(pull, directory);
    if (status !== 200) {
      throw new Error(`Atlantis answered ${status}: ${body}`);
    }
  };
  const prepared = requests.map(each =>
    prepare(each, isAlone ? 'plan' : 'pull'),
  );
  const pulls = new Map<Prepared, PullRequest>();
  if (isAlone) {
    for (const each of prepared) {
      pulls.set(each, await propose(each));
    }
  }

  const before = processorTime();
  const began = Date.now();
  await askNetBox(
    netbox,
    'POST',
    `ipam/prefixes/${prefix}/available-ips/`,
    requests.map(({ fqdn }) => ({ dns_name: fqdn })),
  );
  await inTurns(prepared, concurrency, async each => {
    await plan(each, pulls.get(each) ?? (await propose(each)));
  });
  return {
    milliseconds: Date.now() - began,
    used: usedSince(before, processorTime()),
  };
}

async function cancelAll(
  { api }: Platform,
  requests: VmRequest[],
): Promise<void> {
  await inTurns(requests, 4, async each => {
    await api.cancel(each);
  });
  for (const { id } of requests) {
    await api.waitFor(id, ({ state }) => state === 'cancelled');
  }
}
