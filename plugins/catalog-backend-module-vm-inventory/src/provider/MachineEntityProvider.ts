import {
  AuthService,
  LoggerService,
  SchedulerServiceTaskRunner,
} from '@backstage/backend-plugin-api';
import { ResourceEntity } from '@backstage/catalog-model';
import { NotModifiedError } from '@backstage/errors';
import {
  DeferredEntity,
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import {
  ANNOTATION_SOURCE,
  CatalogLeftOut,
} from '@backlot/plugin-vm-inventory-common';
import { VmInventoryService } from '@backlot/plugin-vm-inventory-node';
import { MachineEntityConfig } from '../config/machineEntityConfig';
import { MachineOwnerships } from '../ownership/MachineOwnerships';
import { SyncReporter } from '../report/SyncReporter';
import { buildEntities, Entities } from './buildEntities';
import { MachinesRead, readMachines } from './readMachines';
import { sameEntity } from './sameEntity';

const LOCATION_KEY = 'vm-inventory';

/**
 * Keeps the machines of the inventory in the catalog. What a source that cannot be read now had
 * before stays: an inventory that has just started knows less than the catalog.
 *
 * Each replica looks for itself and remembers what it synced, so that what one missed the other, or
 * its own next turn, puts right.
 *
 * @internal
 */
export class MachineEntityProvider implements EntityProvider {
  readonly #inventory: Pick<VmInventoryService, 'list'>;
  readonly #auth: AuthService;
  readonly #ownerships: MachineOwnerships;
  readonly #runner: SchedulerServiceTaskRunner;
  readonly #config: MachineEntityConfig;
  readonly #reporter: Pick<SyncReporter, 'report'>;
  readonly #logger: LoggerService;
  #connection: EntityProviderConnection | undefined;
  #read: MachinesRead | undefined;
  #synced: Entities = new Map();
  #leftOut: readonly CatalogLeftOut[] = [];
  #hasSyncedAll = false;

  constructor(options: {
    inventory: Pick<VmInventoryService, 'list'>;
    auth: AuthService;
    ownerships: MachineOwnerships;
    runner: SchedulerServiceTaskRunner;
    config: MachineEntityConfig;
    reporter: Pick<SyncReporter, 'report'>;
    logger: LoggerService;
  }) {
    this.#inventory = options.inventory;
    this.#auth = options.auth;
    this.#ownerships = options.ownerships;
    this.#runner = options.runner;
    this.#config = options.config;
    this.#reporter = options.reporter;
    this.#logger = options.logger;
  }

  getProviderName(): string {
    return 'vm-inventory';
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    this.#connection = connection;
    await this.#runner.run({
      id: 'vm-inventory:machines',
      fn: signal => this.refresh(signal),
    });
  }

  /** Syncs what has changed since the last turn, and reports what is in the catalog. */
  async refresh(signal: AbortSignal): Promise<void> {
    if (!this.#connection) {
      throw new Error('The catalog has not connected this provider yet');
    }
    const read = await this.#readChanged(signal);
    if (read) {
      await this.#sync(this.#connection, read, signal);
    }
    // Before every source has been loaded, the catalog has more than is known here.
    if (this.#hasSyncedAll) {
      await this.#reporter.report(
        { machines: this.#synced.size, leftOut: this.#leftOut },
        signal,
      );
    }
  }

  async #sync(
    connection: EntityProviderConnection,
    read: MachinesRead,
    signal: AbortSignal,
  ): Promise<void> {
    const { entities, leftOut } = await buildEntities(read.machines, {
      ownerships: await this.#ownerships.of(read.machines, { signal }),
      config: this.#config,
      synced: this.#synced,
    });
    for (const [name, entity] of this.#synced) {
      const source = entity.metadata.annotations?.[ANNOTATION_SOURCE] ?? '';
      if (read.unknown.has(source)) {
        entities.set(name, entity);
      }
    }

    if (!this.#hasSyncedAll && read.unknown.size === 0) {
      await connection.applyMutation({
        type: 'full',
        entities: [...entities.values()].map(deferred),
      });
      this.#hasSyncedAll = true;
      this.#logger.info(`Synced ${machines(entities.size)} to the catalog`);
    } else {
      const added = [...entities].filter(
        ([name, entity]) => !sameEntity(this.#synced.get(name), entity),
      );
      const removed = [...this.#synced].filter(([name]) => !entities.has(name));
      if (added.length + removed.length > 0) {
        await connection.applyMutation({
          type: 'delta',
          added: added.map(([, entity]) => deferred(entity)),
          removed: removed.map(([, entity]) => deferred(entity)),
        });
        this.#logger.info(
          `Synced ${machines(added.length + removed.length)} to the catalog: ${
            added.length
          } added or changed, ${removed.length} removed`,
        );
      }
    }
    this.#synced = entities;
    this.#leftOut = [
      ...leftOut,
      ...this.#leftOut.filter(({ source }) => read.unknown.has(source)),
    ];
    this.#read = read;
  }

  /** What there is to sync, or nothing while nothing can have changed. */
  async #readChanged(signal: AbortSignal): Promise<MachinesRead | undefined> {
    try {
      return await readMachines(this.#inventory, {
        credentials: await this.#auth.getOwnServiceCredentials(),
        signal,
        etag: this.#read?.etag,
      });
    } catch (error) {
      if (!(error instanceof NotModifiedError)) {
        throw error;
      }
      return this.#ownerships.live ? this.#read : undefined;
    }
  }
}

function deferred(entity: ResourceEntity): DeferredEntity {
  return { entity, locationKey: LOCATION_KEY };
}

function machines(count: number): string {
  return count === 1 ? '1 machine' : `${count} machines`;
}
