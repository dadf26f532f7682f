import { setTimeout as delay } from 'node:timers/promises';
import { JsonObject } from '@backstage/types';
import {
  AtlantisRuns,
  formValues,
  InfrastructureRepository,
  Platform,
  startPlatform,
} from '@backlot/peers/requests';
import type { VmRequest } from '@backlot/plugin-vm-requests-common';
import { accepted } from '../accepted';
import { askNetBox, clusterId, prefixId } from '../askNetBox';
import { inTurns } from '../load/inTurns';
import {
  ProcessorTime,
  processorTime,
  programs,
  usedSince,
} from '../load/processorTime';
import { OpenGate } from '../OpenGate';

/** Where policy approves, so that no person is waited for on either side. */
const environment = 'development';
/** Of the other environment, whose addresses no machine of Backlot's takes. */
const barePrefix = '10.20.110.0/24';
const lookEveryMs = 500;
/** Machines whose files one pull request of the script removes, as one of Backlot's does at the most. */
const filesRemovedAtOnce = 20;
const variablesFile = 'vm.auto.tfvars.json';

/** What ends all machines once. */
export interface Ending {
  milliseconds: number;
  used: ProcessorTime;
}

/** What as many decommissions at once took. */
export interface Decommissions {
  machines: number;
  concurrency: number;
  /** Backstage's. */
  database: 'SQLite' | 'PostgreSQL';
  /** From the first form until the last request is done and its files are gone from Git. */
  backlot: Ending;
  /** The same calls by a script. */
  bare: Ending;
}

interface Options {
  machines: number;
  /** How many runs Atlantis is asked for at once, on both sides. */
  concurrency: number;
  /** Backstage's; SQLite in files when absent. */
  database?: JsonObject;
}

/** A machine that a script has made. */
interface BareMachine {
  name: string;
  directory: string;
  files: Record<string, string>;
  address: number;
  record: number;
}

/**
 * Makes machines with Backlot and as many by a script, on the real peers, and ends the ones and then
 * the others, all at once.
 */
export async function measureDecommissions(
  options: Options,
  report: (line: string) => void,
): Promise<Decommissions> {
  let gate: OpenGate | undefined;
  try {
    const platform = await startPlatform({
      report,
      config: options.database && { backend: { database: options.database } },
      async beforeGate(backendUrl) {
        gate = await OpenGate.before(backendUrl);
        return gate.url;
      },
    });
    try {
      report(`Making ${options.machines} machines with Backlot`);
      const made = await makeByBacklot(platform, options);
      report(`Making ${options.machines} machines by a script`);
      const bareMachines = await makeByHand(platform, gate!, made, options);
      report('Decommissioning with Backlot');
      const backlot = await timed(() => endByBacklot(platform, made));
      report(`${describe(backlot)}. Decommissioning by a script`);
      const bare = await timed(() =>
        endByHand(platform, bareMachines, options),
      );
      report(describe(bare));
      const { machines, concurrency, database } = options;
      return {
        machines,
        concurrency,
        database: database ? 'PostgreSQL' : 'SQLite',
        backlot,
        bare,
      };
    } finally {
      await platform.close();
    }
  } finally {
    await gate?.close();
  }
}

async function timed(end: () => Promise<void>): Promise<Ending> {
  const before = processorTime();
  const began = Date.now();
  await end();
  return {
    milliseconds: Date.now() - began,
    used: usedSince(before, processorTime()),
  };
}

function describe({ milliseconds, used }: Ending): string {
  const seconds = programs.map(
    program => `${program} ${used[program].toFixed(1)} s`,
  );
  return `${milliseconds} ms, of a core: ${seconds.join(', ')}`;
}

/** The requests of a kind whose names begin so, once all are done. */
async function allDone(
  { api }: Platform,
  kind: VmRequest['kind'],
  count: number,
): Promise<string[]> {
  for (;;) {
    const { items } = await api.list({ search: 'ends' });
    const ofKind = items.filter(item => item.kind === kind);
    const failed = ofKind.find(({ state }) =>
      ['undoing', 'failed', 'rolled-back', 'rolling-back'].includes(state),
    );
    if (failed) {
      const { state, message } = await api.find(failed.id);
      throw new Error(`${failed.name} is ${state}: ${message}`);
    }
    const done = ofKind.filter(({ state }) => state === 'done');
    if (done.length === count) {
      return done.map(({ id }) => id);
    }
    await delay(lookEveryMs);
  }
}

async function makeByBacklot(
  platform: Platform,
  { machines }: Options,
): Promise<VmRequest[]> {
  const { api } = platform;
  await api.signIn('anna.weber');
  for (let index = 0; index < machines; index += 1) {
    await api.request(formValues(`ends${index}`, environment));
  }
  const ids = await allDone(platform, 'create', machines);
  return Promise.all(ids.map(id => api.find(id)));
}

/**
 * A script's machines from the files of Backlot's: some pull requests that have several each, for
 * what it takes to make them is not measured.
 */
async function makeByHand(
  { peers, netbox }: Platform,
  gate: OpenGate,
  made: VmRequest[],
  { concurrency }: Options,
): Promise<BareMachine[]> {
  const repository = new InfrastructureRepository(peers.forge);
  const atlantis = new AtlantisRuns(peers.atlantis, repository.name);
  const prefix = await prefixId(netbox, barePrefix);
  const addresses = await askNetBox<{ id: number }[]>(
    netbox,
    'POST',
    `ipam/prefixes/${prefix}/available-ips/`,
    made.map(({ name }) => ({ dns_name: `bare-${name}` })),
  );
  const cluster = await clusterId(netbox, made[0].placement!.cluster.name);
  const machines: BareMachine[] = [];
  for (const [index, request] of made.entries()) {
    const name = `bare-${request.name}`;
    const { id } = await askNetBox<{ id: number }>(
      netbox,
      'POST',
      'virtualization/virtual-machines/',
      { name, cluster, status: 'active' },
    );
    machines.push({
      name,
      directory: `vms/${environment}/${name}`,
      files: Object.fromEntries(
        request.files!.map(({ path, content }) => [
          path.split('/').pop()!,
          content.replaceAll(request.name, name),
        ]),
      ),
      address: addresses[index].id,
      record: id,
    });
  }
  const batches = Array.from({ length: concurrency }, (_, batch) =>
    machines.filter((_machine, index) => index % concurrency === batch),
  ).filter(batch => batch.length > 0);
  const parent = `vms/${environment}`;
  await inTurns(batches, concurrency, async batch => {
    const pull = await repository.propose(
      `making-${batch[0].name}`,
      parent,
      Object.fromEntries(
        batch.flatMap(({ name, files }) =>
          Object.entries(files).map(([file, content]) => [
            `${name}/${file}`,
            content,
          ]),
        ),
      ),
    );
    for (const { directory } of batch) {
      gate.open(directory);
      accepted(await atlantis.apply(pull, directory));
    }
    await repository.merge(pull);
  });
  return machines;
}

async function endByBacklot(
  platform: Platform,
  made: VmRequest[],
): Promise<void> {
  const { api } = platform;
  await Promise.all(made.map(request => api.decommission(request)));
  await allDone(platform, 'decommission', made.length);
  const repository = new InfrastructureRepository(platform.peers.forge);
  const names = new Set(made.map(({ name }) => name));
  for (;;) {
    const files = await repository.filesIn(`vms/${environment}`);
    if (!files.some(file => names.has(file.split('/')[0]))) {
      return;
    }
    await delay(lookEveryMs);
  }
}

/**
 * The calls that a decommission takes: commit, pull request, plan, apply, merge, and NetBox's two; and
 * one pull request more that removes the files of many.
 */
async function endByHand(
  { peers, netbox }: Platform,
  machines: BareMachine[],
  { concurrency }: Options,
): Promise<void> {
  const repository = new InfrastructureRepository(peers.forge);
  const atlantis = new AtlantisRuns(peers.atlantis, repository.name);
  await inTurns(machines, concurrency, async machine => {
    const { name, directory, files, address, record } = machine;
    const pull = await repository.propose(`ending-${name}`, directory, {
      [variablesFile]: JSON.stringify({
        ...JSON.parse(files[variablesFile]),
        present: false,
      }),
    });
    accepted(await atlantis.plan(pull, directory));
    accepted(await atlantis.apply(pull, directory));
    await repository.merge(pull);
    await askNetBox(netbox, 'PATCH', `ipam/ip-addresses/${address}/`, {
      status: 'deprecated',
    });
    await askNetBox(
      netbox,
      'DELETE',
      `virtualization/virtual-machines/${record}/`,
    );
  });
  for (let from = 0; from < machines.length; from += filesRemovedAtOnce) {
    const pull = await repository.propose(
      `removing-from-${from}`,
      `vms/${environment}`,
      Object.fromEntries(
        machines
          .slice(from, from + filesRemovedAtOnce)
          .flatMap(({ name, files }) =>
            Object.keys(files).map(file => [`${name}/${file}`, null]),
          ),
      ),
    );
    await repository.merge(pull);
  }
}
