import {
  Machine,
  MachineOperation,
  MachineOperationPage,
} from '@backlot/plugin-vm-inventory-common';
import { Leases } from '@backlot/backend-common';
import { Knex } from 'knex';
import { Clock } from '../clock';

interface OperationRow {
  id: string;
  at: string;
  by: string;
  via: string | null;
  source: string;
  machine_id: string;
  machine_name: string;
  instance_uuid: string | null;
  operation: MachineOperation['operation'];
  force: boolean | number;
  snapshot_id: string | null;
  snapshot_name: string | null;
  outcome: MachineOperation['outcome'];
  error: string | null;
  ended_at: string | null;
}

const TABLE = 'machine_operations';
const LEASE_PREFIX = 'machine:';

type MachineKey = Pick<Machine, 'source' | 'id' | 'instanceUuid'>;

/**
 * The lease under which a machine is changed, by one replica at a time.
 *
 * @internal
 */
export function leaseNameOf({ source, id }: MachineKey): string {
  return `${LEASE_PREFIX}${source}/${id}`;
}

/**
 * The histories of machines in the database. An entry is added when something begins and completed
 * when it ends.
 *
 * @internal
 */
export class MachineOperationStore {
  readonly #db: Knex;
  readonly #clock: Clock;
  readonly #leases: Leases;

  constructor(options: { db: Knex; clock: Clock; leases: Leases }) {
    this.#db = options.db;
    this.#clock = options.clock;
    this.#leases = options.leases;
  }

  /** @returns undefined when the id was used before */
  async add(
    operation: Omit<MachineOperation, 'at' | 'outcome'>,
  ): Promise<MachineOperation | undefined> {
    const added: MachineOperation = {
      ...operation,
      at: this.#now(),
      outcome: 'running',
    };
    const rows = await this.#db<OperationRow>(TABLE)
      .insert({
        id: added.id,
        at: added.at,
        by: added.by,
        via: added.via ?? null,
        source: added.source,
        machine_id: added.machine,
        machine_name: added.machineName,
        instance_uuid: added.instanceUuid?.toLowerCase() ?? null,
        operation: added.operation,
        force: added.force ?? false,
        snapshot_id: added.snapshot ?? null,
        snapshot_name: added.snapshotName ?? null,
        outcome: added.outcome,
      })
      .onConflict('id')
      .ignore()
      .returning('id');
    return rows.length > 0 ? added : undefined;
  }

  /** Completes the entry of what has ended. */
  async end(
    id: string,
    end: {
      outcome: Exclude<MachineOperation['outcome'], 'running'>;
      error?: string;
      snapshot?: string;
    },
  ): Promise<void> {
    await this.#db<OperationRow>(TABLE)
      .where({ id, outcome: 'running' })
      .update({
        outcome: end.outcome,
        error: end.error ?? null,
        ended_at: this.#now(),
        ...(end.snapshot && { snapshot_id: end.snapshot }),
      });
  }

  async get(id: string): Promise<MachineOperation | undefined> {
    await this.#endOrphans({ id });
    const row = await this.#db<OperationRow>(TABLE).where({ id }).first();
    return row && toOperation(row);
  }

  /** What is done to a machine now. */
  async running({
    source,
    id,
  }: MachineKey): Promise<MachineOperation | undefined> {
    await this.#endOrphans({ source, machine_id: id });
    const row = await this.#db<OperationRow>(TABLE)
      .where({ source, machine_id: id, outcome: 'running' })
      .first();
    return row && toOperation(row);
  }

  /** A machine's history, newest first; also from before it was registered anew. */
  async list(
    machine: MachineKey,
    page: { limit: number; before?: string },
  ): Promise<MachineOperationPage> {
    const { source, id, instanceUuid } = machine;
    await this.#endOrphans({ source, machine_id: id });
    const rows = await this.#db<OperationRow>(TABLE)
      .where(
        instanceUuid
          ? { source, instance_uuid: instanceUuid.toLowerCase() }
          : { source, machine_id: id },
      )
      .modify(query => {
        if (page.before !== undefined) {
          query.andWhere('id', '<', page.before);
        }
      })
      .orderBy('id', 'desc')
      .limit(page.limit + 1);
    const items = rows.slice(0, page.limit).map(toOperation);
    return {
      items,
      nextCursor: rows.length > items.length ? items.at(-1)?.id : undefined,
    };
  }

  /** Who began each of some operations, by their ids. */
  async beganBy(ids: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.#db<OperationRow>(TABLE)
      .whereIn('id', [...ids])
      .select('id', 'by');
    return new Map(rows.map(({ id, by }) => [id, by]));
  }

  /** Forgets what began longer ago. */
  async forget(retentionMs: number): Promise<void> {
    const oldest = new Date(this.#clock.now() - retentionMs).toISOString();
    await this.#db<OperationRow>(TABLE)
      .where('at', '<', oldest)
      .whereNot({ outcome: 'running' })
      .delete();
  }

  /** Ends entries of what nobody does any more: the replica that did it is gone. */
  async #endOrphans(
    which: Partial<Pick<OperationRow, 'id' | 'source' | 'machine_id'>>,
  ): Promise<void> {
    const orphans = this.#db<OperationRow>(TABLE).where({
      ...which,
      outcome: 'running',
    });
    this.#leases.whereFree(
      orphans,
      this.#db.raw('? || ?? || ? || ??', [
        LEASE_PREFIX,
        `${TABLE}.source`,
        '/',
        `${TABLE}.machine_id`,
      ]),
    );
    await orphans.update({
      outcome: 'unknown',
      error:
        'The backend that did it ended before it knew how it went. Look at the machine.',
      ended_at: this.#now(),
    });
  }

  #now(): string {
    return new Date(this.#clock.now()).toISOString();
  }
}

function toOperation(row: OperationRow): MachineOperation {
  return {
    id: row.id,
    at: row.at,
    by: row.by,
    via: row.via ?? undefined,
    source: row.source,
    machine: row.machine_id,
    machineName: row.machine_name,
    instanceUuid: row.instance_uuid ?? undefined,
    operation: row.operation,
    force: row.force ? true : undefined,
    snapshot: row.snapshot_id ?? undefined,
    snapshotName: row.snapshot_name ?? undefined,
    outcome: row.outcome,
    error: row.error ?? undefined,
    endedAt: row.ended_at ?? undefined,
  };
}
