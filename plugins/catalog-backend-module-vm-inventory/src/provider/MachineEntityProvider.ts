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
  Machine,
} from '@backlot/plugin-vm-inventory-common';
import { VmInventoryService } from '@backlot/plugin-vm-inventory-node';
import { MachineEntityConfig } from '../config/readMachineCatalogConfig';
import { machineEntity } from '../entities/machineEntity';
import { MachineOwnerships } from '../ownership/MachineOwnerships';
import { MachinesRead, readMachines } from './readMachines';

const LOCATION_KEY = 'vm-inventory';

type Entities = Map<string, ResourceEntity>;

/**
 * Keeps the machines of the inventory in the catalog. What a source that cannot be read now had
 * before stays: an inventory that has just started knows less than the catalog.
 *
 * Each replica looks for itself and remembers what it told, so that what one missed the other, or
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
  readonly #logger: LoggerService;
  #connection: EntityProviderConnection | undefined;
  #read: MachinesRead | undefined;
  #told: Entities = new Map();
  #toldAll = false;

  constructor(options: {
    inventory: Pick<VmInventoryService, 'list'>;
    auth: AuthService;
    ownerships: MachineOwnerships;
    runner: SchedulerServiceTaskRunner;
    config: MachineEntityConfig;
    logger: LoggerService;
  }) {
    this.#inventory = options.inventory;
    this.#auth = options.auth;
    this.#ownerships = options.ownerships;
    this.#runner = options.runner;
    this.#config = options.config;
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

  /** Tells the catalog what has changed since the last turn. */
  async refresh(signal: AbortSignal): Promise<void> {
    if (!this.#connection) {
      throw new Error('The catalog has not connected this provider yet');
    }
    const read = await this.#readChanged(signal);
    if (!read) {
      return;
    }
    const entities = await this.#entitiesOf(read.machines, signal);
    for (const [name, entity] of this.#told) {
      const source = entity.metadata.annotations?.[ANNOTATION_SOURCE] ?? '';
      if (read.unknown.has(source)) {
        entities.set(name, entity);
      }
    }

    if (!this.#toldAll && read.unknown.size === 0) {
      await this.#connection.applyMutation({
        type: 'full',
        entities: [...entities.values()].map(deferred),
      });
      this.#toldAll = true;
      this.#logger.info(`Told the catalog of all ${entities.size} machines`);
    } else {
      const added = [...entities].filter(
        ([name, entity]) => !same(this.#told.get(name), entity),
      );
      const removed = [...this.#told].filter(([name]) => !entities.has(name));
      if (added.length + removed.length > 0) {
        await this.#connection.applyMutation({
          type: 'delta',
          added: added.map(([, entity]) => deferred(entity)),
          removed: removed.map(([, entity]) => deferred(entity)),
        });
        this.#logger.info(
          `Told the catalog of ${added.length} new or changed and ${removed.length} gone machines`,
        );
      }
    }
    this.#told = entities;
    this.#read = read;
  }

  /** What there is to tell, or nothing while nothing can have changed. */
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

  async #entitiesOf(
    machines: readonly Machine[],
    signal: AbortSignal,
  ): Promise<Entities> {
    const ownerships = await this.#ownerships.of(machines, { signal });
    const entities: Entities = new Map();
    for (const [index, machine] of machines.entries()) {
      const { instanceUuid } = machine;
      // Without one there is nothing to tell it by once it is renamed.
      if (instanceUuid !== undefined) {
        const entity = machineEntity(
          { ...machine, instanceUuid },
          ownerships[index],
          this.#config,
        );
        entities.set(entity.metadata.name, entity);
      }
    }
    return entities;
  }
}

function deferred(entity: ResourceEntity): DeferredEntity {
  return { entity, locationKey: LOCATION_KEY };
}

function same(a: ResourceEntity | undefined, b: ResourceEntity): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
