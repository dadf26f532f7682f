import { Knex } from 'knex';
import { mockServices } from '@backstage/backend-test-utils';
import { Lease } from '@backlot/backend-common';
import {
  MachineSpec,
  RequestAddress,
} from '@backlot/plugin-vm-requests-common';
import { OpenedRequest } from '@backlot/plugin-vm-requests-node';
import { createIdFactory } from '../clock';
import { EffectStore } from '../database/EffectStore';
import { LogStore } from '../database/LogStore';
import { readRequestStamps } from '../database/readRequestStamps';
import { RequestStore } from '../database/RequestStore';
import { StoredRequest } from '../database/StoredRequest';
import { checkGate } from '../ledger/checkGate';
import { claim } from '../ledger/claim';
import { complete } from '../ledger/complete';
import { createLedgerContext } from '../ledger/createLedgerContext';
import { failTask } from '../ledger/failTask';
import { LedgerContext } from '../ledger/LedgerContext';
import { openDecommission } from '../operations/decommission/openDecommission';
import { openRequest } from '../ledger/openRequest';
import { propose } from '../ledger/propose';
import { submit } from '../ledger/submit';
import { blaming } from '../peers/blame';
import { JobPlace, RequestPeers } from '../peers/RequestPeers';
import { listDueJobs } from '../recovery/RecoveryLoop';
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
  #now = Date.UTC(2026, 10, 21, 12);

  constructor(
    client: Knex,
    options: {
      chaos?: Chaos;
      settings?: Partial<typeof settings>;
      /** The world before, whose peers and time it goes on with. */
      from?: World;
      /** Peers that end their calls with a signal; those in memory end at once. */
      peersOf?: (peers: MemoryPeers) => (signal: AbortSignal) => RequestPeers;
      signal?: AbortSignal;
    } = {},
  ) {
    this.#client = client;
    this.peers = options.from?.peers ?? new MemoryPeers();
    this.#now = options.from?.now ?? this.#now;
    this.chaos = options.chaos ?? new Chaos();
    this.peers.ownership.set(anna, [payments]);
    this.peers.ownership.set(priya, [approvers]);
    const clock = { now: () => new Date(this.#now) };
    this.truth = createLedgerContext({
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
      await checkGate(this.truth, {
        repository: place.repository,
        pull: place.pull,
        directory: place.directory,
        commit: plan.commit,
        digest: plan.digest,
      });
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
    const wrap = <T extends object>(target: T): T => this.chaos.around(target);
    const { peers, leases } = context;
    return {
      ...context,
      store: wrap<RequestStore>(context.store),
      effects: wrap<EffectStore>(context.effects),
      logs: wrap<LogStore>(context.logs),
      peers: {
        forge: blaming('forge', wrap(peers.forge)),
        jobs: blaming('atlantis', wrap(peers.jobs)),
        addresses: blaming('netbox', wrap(peers.addresses)),
        inventory: blaming('inventory', wrap(peers.inventory)),
        tasks: blaming('scaffolder', wrap(peers.tasks)),
        people: wrap(peers.people),
      },
      leases: wrap<LedgerContext['leases']>({
        tryAcquire: async name => {
          const lease = await leases.tryAcquire(name);
          if (!lease) {
            return undefined;
          }
          this.#held.set(lease, this.#now);
          return wrap<Lease>({
            ...lease,
            release: async () => {
              this.#held.delete(lease);
              await lease.release();
            },
          });
        },
      }),
      under: (lease, signal) => this.#mortal(context.under(lease, signal)),
    };
  }

  get now(): number {
    return this.#now;
  }

  advance(milliseconds: number): void {
    this.#now += milliseconds;
  }

  /** Steps of other actions, which the process can die around too. */
  readonly #actions = {
    select: async (opened: OpenedRequest) => {
      this.peers.reservations.add(opened.reservation.id);
    },
    allocate: async (opened: OpenedRequest) => {
      this.peers.addressesByKey.set(opened.allocation.key, 'reserved');
    },
    plan: async (place: JobPlace) => this.peers.planOf(place),
    apply: async (place: JobPlace) => {
      const plan = this.peers.planOf(place);
      if (plan.changes.length > 0) {
        const request = (await this.truth.store.listInApply(place)).find(
          ({ state }) => state === 'applying',
        );
        if (request?.decision?.digest !== plan.digest) {
          throw new Error('The plan is another than the approved one.');
        }
        await this.peers.apply(place);
      }
      return `Apply complete! ${place.directory}`;
    },
  };

  /** Plays the template that prepares a request. */
  async prepare(
    task: MemoryTask,
    spec: MachineSpec = machineSpec(),
    options: { planFails?: boolean } = {},
  ): Promise<void> {
    const actions = this.chaos.around(this.#actions);
    await this.#play(task, async () => {
      const opened = await openRequest(this.ledger, {
        spec,
        requestedBy: anna,
        task: task.id,
      });
      await actions.select(opened);
      await actions.allocate(opened);
      const pull = await propose(this.ledger, {
        ...opened,
        files: [
          {
            path: `${opened.repository.directory}/vm.auto.tfvars.json`,
            content: JSON.stringify({
              name: spec.name,
              present: true,
              source: spec.source,
              annotation: `request ${opened.request}`,
            }),
          },
        ],
        placement: placement(spec),
        address: addressOf(opened),
      });
      if (options.planFails) {
        throw new Error('Error: Unsupported argument');
      }
      const plan = await actions.plan({
        repository: pull.repository,
        baseBranch: opened.repository.baseBranch,
        branch: pull.branch,
        directory: opened.repository.directory,
        pull: pull.number,
      });
      await submit(this.ledger, { ...opened, plan });
    });
  }

  /** Opens a request to decommission the machine of a request. */
  opening(
    task: MemoryTask,
    of: Pick<StoredRequest, 'machineId' | 'name'>,
    input: { name?: string; requestedBy?: string } = {},
  ) {
    return openDecommission(this.ledger, {
      machine: of.machineId,
      name: of.name,
      reason: 'Replaced by web02',
      requestedBy: anna,
      task: task.id,
      ...input,
    });
  }

  /** Plays the template that decommissions the machine of a request. */
  async decommission(
    task: MemoryTask,
    of: Pick<StoredRequest, 'machineId' | 'name'>,
    input: { name?: string; requestedBy?: string } = {},
  ): Promise<void> {
    const actions = this.chaos.around(this.#actions);
    await this.#play(task, async () => {
      const opened = await this.opening(task, of, input);
      const pull = await propose(this.ledger, opened);
      const plan = await actions.plan({
        repository: pull.repository,
        baseBranch: opened.repository.baseBranch,
        branch: pull.branch,
        directory: opened.repository.directory,
        pull: pull.number,
      });
      await submit(this.ledger, { ...opened, plan });
    });
  }

  /** Plays the apply template. */
  async apply(task: MemoryTask): Promise<void> {
    const actions = this.chaos.around(this.#actions);
    await this.#play(task, async () => {
      const claimed = await claim(this.ledger, {
        request: task.request!,
        task: task.id,
      });
      const log = claimed.applied
        ? 'Applied before.'
        : await actions.apply({
            repository: claimed.repository.name,
            baseBranch: claimed.repository.baseBranch,
            branch: claimed.repository.branch,
            directory: claimed.repository.directory,
            pull: claimed.pullRequest.number,
          });
      await complete(this.ledger, { ...claimed, log });
    });
  }

  async #play(task: MemoryTask, steps: () => Promise<void>): Promise<void> {
    task.state = 'running';
    try {
      try {
        await steps();
      } catch (error) {
        if (this.chaos.dead) {
          throw error;
        }
        await failTask(this.ledger, {
          task: task.id,
          message: error instanceof Error ? error.message : String(error),
        });
      }
      task.state = 'ended';
    } catch (error) {
      if (this.chaos.dead) {
        await this.#startAgain();
      } else if (error instanceof AnswerLost) {
        task.state = 'ended';
      } else {
        throw error;
      }
    }
  }

  /** One look of recovery, and the tasks that it started, until nothing is due now. */
  async settleNow(): Promise<void> {
    for (let round = 0; round < 20; round++) {
      const jobs = await listDueJobs(this.truth);
      const queued = this.peers.startedTasks.filter(
        ({ state }) => state === 'queued',
      );
      if (jobs.length + queued.length === 0) {
        return;
      }
      for (const task of queued) {
        await this.apply(task);
      }
      try {
        for (const job of await listDueJobs(this.ledger)) {
          await job.run();
        }
      } catch (error) {
        if (!(error instanceof Killed || error instanceof AnswerLost)) {
          throw error;
        }
      }
      if (this.chaos.dead) {
        await this.#startAgain();
      }
    }
  }

  /** Lets time pass, and all happen that happens by itself meanwhile. */
  async settle(hours: number = 1): Promise<void> {
    const end = this.#now + hours * 3600_000;
    await this.settleNow();
    for (
      let due = await this.#nextDue();
      due !== undefined && due <= end;
      due = await this.#nextDue()
    ) {
      this.#now = Math.max(due, this.#now + 1000);
      await this.#endLeases(this.#now - leaseMs);
      await this.settleNow();
    }
    this.#now = Math.max(end, this.#now);
  }

  async #nextDue(): Promise<number | undefined> {
    const [{ at: request }] = await this.#client('requests').min({
      at: 'wake_at',
    });
    const [{ at: effect }] = await this.#client('effects')
      .whereNull('done_at')
      .min({ at: 'next_at' });
    const [first] = [request, effect].filter(Boolean).sort();
    return first === undefined ? undefined : Date.parse(first);
  }

  /** The one request that there is. */
  async request(): Promise<StoredRequest | undefined> {
    const { items } = await this.truth.store.list({ limit: 1 });
    return items[0] && this.truth.store.get(items[0].id);
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
    await this.#endLeases(this.#now);
    for (const task of this.peers.startedTasks) {
      if (task.state === 'running') {
        task.state = 'stale';
      }
    }
    this.advance(60_000);
  }
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

function addressOf(opened: OpenedRequest): RequestAddress {
  return {
    address: '10.20.210.17',
    prefixLength: 24,
    gateway: opened.network.gateway,
    dnsServers: opened.network.dnsServers,
    domain: opened.network.domain,
    key: opened.allocation.key,
  };
}
