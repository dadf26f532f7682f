import { Knex } from 'knex';
import { ConflictError, NotFoundError } from '@backstage/errors';
import { Lease, Leases } from '@backlot/backend-common';
import {
  endStates,
  RequestEvent,
  RequestFile,
  transition,
} from '@backlot/plugin-vm-requests-common';
import { Clock, IdFactory } from '../clock';
import {
  formatMacAddress,
  MacAddressRange,
} from '../macAddresses/MacAddressRange';
import { requestLease } from '../ledger/leaseNames';
import { Operations } from '../operations/Operations';
import { FencedDatabase } from './FencedDatabase';
import {
  findMachineHolding,
  InventoryMachineRef,
  listHeld,
  MachineHolding,
} from './findMachineHolding';
import { findOpenRequest, findOpenRequests } from './findOpenRequest';
import { getEnding, listEnding, recordEnding } from './endingMachines';
import { keepIndexed } from './listIndex';
import { listMachines } from './listMachines';
import { findMachineDetail, listAppliedFiles } from './machineDetail';
import { countOf } from './heldMachines';
import { listRequests } from './listRequests';
import { passGate } from './passGate';
import { patchColumns } from './requestColumns';
import {
  AdoptionOpening,
  CreationOpening,
  EndingMachine,
  EndRecord,
  GatePassage,
  MachineList,
  MachineListQuery,
  NewRequest,
  Opening,
  Postponement,
  RecordChange,
  RequestList,
  RequestListQuery,
  RequestStore,
  StoredMachineDetail,
  TransitionChange,
} from './RequestStore';
import {
  AttemptRow,
  EventRow,
  MacAddressRow,
  MachineRow,
  pagedColumns,
  RequestRow,
  toAttempt,
  toEvent,
  toJson,
  toPagedRequest,
  toRequest,
  toStoredMachine,
} from './rows';
import {
  Attempt,
  PagedRequest,
  StoredMachine,
  StoredRequest,
} from './StoredRequest';
import { BroadSearches } from './searchRequests';
import { writeAdoption, writeCreation, writeOperation } from './writeOpening';
import { findNameHolder } from './writeNames';
import {
  changedMeanwhile,
  keepOnMachine,
  Moment,
  writeNotifications,
  writeTransition,
} from './writeTransition';

/** @see RequestStore */
export class DatabaseRequestStore implements RequestStore {
  readonly #db: Knex;
  readonly #clock: Clock;
  readonly #newId: IdFactory;
  readonly #fenced: FencedDatabase;
  readonly #leases: Leases;
  readonly #operations: Operations;
  readonly #broadSearches = new BroadSearches();

  constructor(options: {
    client: Knex;
    clock: Clock;
    newId: IdFactory;
    leases: Leases;
    operations: Operations;
    /** What each write checks first. */
    lease?: Lease;
  }) {
    this.#db = options.client;
    this.#fenced = new FencedDatabase(options);
    this.#leases = options.leases;
    this.#operations = options.operations;
    this.#clock = options.clock;
    this.#newId = options.newId;
  }

  async open(
    request: NewRequest,
    task: string,
    opening: CreationOpening,
  ): Promise<{ request: StoredRequest; attempt: Attempt }> {
    await this.#fenced.write(trx =>
      keepIndexed(trx, request.id, () =>
        writeCreation(
          trx,
          this.#moment(),
          request,
          task,
          opening,
          this.#operations.of(request),
        ),
      ),
    );
    return this.#opened(task);
  }

  async openAdoption(
    request: Parameters<RequestStore['openAdoption']>[0],
    task: string,
    opening: AdoptionOpening,
  ): Promise<{ request: StoredRequest; attempt: Attempt }> {
    await this.#fenced.write(trx =>
      keepIndexed(trx, request.id, () =>
        writeAdoption(
          trx,
          this.#moment(),
          request,
          task,
          opening,
          this.#operations.of(request),
        ),
      ),
    );
    return this.#opened(task);
  }

  async openOn(
    machine: StoredMachine,
    request: NewRequest,
    task: string,
    opening: Opening,
  ): Promise<{ request: StoredRequest; attempt: Attempt }> {
    await this.#fenced.write(trx =>
      keepIndexed(trx, request.id, () =>
        writeOperation(
          trx,
          this.#moment(),
          machine,
          request,
          task,
          opening,
          this.#operations.of(request),
        ),
      ),
    );
    return this.#opened(task);
  }

  async #opened(
    task: string,
  ): Promise<{ request: StoredRequest; attempt: Attempt }> {
    const found = await this.findByTask(task);
    if (!found) {
      throw new NotFoundError(`Task ${task} has no request.`);
    }
    return found;
  }

  async countOf(of: { owner: string; environment: string }): Promise<number> {
    return countOf(this.#db, of);
  }

  async get(id: string): Promise<StoredRequest> {
    const row = await this.#db<RequestRow>('requests').where({ id }).first();
    if (!row) {
      throw new NotFoundError(`There is no request ${id}.`);
    }
    return toRequest(row);
  }

  async getMachine(id: string): Promise<StoredMachine> {
    const machine = await this.findMachine(id);
    if (!machine) {
      throw new NotFoundError(`The ledger has no machine ${id}.`);
    }
    return machine;
  }

  async getMachines(ids: string[]): Promise<StoredMachine[]> {
    const rows = await this.#db<MachineRow>('machines').whereIn('id', ids);
    const found = new Map(rows.map(row => [row.id, toStoredMachine(row)]));
    return ids.map(id => {
      const machine = found.get(id);
      if (!machine) {
        throw new NotFoundError(`The ledger has no machine ${id}.`);
      }
      return machine;
    });
  }

  async findMachine(id: string): Promise<StoredMachine | undefined> {
    const row = await this.#db<MachineRow>('machines').where({ id }).first();
    return row && toStoredMachine(row);
  }

  async findMachineDetail(
    id: string,
    most: number,
  ): Promise<StoredMachineDetail | undefined> {
    return findMachineDetail(this.#db, id, most);
  }

  async findMachineOf(request: string): Promise<StoredMachine | undefined> {
    const row = await this.#db<MachineRow>('machines')
      .whereIn(
        'id',
        this.#db('requests').where({ id: request }).select('machine_id'),
      )
      .first();
    return row && toStoredMachine(row);
  }

  async getShaping(
    machine: Pick<StoredMachine, 'id' | 'madeBy' | 'shapedBy'>,
  ): Promise<StoredRequest> {
    const { madeBy, shapedBy = madeBy } = machine;
    const [shaping, files] = await Promise.all([
      this.get(shapedBy),
      this.listAppliedFiles(machine),
    ]);
    return { ...shaping, files };
  }

  async listAppliedFiles(
    machine: Pick<StoredMachine, 'id' | 'madeBy' | 'shapedBy'>,
  ): Promise<RequestFile[]> {
    return listAppliedFiles(this.#db, machine);
  }

  async findByTask(
    task: string,
  ): Promise<{ request: StoredRequest; attempt: Attempt } | undefined> {
    const row = await this.#db<AttemptRow>('attempts')
      .where({ task_id: task })
      .first();
    return row
      ? { request: await this.get(row.request_id), attempt: toAttempt(row) }
      : undefined;
  }

  async getAttempt(id: string): Promise<Attempt> {
    const row = await this.#db<AttemptRow>('attempts').where({ id }).first();
    if (!row) {
      throw new NotFoundError(`There is no attempt ${id}.`);
    }
    return toAttempt(row);
  }

  async listAttempts(request: string): Promise<Attempt[]> {
    const rows = await this.#db<AttemptRow>('attempts')
      .where({ request_id: request })
      .orderBy('number');
    return rows.map(toAttempt);
  }

  async list(query: RequestListQuery): Promise<RequestList> {
    return listRequests(this.#db, query, this.#broadSearches);
  }

  async getMany(ids: string[]): Promise<(StoredRequest | undefined)[]> {
    const rows = await this.#db<RequestRow>('requests').whereIn('id', ids);
    const found = new Map(rows.map(row => [row.id, toRequest(row)]));
    return ids.map(id => found.get(id));
  }

  async listPaged(ids: string[]): Promise<Map<string, PagedRequest>> {
    const rows = await this.#db<RequestRow>('requests')
      .whereIn('id', ids)
      .select(...pagedColumns);
    return new Map(rows.map(row => [row.id, toPagedRequest(row)]));
  }

  async listEvents(request: string): Promise<RequestEvent[]> {
    const rows = await this.#db<EventRow>('events')
      .where({ request_id: request })
      .orderBy('id');
    return rows.map(toEvent);
  }

  async transition(
    request: StoredRequest,
    change: TransitionChange,
  ): Promise<StoredRequest> {
    const result = transition(request, change.event, change.actor);
    const operation = this.#operations.of(request);
    await this.#fenced.write(trx =>
      keepIndexed(trx, request.id, () =>
        writeTransition(
          trx,
          this.#moment(),
          request,
          result,
          change,
          operation,
        ),
      ),
    );
    return this.get(request.id);
  }

  async record(
    request: StoredRequest,
    change: RecordChange,
  ): Promise<StoredRequest> {
    const moment = this.#moment();
    const { now } = moment;
    const write = async (trx: Knex.Transaction) => {
      const [updated]: RequestRow[] = await trx<RequestRow>('requests')
        .where({
          id: request.id,
          state: request.state,
          phase: request.phase,
          attempt_id: request.attempt,
          // Once a request has ended, this is what changes.
          guest: toJson(request.guest) ?? null,
        })
        .update({ ...patchColumns(change.patch), updated_at: now })
        .returning('*');
      if (!updated) {
        throw changedMeanwhile(request);
      }
      await keepOnMachine(trx, request, change.patch);
      await trx<EventRow>('events').insert({
        id: this.#newId(),
        request_id: request.id,
        at: now,
        by: change.by,
        type: change.type,
        reason: change.reason,
        detail: toJson(change.detail),
      });
      await writeNotifications(trx, moment, request, change.notifications);
      return toRequest(updated);
    };
    return this.#fenced.write(trx =>
      change.patch.address
        ? keepIndexed(trx, request.id, () => write(trx))
        : write(trx),
    );
  }

  async passGate(request: StoredRequest, passage: GatePassage): Promise<void> {
    await passGate(this.#db, this.#moment(), request, passage);
  }

  async askedGate(request: string, since: string = ''): Promise<boolean> {
    const row = await this.#db<EventRow>('events')
      .where({ request_id: request, type: 'gate-passed' })
      .where('at', '>=', since)
      .first('id');
    return row !== undefined;
  }

  async lastApplyAskedGate({
    stack,
    repository,
  }: Pick<StoredRequest, 'stack' | 'repository'>): Promise<boolean> {
    const row = await this.#db('events')
      .join('requests', 'requests.id', 'events.request_id')
      .where({
        'events.type': 'applied',
        'requests.stack': stack,
        'requests.repository': repository,
      })
      .orderBy('events.id', 'desc')
      .first<{ request: string } | undefined>('events.request_id as request');
    return row !== undefined && this.askedGate(row.request);
  }

  async areOthersUnderWay({
    id,
    kind,
    stack,
    repository,
    baseBranch,
  }: Pick<
    StoredRequest,
    'id' | 'kind' | 'stack' | 'repository' | 'baseBranch'
  >): Promise<boolean> {
    const row = await this.#db<RequestRow>('requests')
      .whereIn('state', ['open', 'approved', 'applying', 'applied'])
      .where({ kind, stack, repository, base_branch: baseBranch })
      .whereNot({ id })
      .first('id');
    return row !== undefined;
  }

  async plannedAt(request: string): Promise<string | undefined> {
    const row = await this.#db<EventRow>('events')
      .where({ request_id: request })
      // Planned anew, and found to be what was approved.
      .where(any =>
        any
          .where({ type: 'planned' })
          .orWhere({ type: 'retried', by: 'ledger' }),
      )
      .orderBy('id', 'desc')
      .first('at');
    return row?.at;
  }

  async countCall(attempt: string): Promise<void> {
    await this.#fenced.write(trx =>
      trx<AttemptRow>('attempts').where({ id: attempt }).increment('calls', 1),
    );
  }

  async setTask(attempt: string, task: string): Promise<void> {
    await this.#fenced.write(trx =>
      trx<AttemptRow>('attempts')
        .where({ id: attempt })
        .whereNull('claimed_at')
        .update({ task_id: task }),
    );
  }

  async postpone(request: StoredRequest, options: Postponement): Promise<void> {
    const { obstruction, notifications } = options;
    const write = async (trx: Knex.Transaction) => {
      const updated = await trx<RequestRow>('requests')
        .where({
          id: request.id,
          state: request.state,
          phase: request.phase,
          attempt_id: request.attempt,
        })
        .update({
          wake_at: options.wakeAt ?? null,
          setbacks: options.setbacks,
          ...(obstruction === undefined
            ? {}
            : {
                obstacle: obstruction?.obstacle ?? null,
                obstruction: toJson(obstruction ?? undefined) ?? null,
              }),
        });
      if (updated === 1) {
        await writeNotifications(trx, this.#moment(), request, notifications);
      }
    };
    await this.#fenced.write(trx =>
      obstruction === undefined
        ? write(trx)
        : keepIndexed(trx, request.id, () => write(trx)),
    );
  }

  async listDue(options: {
    now: string;
    limit: number;
    waitsForAtlantis: boolean;
  }): Promise<string[]> {
    const rows = await this.#db<RequestRow>('requests')
      .where('wake_at', '<=', options.now)
      .whereNotIn('state', endStates)
      .where(builder => {
        const waits = (one: Knex.QueryBuilder) =>
          one
            .where({ state: 'rolling-back' })
            .orWhere(held =>
              held
                .where({ state: 'applying' })
                .whereIn('phase', ['held', 'planning']),
            )
            .orWhere({ state: 'approved', phase: 'planning' });
        return options.waitsForAtlantis
          ? builder.where(waits)
          : builder.whereNot(waits);
      })
      .modify(builder =>
        this.#leases.whereFree(
          builder,
          this.#db.raw('? || ??', [requestLease(''), 'requests.id']),
        ),
      )
      .orderBy('wake_at')
      .limit(options.limit)
      .select('id')
      .then((found: Pick<RequestRow, 'id'>[]) => found);
    return rows.map(({ id }) => id);
  }

  async findOpenRequest(machine: string): Promise<string | undefined> {
    return findOpenRequest(this.#db, machine);
  }

  async findOpenRequests(machines: string[]): Promise<Map<string, string>> {
    return findOpenRequests(this.#db, machines);
  }

  async findName(nameKey: string): Promise<string | undefined> {
    const holder = await findNameHolder(this.#db, nameKey);
    return holder?.made_by ?? undefined;
  }

  async listMacAddresses({ first, last }: MacAddressRange): Promise<string[]> {
    return this.#db<MacAddressRow>('mac_addresses')
      .whereBetween('mac_address', [
        formatMacAddress(first),
        formatMacAddress(last),
      ])
      .pluck('mac_address');
  }

  async listInApply(place: {
    repository: string;
    directory: string;
  }): Promise<StoredRequest[]> {
    const rows = await this.#db<RequestRow>('requests')
      .where({ directory: place.directory, repository: place.repository })
      .whereIn('state', ['applying', 'rolling-back']);
    return rows.map(toRequest);
  }

  async listMachines(query: MachineListQuery): Promise<MachineList> {
    return listMachines(this.#db, query);
  }

  async protect(
    machine: StoredMachine,
    change: { isProtected: boolean; by: string; reason: string },
  ): Promise<void> {
    const { now, newId } = this.#moment();
    await this.#fenced.write(async trx => {
      const updated = await trx<MachineRow>('machines')
        .where({ id: machine.id, lifecycle: 'active' })
        .update({ protected: change.isProtected, updated_at: now });
      if (updated !== 1) {
        throw new ConflictError(
          `${machine.fqdn} can be protected only while nobody has asked to end it.`,
        );
      }
      await trx<EventRow>('events').insert({
        id: newId(),
        request_id: machine.madeBy,
        at: now,
        by: change.by,
        type: change.isProtected ? 'protected' : 'protection-removed',
        reason: change.reason,
      });
    });
  }

  async listEnding(options: { now: string; limit: number }): Promise<string[]> {
    return listEnding(this.#db, options);
  }

  async getEnding(machine: string): Promise<EndingMachine | undefined> {
    return getEnding(this.#db, machine);
  }

  async recordEnding(
    ending: EndingMachine,
    record: EndRecord,
  ): Promise<boolean> {
    const madeBy = await this.get(ending.machine.madeBy);
    return this.#fenced.write(trx =>
      recordEnding(trx, this.#moment(), ending, record, madeBy),
    );
  }

  async findMachineHolding(
    ref: InventoryMachineRef,
  ): Promise<MachineHolding | undefined> {
    return findMachineHolding(this.#db, ref);
  }

  async listHeld<M extends InventoryMachineRef>(
    machines: readonly M[],
  ): Promise<Set<M>> {
    return listHeld(this.#db, machines);
  }

  #now(): string {
    return this.#clock.now().toISOString();
  }

  #moment(): Moment {
    return { now: this.#now(), newId: this.#newId };
  }
}
