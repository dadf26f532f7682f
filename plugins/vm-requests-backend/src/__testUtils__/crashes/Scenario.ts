import { Knex } from 'knex';
import {
  canTransition,
  DEFAULT_BLUEPRINT,
  endStates,
  JsonRecord,
  PlanValue,
  policySchema,
} from '@backlot/plugin-vm-requests-common';
import { StoredMachine, StoredRequest } from '../../database/StoredRequest';
import { decide } from '../../ledger/decide';
import { LedgerSettings } from '../../ledger/LedgerSettings';
import { isBeingChecked, judgeRetry } from '../../ledger/judgeRetry';
import { steer } from '../../ledger/steer';
import { Chaos, Troubles } from '../Chaos';
import {
  anna,
  approvers,
  blueprint,
  machineSpec,
  payments,
  platformTeam,
  priya,
  settings,
} from '../company';
import { MemoryPeers } from '../MemoryPeers';
import { machineHardware, standingMachine } from '../standingMachine';
import { emptyDatabase, readRows, Rows, writeRows } from '../useDatabase';
import { TaskTrouble, World } from '../World';

const requester = { role: 'person', ref: anna, approver: false } as const;
const annaHerself = { ref: anna, ownership: [anna, payments] };
const priyaHerself = {
  ref: priya,
  ownership: [priya, approvers, platformTeam],
};

/** How often people look after their requests. */
const rounds = 8;

/** How often a decommission is asked for that was given up before it was approved: more than troubles. */
const mostAsked = 10;

/** What is asked for, and what becomes of it where nothing else goes wrong. */
export interface Scenario {
  name: string;
  /** On a machine that runs; without it, the machine is made. */
  operation?: { operation: string; input: JsonRecord };
  /** Whether the machine is off when it is asked for. */
  isOff?: boolean;
  /** Whether the machine is there already, and nobody requested it. */
  adopts?: boolean;
  /** What configuration says otherwise than the company's, from when the machine was made on. */
  settings?: Partial<LedgerSettings>;
  /** What it says otherwise by the time that the operation is asked for. */
  settingsThen?: Partial<LedgerSettings>;
  /** What the operation changes by Terraform that the machine's variables do not say. */
  drift?: PlanValue[];
  /** In the sandbox, policy approves. */
  environment: 'development' | 'sandbox';
  /** What the approver does with the plan. */
  decision: 'approve' | 'reject' | 'cancel' | 'nothing';
  planFails?: boolean;
  /** Before this a new machine is not applied. */
  startAt?: string;
  applyFails?: boolean;
  /** What is chosen first where a retry cannot succeed; `roll-back` by default. */
  mend?: 'roll-back' | 'replan';
}

/** What goes wrong besides. */
export interface Trouble extends Troubles {
  /** What happens at the moments of `interruptAt`. */
  interruption?:
    | 'cancelled by its requester'
    | 'cancelled in the scaffolder'
    | 'stands still'
    | 'a replica beside it';
  task?: TaskTrouble;
  /** When the scaffolder runs tasks again that ended early: at once, or when all is over. */
  retry?: 'at once' | 'at the end';
  atlantisDies?: MemoryPeers['atlantisDies'];
  /** What befalls another replica, which works at once. */
  beside?: Troubles;
}

/** How a scenario went. */
export interface Played {
  world: World;
  /** Other replicas, where there were any. */
  beside: World[];
  /** The request that made the machine, where it was there before. */
  made?: StoredRequest;
  /** That machine, before anything was asked of it. */
  before?: StoredMachine;
}

const environment = 'development';
const decision = 'approve';

/** When machines are to end that are extended. */
const extendedUntil = '2027-06-30';

/** Machines end, later than all that is played; approvers decide on whether they do so later. */
const leased: Partial<LedgerSettings> = {
  policy: policySchema.parse({
    ...settings.policy,
    environments: {
      ...settings.policy.environments,
      [environment]: {
        ...settings.policy.environments[environment],
        lease: {
          duration: { days: 180 },
          extension: { upTo: { days: 365 }, approval: true },
        },
      },
    },
  }),
};

/** Configuration has another tag of the module, and another version of the provider. */
const newVersions: Partial<LedgerSettings> = {
  blueprints: {
    [DEFAULT_BLUEPRINT]: {
      ...blueprint,
      terraform: {
        ...blueprint.terraform,
        moduleSource: blueprint.terraform.moduleSource.replace(
          'v1.0.0',
          'v2.0.0',
        ),
        provider: { ...blueprint.terraform.provider, version: '2.16.1' },
      },
    },
  },
};

/** What an upgrade changes in files. */
const versionFiles = {
  'main.tf': 'module "vm" {\n  source = "MODULE"\n}\n',
  'versions.tf.json': JSON.stringify({
    terraform: {
      required_providers: {
        vsphere: {
          source: blueprint.terraform.provider.source,
          version: `= ${blueprint.terraform.provider.version}`,
        },
      },
    },
  }),
};

/** The operations, each without any trouble. */
export const goodWays = {
  create: { name: 'create', environment, decision },
  'create by policy': {
    name: 'create by policy',
    environment: 'sandbox',
    decision,
  },
  adopt: { name: 'adopt', adopts: true, environment, decision },
  'more CPUs': {
    name: 'more CPUs',
    operation: { operation: 'resize', input: { cpus: 4 } },
    environment,
    decision,
  },
  'more CPUs, while it is off': {
    name: 'more CPUs, while it is off',
    operation: { operation: 'resize', input: { cpus: 4 } },
    isOff: true,
    environment,
    decision,
  },
  'a larger disk': {
    name: 'a larger disk',
    operation: {
      operation: 'resize',
      input: { disks: [{ label: 'disk0', sizeGib: 60 }] },
    },
    environment,
    decision,
  },
  'a disk more': {
    name: 'a disk more',
    operation: { operation: 'resize', input: { addDisks: [{ sizeGib: 10 }] } },
    environment,
    decision,
  },
  rebuild: {
    name: 'rebuild',
    operation: { operation: 'rebuild', input: { name: 'web01' } },
    environment,
    decision,
  },
  upgrade: {
    name: 'upgrade',
    operation: { operation: 'upgrade', input: {} },
    settingsThen: newVersions,
    drift: [
      { path: ['sync_time_with_host'], before: false, after: true },
      { path: ['tools_upgrade_policy'], after: 'manual' },
    ],
    environment,
    decision,
  },
  extend: {
    name: 'extend',
    operation: { operation: 'extend', input: { until: extendedUntil } },
    settings: leased,
    environment,
    decision,
  },
  // The approvers are its new owner, who has to accept it.
  transfer: {
    name: 'transfer',
    operation: { operation: 'transfer', input: { owner: approvers } },
    environment,
    decision,
  },
  decommission: {
    name: 'decommission',
    operation: { operation: 'decommission', input: { name: 'web01' } },
    environment,
    decision,
  },
} satisfies Record<string, Scenario>;

async function approve(world: World, request: StoredRequest): Promise<void> {
  await decide(world.truth, request.id, priyaHerself, {
    what: 'approve',
    digest: request.plan?.digest,
  });
}

async function makeMachine(
  world: World,
  scenario: Scenario,
): Promise<StoredRequest> {
  await world.prepare(
    world.peers.addTask('made'),
    machineSpec({ environment: scenario.environment }),
    { more: versionFiles },
  );
  const planned = (await world.request())!;
  if (planned.state === 'planned') {
    await approve(world, planned);
  }
  await world.settle(1);
  const made = (await world.request())!;
  expect(made.state).toBe('done');
  return made;
}

/** A world in which a machine was made, as it was then. */
interface MadeWorld {
  rows: Rows;
  peers: MemoryPeers;
  now: number;
  made: StoredRequest;
  before: StoredMachine;
}

const madeWorlds = new WeakMap<Knex, Map<string, MadeWorld>>();

/** A world with a machine in it, which is made once for all troubles that befall it. */
async function worldWithMachine(
  client: Knex,
  scenario: Scenario,
): Promise<{ calm: World } & Pick<MadeWorld, 'made' | 'before'>> {
  const known = madeWorlds.get(client) ?? new Map<string, MadeWorld>();
  madeWorlds.set(client, known);
  const kept = JSON.stringify([scenario.environment, scenario.settings]);
  const then = known.get(kept);
  if (then) {
    await writeRows(client, then.rows);
    const { made, before, now } = then;
    const calm = new World(client, { from: { peers: then.peers.copy(), now } });
    return { calm, made, before };
  }
  const calm = new World(client, { settings: scenario.settings });
  const made = await makeMachine(calm, scenario);
  const before = await calm.truth.store.getMachine(made.machineId);
  known.set(kept, {
    rows: await readRows(client),
    peers: calm.peers.copy(),
    now: calm.now,
    made,
    before,
  });
  return { calm, made, before };
}

/** The machine that an adoption is about. */
function standUnrequested({ peers }: World): void {
  const [card] = standingMachine().cards;
  const standing = standingMachine({
    // Of those that the ledger draws, so that its end shows whether it is free again.
    cards: [{ ...card, macAddress: '00:50:56:00:00:77' }],
  });
  peers.standing.push(standing);
  peers.machines.push(standing.machine);
  peers.disks.set(
    standing.machine.id,
    machineHardware().disks.map(disk => disk.sizeBytes / 1024 ** 3),
  );
}

/** What people choose where an apply has failed. */
async function mend(
  world: World,
  scenario: Scenario,
  request: StoredRequest,
): Promise<void> {
  if (request.phase !== 'held' || isBeingChecked(request)) {
    return;
  }
  const canRollBack = world.truth.operations.rollBackOf(request) !== 'none';
  const otherwise =
    canRollBack && (scenario.mend !== 'replan' || request.replaced)
      ? 'roll-back'
      : 'replan';
  await steer(world.truth, request.id, annaHerself, {
    what: judgeRetry(request, canRollBack)?.possible ? 'retry' : otherwise,
    reason: 'Mend it.',
  });
}

/** What people do once the request waits for them. */
async function actAsPeople(world: World, scenario: Scenario): Promise<void> {
  const request = await world.request();
  if (!request) {
    return;
  }
  if (request.state === 'planned') {
    switch (scenario.decision) {
      case 'approve':
        await approve(world, request);
        break;
      case 'reject':
        await decide(world.truth, request.id, priyaHerself, {
          what: 'reject',
          reason: 'Because.',
        });
        break;
      case 'cancel':
        await steer(world.truth, request.id, annaHerself, { what: 'cancel' });
        break;
      default:
    }
  }
  // What the platform team is asked for.
  if (/delete it/i.test(`${request.obstruction?.why} ${request.message}`)) {
    world.peers.machines.splice(0);
    // To make it again is not to make it twice.
    world.peers.happened.splice(0);
  }
  await mend(world, scenario, request);
}

/** The requester cancels in the middle of something, and recovery looks at it at once. */
async function cancelIfPossible(world: World): Promise<void> {
  const request = await world.request();
  if (request && canTransition(request, 'cancel', requester)) {
    await steer(world.truth, request.id, annaHerself, { what: 'cancel' });
    await world.lookBeside();
  }
}

async function interrupt(
  world: World,
  how: Trouble['interruption'],
): Promise<void> {
  switch (how) {
    case 'stands still':
      return world.standStill();
    case 'a replica beside it':
      return world.lookBeside();
    case 'cancelled in the scaffolder':
      return world.cancelTasks();
    default:
      return cancelIfPossible(world);
  }
}

/** Whether the machine is there still that a decommission was to end. */
async function isSpared(world: World, made: StoredRequest): Promise<boolean> {
  const { lifecycle } = await world.truth.store.getMachine(made.machineId);
  return lifecycle === 'active';
}

/**
 * Plays a scenario to its end, with all that people do meanwhile.
 *
 * @param second - a connection of its own for another replica
 */
export async function play(
  client: Knex,
  scenario: Scenario,
  trouble: Trouble = {},
  second?: Knex,
): Promise<Played> {
  await emptyDatabase(client);
  const { operation } = scenario;
  const { calm, made, before } = operation
    ? await worldWithMachine(client, scenario)
    : { calm: new World(client), made: undefined, before: undefined };
  if (scenario.adopts) {
    standUnrequested(calm);
  }
  if (scenario.isOff) {
    calm.peers.machines.forEach(({ id }) => calm.peers.poweredOff.add(id));
  }
  calm.peers.happened.splice(0);
  const told = { ...scenario.settings, ...scenario.settingsThen };
  const world = new World(client, {
    from: calm,
    settings: told,
    chaos: new Chaos(trouble),
    taskTrouble: trouble.task,
    recoversTasks: trouble.retry === 'at once',
  });
  const { peers } = world;
  peers.applyFailsHalfWay = scenario.applyFails ? 1 : 0;
  peers.atlantisDies = trouble.atlantisDies;
  peers.drift = scenario.drift ?? [];
  world.chaos.onInterrupt(() => interrupt(world, trouble.interruption));
  const beside = second
    ? [
        new World(second, {
          beside: world,
          settings: told,
          chaos: new Chaos(trouble.beside),
        }),
      ]
    : [];

  const [asking = world] = beside;
  const ask = async (name: string) => {
    const task = peers.addTask(name);
    if (operation) {
      await asking.operate(task, made!, operation);
    } else if (scenario.adopts) {
      await asking.adopt(task, {
        machine: standingMachine().machine.id,
        environment: scenario.environment,
      });
    } else {
      const { environment: where, planFails, startAt } = scenario;
      await asking.prepare(task, machineSpec({ environment: where }), {
        planFails,
        startAt,
      });
    }
  };
  const settle = async () => {
    for (let round = 0; round < rounds; round++) {
      await world.settle(0.5, beside);
      await actAsPeople(world, scenario);
    }
  };
  let asked = 0;
  do {
    await Promise.all([
      ask(`asked-${++asked}`),
      ...(asking === world ? [] : [world.settleNow()]),
    ]);
    await settle();
  } while (
    asked < mostAsked &&
    operation?.operation === 'decommission' &&
    (await isSpared(world, made!))
  );
  if (trouble.retry === 'at the end') {
    await world.retryTasks();
    await settle();
  }
  await world.settle(12 * 24, beside);
  return { world, beside, made, before };
}

/** All requests on the machine or machines of a scenario, those that made it included. */
export async function requestsOf({ world }: Played): Promise<StoredRequest[]> {
  const { store } = world.truth;
  const { items } = await store.list({ limit: 20 });
  return Promise.all(items.map(({ id }) => store.get(id)));
}

/** Whether a request has ended. */
export function hasEnded({ state }: StoredRequest): boolean {
  return endStates.includes(state);
}
