import { setTimeout as delay } from 'node:timers/promises';
import {
  AtlantisRuns,
  formValues,
  InfrastructureRepository,
  Platform,
  SimulatedVCenter,
  startPlatform,
} from '@backlot/peers/requests';
import { JsonObject } from '@backstage/types';
import type { VmRequest } from '@backlot/plugin-vm-requests-common';
import { accepted } from '../accepted';
import { askNetBox, clusterId, prefixId } from '../askNetBox';
import { inTurns } from '../load/inTurns';
import { yieldToBackstage } from '../load/yieldToBackstage';
import { OpenGate } from '../OpenGate';
import { measurePages } from './measurePages';

const environment = 'development';
const owner = 'group:default/team-payments';
/** Of the other environment, whose addresses no machine of Backlot's takes. */
const barePrefix = '10.20.110.0/24';
/** The first address of a machine that is adopted; the simulator runs no guest that would report it. */
const firstAddress = 30;
const lookEveryMs = 500;
const calmMs = 30_000;

/** The most that fit into the network of development. */
export const mostAdoptions = 220;

/** What as many adoptions from a list took, in milliseconds. */
export interface Adoptions {
  machines: number;
  concurrency: number;
  /** Backstage's. */
  database: 'SQLite' | 'PostgreSQL';
  /** From the list that is sent until the last machine is adopted; one approval of all in between. */
  backlot: number;
  /** The same calls by a script. */
  bare: number;
  /** The 99th percentile of pages' answers while nothing else is done, and meanwhile. */
  pages: { calm: number; meanwhile: number };
}

interface Options {
  machines: number;
  /** How many runs Atlantis is asked for at once, on both sides. */
  concurrency: number;
  /** Backstage's; SQLite in files when absent. */
  database?: JsonObject;
}

/** A machine that stands, and that nobody requested. */
interface Standing {
  name: string;
  id: string;
}

/**
 * Adopts machines that were made by hand from a list, and as many by a script, on the real peers.
 */
export async function measureAdoptions(
  options: Options,
  report: (line: string) => void,
): Promise<Adoptions> {
  const { machines, concurrency, database } = options;
  let gate: OpenGate | undefined;
  try {
    const platform = await startPlatform({
      report,
      config: {
        ...(database && { backend: { database } }),
        vmRequests: {
          policy: {
            environments: {
              [environment]: { limits: { machinesPerOwner: 2 * machines + 1 } },
            },
          },
        },
      },
      async beforeGate(backendUrl) {
        gate = await OpenGate.before(backendUrl);
        return gate.url;
      },
    });
    try {
      report(`${yieldToBackstage()} peers yield to Backstage`);
      // First: the others take more than policy would place a machine beside.
      const request = await makeOne(platform);
      report(`Making ${2 * machines} machines by hand`);
      const adopted = await standing(platform, 'adopted', machines);
      const bareMachines = await standing(platform, 'bare', machines);
      report('Looking at pages while nothing else is done');
      const calm = await measurePages(platform, request, () => delay(calmMs));
      report('Adopting with Backlot');
      const began = Date.now();
      let requests: VmRequest[] = [];
      let backlot = 0;
      const meanwhile = await measurePages(platform, request, async () => {
        requests = await adoptByBacklot(platform, adopted);
        backlot = Date.now() - began;
      });
      report(`${backlot} ms. Adopting by a script`);
      const bare = await adoptByHand(platform, gate!, {
        requests,
        bareMachines,
        concurrency,
      });
      report(`${bare} ms`);
      return {
        machines,
        concurrency,
        database: database ? 'PostgreSQL' : 'SQLite',
        backlot,
        bare,
        pages: { calm, meanwhile },
      };
    } finally {
      await platform.close();
    }
  } finally {
    await gate?.close();
  }
}

/** A machine of Backlot's own, whose request's page is looked at. */
async function makeOne({ api }: Platform): Promise<string> {
  const task = await api.request(formValues('looked-at', environment));
  const { id } = await api.requestOf(task, ({ state }) => state === 'done');
  return id;
}

/** Clones machines as a person does in vCenter, and waits until the inventory shows them. */
async function standing(
  { peers, api }: Platform,
  word: string,
  count: number,
): Promise<Standing[]> {
  const vcenter = await SimulatedVCenter.login(peers.vcenter);
  const place = await vcenter.placement('backlot/development', 'DC0_C0');
  const [template] = await vcenter.machinesNamed('rhel9-2026.11');
  const machines: Standing[] = [];
  for (let index = 0; index < count; index += 1) {
    const name = `${word}${index}`;
    const reference = await vcenter.cloneByHand(
      name,
      { ...place, template_uuid: template.uuid },
      environment,
    );
    await vcenter.removeCdDrive(reference);
    machines.push({ name, id: reference.value });
  }
  for (;;) {
    const shown = await api.machines(machines[count - 1].name);
    if (shown.length > 0) {
      return machines;
    }
    await delay(lookEveryMs);
  }
}

async function adoptByBacklot(
  { api }: Platform,
  machines: Standing[],
): Promise<VmRequest[]> {
  const { id } = await api.adoptSeveral({
    blueprint: 'rhel9-vm',
    environment,
    owner,
    reason: 'They were ours all along',
    machines: machines.map((machine, index) => ({
      source: 'lab',
      machine: machine.id,
      address: `10.20.210.${firstAddress + index}`,
    })),
  });
  const allIn = async (state: string) => {
    for (;;) {
      const batch = await api.findBatch(id);
      const wrong = batch.items.find(({ isWrong }) => isWrong);
      if (wrong) {
        throw new Error(`${wrong.name} went wrong: ${wrong.message}`);
      }
      if (batch.items.every(({ request }) => request?.state === state)) {
        return batch;
      }
      await delay(lookEveryMs);
    }
  };
  await api.approveAll(await allIn('planned'), 'marta.silva');
  const { items } = await allIn('done');
  return Promise.all(items.map(({ request }) => api.find(request!.id)));
}

/**
 * The calls that an adoption takes: commit, pull request, plan, apply, merge, and NetBox's address and
 * record.
 */
async function adoptByHand(
  { peers, netbox }: Platform,
  gate: OpenGate,
  {
    requests,
    bareMachines,
    concurrency,
  }: Pick<Options, 'concurrency'> & {
    requests: VmRequest[];
    bareMachines: Standing[];
  },
): Promise<number> {
  const repository = new InfrastructureRepository(peers.forge);
  const atlantis = new AtlantisRuns(peers.atlantis, repository.name);
  const vcenter = await SimulatedVCenter.login(peers.vcenter);
  const prefix = await prefixId(netbox, barePrefix);
  const cluster = await clusterId(netbox, requests[0].placement!.cluster.name);
  const pairs = await Promise.all(
    bareMachines.map(async ({ name }, index) => {
      const request = requests[index];
      const [machine] = await vcenter.machinesNamed(name);
      const [card] = request.interfaces!;
      return {
        name,
        files: Object.fromEntries(
          request.files!.map(({ path, content }) => [
            path.split('/').pop()!,
            content
              .replaceAll(request.name, name)
              .replaceAll(
                card.macAddress,
                machine.networkCards[0].macAddress.toLowerCase(),
              ),
          ]),
        ),
      };
    }),
  );
  const began = Date.now();
  await inTurns(pairs, concurrency, async ({ name, files }) => {
    const directory = `vms/${environment}/${name}`;
    gate.open(directory);
    const pull = await repository.propose(`adopting-${name}`, directory, files);
    accepted(await atlantis.plan(pull, directory));
    accepted(await atlantis.apply(pull, directory));
    await repository.merge(pull);
    await askNetBox(netbox, 'POST', `ipam/prefixes/${prefix}/available-ips/`, [
      { dns_name: name },
    ]);
    await askNetBox(netbox, 'POST', 'virtualization/virtual-machines/', {
      name,
      cluster,
      status: 'active',
    });
  });
  return Date.now() - began;
}
