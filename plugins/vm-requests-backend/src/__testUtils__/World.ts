import { Knex } from 'knex';
import { mockServices } from '@backstage/backend-test-utils';
import { Lease } from '@backlot/backend-common';
import {
  DEFAULT_BLUEPRINT,
  MachineSpec,
  RequestAbility,
  RequestAddress,
  RequestPullRequest,
  JsonRecord,
  SeveralMachines,
} from '@backlot/plugin-vm-requests-common';
import {
  ClaimedRequest,
  LedgerStepAnswer,
  LedgerStepInput,
  OpenedRequest,
} from '@backlot/plugin-vm-requests-node';
import { openMachines } from '../batches/openMachines';
import { createIdFactory } from '../clock';
import { BatchStore } from '../database/BatchStore';
import { EffectStore } from '../database/EffectStore';
import { LogStore } from '../database/LogStore';
import { readRequestStamps } from '../database/readRequestStamps';
import { RequestStore } from '../database/RequestStore';
import { StoredRequest } from '../database/StoredRequest';
import { checkGate } from '../ledger/checkGate';
import { claim } from '../ledger/claim';
import { complete } from '../ledger/complete';
import { createLedgerContext } from '../ledger/createLedgerContext';
import { Person } from '../ledger/decide';
import { failTask } from '../ledger/failTask';
import { LedgerContext } from '../ledger/LedgerContext';
import { openAdoption } from '../operations/adopt/openAdoption';
import { openOperation } from '../operations/openOperation';
import { MachineHooks } from '../machineHooks/MachineHooks';
import { Operations } from '../operations/Operations';
import { openRequest } from '../ledger/openRequest';
import { propose } from '../ledger/propose';
import { submit } from '../ledger/submit';
import { blaming } from '../peers/blame';
import { JobPlace, RequestPeers } from '../peers/RequestPeers';
import { listDueJobs } from '../recovery/RecoveryLoop';
import { abilitiesOf } from '../routes/toVmRequest';
import { RequestWatch } from '../streams/RequestWatch';
import { AnswerLost, Chaos, Killed } from './Chaos';
import {
  anna,
  approvers,
  machineSpec,
  payments,
  priya,
  settings,
} from './company';
import { MemoryPeers, MemoryTask } from './MemoryPeers';

/** How long a lease lasts that is not renewed. */
const leaseMs = 30_000;

/** What a replica is told that stood still. */
const leaseLost = /The lease '.*' was lost/;

/** What befalls a task before one of its steps. */
export interface TaskTrouble {
  /** How many steps have begun before, those of all tasks counted. */
  at: number;
  /** `cancel`: somebody presses Cancel in the scaffolder. `fail`: a step that is not Backlot's fails. */
  what: 'cancel' | 'fail';
}

/** Runs one step of a template. */
type Step = <T>(run: () => Promise<T>) => Promise<T>;

/** Somebody pressed Cancel. */
class TaskCancelled extends Error {
  override readonly name = 'AbortError';
}

/** What is asked of a machine, and by whom. */
export interface AskedOperation {
  operation: string;
  input: JsonRecord;
  reason?: string;
  requestedBy?: string;
  startAt?: string;
}

/** Who asks for several machines, for whom, and from when they may be applied. */
interface AskedSeveral {
  requestedBy?: string;
  requestedFor?: string;
  startAt?: string;
}

/** The ledger with peers in memory and a clock of its own; templates are played by functions. */
export class World {
  readonly peers: MemoryPeers;
  readonly chaos: Chaos;
  /** As the running process sees things: it can be killed. */
  readonly ledger: LedgerContext;
  /** As an observer sees things. */
  readonly truth: LedgerContext;
  readonly #client: Knex;
  /** What the process holds, or held when it was killed or an answer was lost, and since when. */
  readonly #held = new Map<Lease, number>();
  readonly #taskTrouble: TaskTrouble | undefined;
  readonly #recoversTasks: boolean;
  /** What the scaffolder's Retry runs again, by task. */
  readonly #templates = new Map<string, () => Promise<boolean>>();
  #steps = 0;
  readonly #time: { now: number };

  constructor(
    client: Knex,
    options: {
      chaos?: Chaos;
      operations?: Operations;
      machineHooks?: MachineHooks;
      settings?: Partial<typeof settings>;
      /** The world before, whose peers and time it goes on with. */
      from?: Pick<World, 'peers' | 'now'>;
      /** Another replica on the same database, with the same peers, at the same time. */
      beside?: World;
      /** Peers that end their calls with a signal; those in memory end at once. */
      peersOf?: (peers: MemoryPeers) => (signal: AbortSignal) => RequestPeers;
      signal?: AbortSignal;
      taskTrouble?: TaskTrouble;
      /** Whether a task that ended early runs again at once, by somebody's Retry or by itself. */
      recoversTasks?: boolean;
    } = {},
  ) {
    this.#client = client;
    this.#taskTrouble = options.taskTrouble;
    this.#recoversTasks = options.recoversTasks ?? false;
    const { from, beside } = options;
    this.peers = (from ?? beside)?.peers ?? new MemoryPeers();
    this.#time = beside
      ? beside.#time
      : { now: from?.now ?? Date.UTC(2026, 10, 21, 12) };
    this.chaos = options.chaos ?? new Chaos();
    this.peers.ownership.set(anna, [payments]);
    this.peers.ownership.set(priya, [approvers]);
    const clock = { now: () => new Date(this.now) };
    this.truth = createLedgerContext({
      operations: options.operations ?? new Operations(),
      machineHooks: options.machineHooks ?? new MachineHooks(),
      client,
      clock,
      newId: createIdFactory(clock),
      settings: { ...settings, ...options.settings },
      logger: mockServices.logger.mock(),
      peersOf: options.peersOf?.(this.peers) ?? (() => this.peers),
      changed: () => {},
      signal: options.signal ?? new AbortController().signal,
    });
    this.ledger = this.#mortal(this.truth);
    this.peers.beforeApply = async (place, plan) => {
      await checkGate(
        this.truth,
        {
          repository: place.repository,
          pull: place.pull,
          directory: place.directory,
          workspace: 'default',
          commit: plan.commit,
          digest: plan.digest,
        },
        'atlantis-gate',
      );
    };
  }

  /** Tells who looks at a request that it changed. */
  watch(): RequestWatch {
    return new RequestWatch({
      readStamps: ids => readRequestStamps(this.#client, ids),
      logger: this.truth.logger,
      everyMs: 50,
    });
  }

  /** The same ledger in a process that can be killed. */
  #mortal(context: LedgerContext): LedgerContext {
    const wrap = <T extends object>(target: T, name: string): T =>
      this.chaos.around(target, name);
    const { peers, leases } = context;
    return {
      ...context,
      store: wrap<RequestStore>(context.store, 'store'),
      batches: wrap<BatchStore>(context.batches, 'batches'),
      effects: wrap<EffectStore>(context.effects, 'effects'),
      logs: wrap<LogStore>(context.logs, 'logs'),
      peers: {
        forge: blaming('forge', wrap(peers.forge, 'forge')),
        jobs: blaming('atlantis', wrap(peers.jobs, 'jobs')),
        addresses: blaming('netbox', wrap(peers.addresses, 'addresses')),
        inventory: blaming('inventory', wrap(peers.inventory, 'inventory')),
        tasks: blaming('scaffolder', wrap(peers.tasks, 'tasks')),
        people: wrap(peers.people, 'people'),
      },
      leases: wrap<LedgerContext['leases']>(
        {
          tryAcquire: async name => {
            const lease = await leases.tryAcquire(name);
            if (!lease) {
              return undefined;
            }
            this.#held.set(lease, this.now);
            return wrap<Lease>(
              {
                ...lease,
                release: async () => {
                  this.#held.delete(lease);
                  await lease.release();
                },
              },
              'lease',
            );
          },
        },
        'leases',
      ),
      under: (lease, signal) => this.#mortal(context.under(lease, signal)),
    };
  }

  get now(): number {
    return this.#time.now;
  }

  advance(milliseconds: number): void {
    this.#time.now += milliseconds;
  }

  /** Steps of other actions, which the process can die around too. */
  readonly #actions = {
    select: async (opened: OpenedRequest) => {
      this.peers.reservations.add(opened.reservation.id);
    },
    allocate: async (key: string) => {
      this.peers.addressesByKey.set(key, 'reserved');
    },
    plan: async (place: JobPlace) => this.peers.jobs.plan(place),
    /** Has Atlantis begin; it goes on when the process dies meanwhile. */
    beginApply: async (place: JobPlace) => {
      const plan = await this.peers.jobs.plan(place);
      if (plan.changes.length > 0) {
        const request = (await this.truth.store.listInApply(place)).find(
          ({ state }) => state === 'applying',
        );
        if (request?.decision?.digest !== plan.digest) {
          throw new Error('The plan is another than the approved one.');
        }
        this.peers.beginApply(place);
      }
    },
    endApply: async (place: JobPlace) => {
      await this.peers.endApply(place);
      return `Apply complete! ${place.directory}`;
    },
  };

  /** What a replica plays templates with: the one that can be killed, unless told. */
  #replica(isOther: boolean = false) {
    return isOther
      ? { ledger: this.truth, actions: this.#actions }
      : {
          ledger: this.ledger,
          actions: this.chaos.around(this.#actions, 'template'),
        };
  }

  /** Plays the template that prepares a request. */
  async prepare(
    task: MemoryTask,
    spec: MachineSpec = machineSpec(),
    options: {
      planFails?: boolean;
      /** Nobody where the ledger started the task, for one of a batch. */
      requestedBy?: string | null;
      requestedFor?: string;
      startAt?: string;
      /** Further files by their names; `MODULE` in them stands for the module's source. */
      more?: Record<string, string>;
    } = {},
  ): Promise<void> {
    const { ledger, actions } = this.#replica();
    const { requestedBy = anna, requestedFor, startAt } = options;
    await this.#play(task, ledger, async step => {
      const opened = await step(() =>
        openRequest(ledger, {
          spec,
          requestedBy: requestedBy ?? undefined,
          requestedFor,
          startAt,
          task: task.id,
        }),
      );
      await step(() => actions.select(opened));
      for (const { key } of opened.allocations ?? []) {
        await step(() => actions.allocate(key));
      }
      const pull = await step(() =>
        propose(ledger, {
          ...opened,
          files: [
            {
              path: `${opened.repository.directory}/vm.auto.tfvars.json`,
              content: JSON.stringify({
                name: spec.name,
                present: true,
                rebuild: 0,
                placement: placementOf(placement(spec)),
                source: spec.source,
                annotation: `request ${opened.request}`,
                hardware: hardwareOf(opened),
              }),
            },
            ...Object.entries(options.more ?? {}).map(([name, content]) => ({
              path: `${opened.repository.directory}/${name}`,
              content: content.replace('MODULE', opened.terraform.moduleSource),
            })),
          ],
          placement: placement(spec),
          address: addressOf(opened),
        }),
      );
      if (options.planFails) {
        throw new Error('Error: Unsupported argument');
      }
      const plan = await step(() => actions.plan(placeOf(opened, pull)));
      await step(() => submit(ledger, { ...opened, plan }));
    });
  }

  /** Plays the template that adopts a machine. */
  async adopt(
    task: MemoryTask,
    asked: Partial<LedgerStepInput<'adopt'>> & { machine: string },
  ): Promise<void> {
    const { ledger, actions } = this.#replica();
    await this.#play(task, ledger, async step => {
      const opened = await step(() =>
        openAdoption(ledger, {
          source: 'lab',
          blueprint: DEFAULT_BLUEPRINT,
          environment: 'development',
          owner: payments,
          reason: 'It is ours',
          requestedBy: anna,
          task: task.id,
          ...asked,
        }),
      );
      const { directory } = opened.repository;
      const pull = await step(() =>
        propose(ledger, {
          ...opened,
          files: [
            {
              path: `${directory}/vm.auto.tfvars.json`,
              content: `${JSON.stringify(opened.variables, undefined, 2)}\n`,
            },
          ],
        }),
      );
      const plan = await step(() => actions.plan(placeOf(opened, pull)));
      await step(() => submit(ledger, { ...opened, plan }));
    });
  }

  /** Opens a request for a machine. */
  open(
    task: MemoryTask,
    asked: {
      spec?: MachineSpec;
      requestedBy?: string;
      requestedFor?: string;
      startAt?: string;
    } = {},
  ): Promise<OpenedRequest> {
    return openRequest(this.ledger, {
      spec: machineSpec(),
      requestedBy: anna,
      task: task.id,
      ...asked,
    });
  }

  /** Opens a request for an operation on the machine of a request. */
  opening(
    task: MemoryTask,
    of: Pick<StoredRequest, 'machineId'>,
    asked: AskedOperation,
  ) {
    return openOperation(this.ledger, {
      machine: of.machineId,
      reason: 'Because',
      requestedBy: anna,
      task: task.id,
      ...asked,
    });
  }

  /** Plays the template of an operation on the machine of a request. */
  async operate(
    task: MemoryTask,
    of: Pick<StoredRequest, 'machineId'>,
    asked: AskedOperation,
  ): Promise<void> {
    const { ledger, actions } = this.#replica();
    await this.#play(task, ledger, async step => {
      const opened = await step(() => this.opening(task, of, asked));
      const { needsPlan } = this.truth.operations.of({ kind: asked.operation });
      if (needsPlan === false) {
        await step(() => submit(ledger, opened));
        return;
      }
      const pull = await step(() => propose(ledger, opened));
      const plan = await step(() => actions.plan(placeOf(opened, pull)));
      await step(() => submit(ledger, { ...opened, plan }));
    });
  }

  /** Plays the apply template. */
  async apply(task: MemoryTask, isOther: boolean = false): Promise<void> {
    const { ledger, actions } = this.#replica(isOther);
    await this.#play(task, ledger, async step => {
      const claimed = await step(() =>
        claim(ledger, { request: task.request!, task: task.id }),
      );
      const log = await step(async () => {
        if (claimed.applied || !claimed.pullRequest) {
          return 'Applied before.';
        }
        const place = placeOf(claimed, claimed.pullRequest);
        await actions.beginApply(place);
        return actions.endApply(place);
      });
      await step(() => complete(ledger, { ...claimed, log }));
    });
  }

  /** Presses Cancel for all tasks that run: they end before their next steps. */
  cancelTasks(): void {
    for (const task of this.peers.startedTasks) {
      if (task.state === 'running') {
        task.state = 'cancelled';
      }
    }
  }

  /** Has the scaffolder run the steps of each task again that does not run, as its Retry does. */
  async retryTasks(): Promise<void> {
    for (const task of this.peers.startedTasks) {
      if (task.state !== 'queued' && task.state !== 'running') {
        await this.#templates.get(task.id)?.();
      }
    }
  }

  async #play(
    task: MemoryTask,
    ledger: LedgerContext,
    steps: (step: Step) => Promise<void>,
  ): Promise<void> {
    const playOnce = () => this.#playOnce(task, ledger, steps);
    const isFirst = !this.#templates.has(task.id);
    this.#templates.set(task.id, playOnce);
    const isWhole = await playOnce();
    if (isFirst && !isWhole && this.#recoversTasks) {
      await playOnce();
    }
  }

  /** @returns whether all steps succeeded */
  async #playOnce(
    task: MemoryTask,
    ledger: LedgerContext,
    steps: (step: Step) => Promise<void>,
  ): Promise<boolean> {
    task.state = 'running';
    try {
      try {
        await steps(async run => {
          this.#strike(task);
          return run();
        });
        task.state = 'ended';
        return true;
      } catch (error) {
        if (this.chaos.dead) {
          throw error;
        }
        await failTask(ledger, {
          task: task.id,
          message: error instanceof Error ? error.message : String(error),
        });
      }
      this.#end(task);
    } catch (error) {
      if (this.chaos.dead) {
        await this.#startAgain();
      } else if (error instanceof AnswerLost) {
        this.#end(task);
      } else {
        throw error;
      }
    }
    return false;
  }

  /** What happens to a task before its next step. */
  #strike(task: MemoryTask): void {
    const { at, what } = this.#taskTrouble ?? {};
    if (this.#steps++ === at) {
      if (what === 'fail') {
        throw new Error('The step is not of Backlot, and failed.');
      }
      task.state = 'cancelled';
    }
    if (task.state === 'cancelled') {
      throw new TaskCancelled('The task was cancelled.');
    }
  }

  #end(task: MemoryTask): void {
    if (task.state !== 'cancelled') {
      task.state = 'ended';
    }
  }

  /** How many steps have begun. */
  get steps(): number {
    return this.#steps;
  }

  /** Recovery of another replica looks once; this one's leases hold. */
  async lookBeside(): Promise<void> {
    for (const job of await listDueJobs(this.truth)) {
      await job.run();
    }
  }

  /** This process stands still for so long that it counts as gone, and another replica goes on. */
  async standStill(): Promise<void> {
    this.#abandonTasks();
    await this.#endLeases(this.now);
    for (let minute = 0; minute < 3; minute++) {
      this.advance(60_000);
      await this.lookBeside();
      for (const task of this.peers.startedTasks) {
        if (task.state === 'queued') {
          await this.apply(task, true);
        }
      }
    }
  }

  /** One look of recovery, and the tasks that it started, until nothing is due now. */
  async settleNow(): Promise<void> {
    for (let round = 0; round < 20; round++) {
      const queued = this.peers.startedTasks.filter(
        ({ state }) => state === 'queued',
      );
      // Mostly nothing is due, which one query tells.
      const due = await this.#nextDue();
      const isDue = due !== undefined && due <= this.now;
      if (
        queued.length === 0 &&
        !(isDue && (await listDueJobs(this.truth)).length > 0)
      ) {
        return;
      }
      for (const task of queued) {
        // Another replica may have taken it meanwhile.
        if (task.state !== 'queued') {
          continue;
        }
        if (task.item) {
          await this.#playItem(task, task.item);
          continue;
        }
        await (task.operation
          ? this.operate(
              task,
              { machineId: task.operation.machine },
              {
                operation: 'decommission',
                input: { name: task.operation.name },
                reason: task.operation.reason,
                requestedBy: undefined,
              },
            )
          : this.apply(task));
      }
      try {
        for (const job of await listDueJobs(this.ledger)) {
          await job.run();
        }
      } catch (error) {
        if (
          !(error instanceof Killed || error instanceof AnswerLost) &&
          !leaseLost.test(String(error))
        ) {
          throw error;
        }
      }
      if (this.chaos.dead) {
        await this.#startAgain();
      }
    }
  }

  /**
   * Lets time pass, and all happen that happens by itself meanwhile.
   *
   * @param beside - other replicas, which work at once
   */
  async settle(hours: number = 1, beside: World[] = []): Promise<void> {
    const replicas = [this, ...beside];
    const settleNow = () =>
      Promise.all(replicas.map(replica => replica.settleNow()));
    const end = this.now + hours * 3600_000;
    await settleNow();
    for (
      let due = await this.#nextDue();
      due !== undefined && due <= end;
      due = await this.#nextDue()
    ) {
      this.#time.now = Math.max(due, this.now + 1000);
      for (const replica of replicas) {
        await replica.#endLeases(this.now - leaseMs);
      }
      await settleNow();
    }
    this.#time.now = Math.max(end, this.now);
  }

  async #nextDue(): Promise<number | undefined> {
    const client = this.#client;
    const [dates] = await client
      .select({
        request: client('requests').min('wake_at'),
        effect: client('effects').whereNull('done_at').min('next_at'),
        ending: client('machines')
          .where({ lifecycle: 'active' })
          .min('end_look_at'),
        batch: client('batches').min('wake_at'),
      })
      .then((rows: Record<string, string | null>[]) => rows);
    const [first] = Object.values(dates)
      .flatMap(date => date ?? [])
      .sort();
    return first === undefined ? undefined : Date.parse(first);
  }

  /** Names of machines of batches whose plans fail from now on. */
  readonly unplannable = new Set<string>();

  /** Plays the template that opens the request of one of a batch. */
  async #playItem(
    task: MemoryTask,
    { template, values }: NonNullable<MemoryTask['item']>,
  ): Promise<void> {
    const [, kind] = /^template:default\/vm-(.*)$/.exec(template) ?? [];
    if (kind === undefined) {
      const spec = machineSpec(values as Partial<MachineSpec>);
      const { requestedFor, startAt } = values as AskedSeveral;
      await this.prepare(task, spec, {
        requestedBy: null,
        requestedFor,
        startAt,
        planFails: this.unplannable.has(spec.name),
      });
      return;
    }
    const { machine, reason, startAt, ...input } = values;
    if (kind === 'adopt') {
      await this.adopt(task, {
        source: String(values.source),
        machine: String(machine),
        environment: String(values.environment),
        stack: values.stack === undefined ? undefined : String(values.stack),
        owner: String(values.owner),
        reason: String(reason),
        requestedBy: undefined,
      });
      return;
    }
    await this.operate(
      task,
      { machineId: String(machine) },
      {
        operation: kind,
        input,
        reason: String(reason),
        startAt: startAt === undefined ? undefined : String(startAt),
        requestedBy: undefined,
      },
    );
  }

  /** Asks for several machines with the form of a template, as Anna does unless told. */
  async askForSeveral(
    several: SeveralMachines,
    overrides: Partial<MachineSpec> = {},
    task: string = 'several',
    asked: AskedSeveral = {},
  ): Promise<LedgerStepAnswer<'batch'>> {
    const { requestedBy = anna, ...more } = asked;
    const spec = machineSpec(overrides);
    this.peers.addTask(task).form = {
      template: 'template:default/rhel9-vm',
      user: requestedBy,
      values: { ...spec, ...more, several },
    };
    return openMachines(this.ledger, {
      spec,
      several,
      requestedBy,
      ...more,
      task,
    });
  }

  /** What a person may do with a request, whom permissions let do all. */
  abilitiesOf(request: StoredRequest, person: Person): RequestAbility[] {
    return abilitiesOf(
      request,
      person,
      { decide: true, update: true },
      this.truth.operations,
    );
  }

  /** The one request that there is. */
  async request(): Promise<StoredRequest | undefined> {
    const newest = await this.#client('requests')
      .orderBy('id', 'desc')
      .first<{ id: string } | undefined>('id');
    return newest && this.truth.store.get(newest.id);
  }

  /** Ends leases as their time does: nobody works between two looks, so nobody renews them. */
  async #endLeases(until: number): Promise<void> {
    for (const [lease, since] of this.#held) {
      if (since <= until) {
        await lease.release();
        this.#held.delete(lease);
      }
    }
  }

  async #startAgain(): Promise<void> {
    this.chaos.startAgain();
    // Time passes in which the leases of the dead process end.
    await this.#endLeases(this.now);
    this.#abandonTasks();
    this.advance(60_000);
  }

  /** No sign of life comes from the tasks of a process that does not run. */
  #abandonTasks(): void {
    for (const task of this.peers.startedTasks) {
      if (task.state === 'running' && this.#templates.has(task.id)) {
        task.state = 'stale';
      }
    }
  }
}

function placeOf(
  {
    repository,
    stack,
  }: Pick<OpenedRequest | ClaimedRequest, 'repository' | 'stack'>,
  pull: RequestPullRequest,
): JobPlace {
  return {
    stack: stack.name,
    repository: pull.repository,
    baseBranch: repository.baseBranch,
    branch: pull.branch,
    directory: repository.directory,
    pull: pull.number,
  };
}

/** As the starter's template renders it. */
function hardwareOf({ hardware }: OpenedRequest) {
  return {
    cpus: hardware.cpus,
    cores_per_socket: 1,
    memory_mib: hardware.memoryMib,
    guest_id: 'rhel9_64Guest',
    firmware: 'efi',
    hot_plug: { cpu_add: true, cpu_remove: false, memory_add: false },
    scsi: { type: 'pvscsi', controllers: 1 },
    sata_controllers: 0,
    disks: hardware.disksGib.map((size, index) => ({
      label: `disk${index}`,
      controller: 'scsi',
      unit: index,
      size_gib: size || 40,
      io: { limit: -1 },
    })),
  };
}

function placement(spec: MachineSpec) {
  const named = (id: string) => ({ id, name: id });
  return {
    source: spec.source,
    datacenter: named(spec.datacenter),
    cluster: named('fra1-dev-01'),
    resourcePool: named('Resources'),
    datastore: named('fra1-dev-01-ds-1'),
    network: named(spec.network),
    template: { ...named(spec.template), uuid: '4210' },
    reasons: [],
  };
}

/** As the starter's action writes it. */
function placementOf(place: ReturnType<typeof placement>) {
  return {
    cluster_id: place.cluster.id,
    cluster: place.cluster.name,
    resource_pool_id: place.resourcePool.id,
    datastore_id: place.datastore.id,
    datastore: place.datastore.name,
    folder: '',
    template_uuid: place.template.uuid,
    template: place.template.name,
  };
}

function addressOf({ allocations, network }: OpenedRequest): RequestAddress {
  const [first, ...others] = allocations!.map((allocation, index) => ({
    address: `10.20.210.${17 + index}`,
    prefixLength: 24,
    interface: allocation.interface,
    network: allocation.network,
    gateway: allocation.gateway,
    key: allocation.key,
  }));
  const { interface: _card, network: _name, ...address } = first;
  return {
    ...address,
    dnsServers: network.dnsServers,
    domain: network.domain,
    ...(others.length > 0 && { others }),
  };
}
