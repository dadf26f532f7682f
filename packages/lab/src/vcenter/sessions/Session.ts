import { randomUUID } from 'node:crypto';
import { ContainerView } from '../collector/ContainerView';
import { PropertyCollector } from '../collector/PropertyCollector';
import { PropertyFilter } from '../collector/PropertyFilter';
import { ObjectSource } from '../collector/selectObjects';
import { FilterSpec } from '../collector/FilterSpec';
import { ManagedObjectStore } from '../model/ManagedObjectStore';
import { Privileges } from '../model/Privileges';
import { isKindOf } from '../properties/managedTypes';
import {
  managedObjectNotFound,
  notAuthenticated,
  VimFault,
} from '../soap/VimFault';
import { ReadableObject, ServiceObject } from './SessionObject';

/** Reference of the property collector that each session has from the beginning. */
const ownCollector = 'propertyCollector';

/** What an account may do: all, run machines, or nothing but read. */
export type AccountRole = 'administrator' | 'operator' | 'reader';

/** What a session is made with. */
export interface SessionOptions {
  userName: string;
  role: AccountRole;
  instanceUuid: string;
  store: ManagedObjectStore;
  privileges: Privileges;
}

/** A logged-in client with the views, property collectors and filters that it made. */
export class Session implements ObjectSource {
  readonly key = randomUUID();
  readonly cookie = randomUUID().replace(/-/g, '');
  readonly userName: string;
  readonly role: AccountRole;
  readonly loginTime = new Date().toISOString();
  readonly store: ManagedObjectStore;
  /** Milliseconds since 1970. */
  lastActive = 0;
  /** Calls that are being answered: while there are any, the session is not idle. */
  calls = 0;
  readonly #privileges: Privileges;
  readonly #instanceUuid: string;
  readonly #views = new Map<string, ContainerView>();
  readonly #collectors = new Map<string, PropertyCollector>();

  constructor(options: SessionOptions) {
    this.userName = options.userName;
    this.role = options.role;
    this.store = options.store;
    this.#privileges = options.privileges;
    this.#instanceUuid = options.instanceUuid;
    this.#collectors.set(
      ownCollector,
      new PropertyCollector(ownCollector, this, options.privileges),
    );
  }

  get lastActiveTime(): string {
    return new Date(this.lastActive).toISOString();
  }

  find(ref: string): ReadableObject | undefined {
    return (
      this.store.get(ref) ??
      this.#views.get(ref) ??
      this.#collectors.get(ref) ??
      this.findFilter(ref)?.filter ??
      this.#service(ref)
    );
  }

  typeOf(ref: string): string | undefined {
    return this.find(ref)?.type;
  }

  isVisible(object: ReadableObject): boolean {
    return (
      !isKindOf(object.type, 'ManagedEntity') ||
      this.#privileges.has(object as never, 'System.View')
    );
  }

  createView(container: string, types: string[], recursive: boolean): string {
    if (!this.store.get(container)) {
      throw managedObjectNotFound('ManagedEntity', container);
    }
    const ref = this.#nextRef();
    this.#views.set(
      ref,
      new ContainerView({
        ref,
        container,
        types,
        recursive,
        store: this.store,
        privileges: this.#privileges,
      }),
    );
    return ref;
  }

  destroyView(ref: string): void {
    if (!this.#views.delete(ref)) {
      throw managedObjectNotFound('ContainerView', ref);
    }
  }

  createCollector(): string {
    const ref = this.#nextRef();
    this.#collectors.set(
      ref,
      new PropertyCollector(ref, this, this.#privileges),
    );
    return ref;
  }

  /** @throws VimFault ManagedObjectNotFound, as for one of another session */
  collector(ref: string): PropertyCollector {
    const collector = this.#collectors.get(ref);
    if (!collector) {
      throw managedObjectNotFound('PropertyCollector', ref);
    }
    return collector;
  }

  destroyCollector(ref: string): void {
    const collector = this.collector(ref);
    this.#collectors.delete(ref);
    collector.destroy(managedObjectNotFound('PropertyCollector', ref));
  }

  createFilter(collector: string, spec: FilterSpec): string {
    const ref = this.#nextRef();
    this.collector(collector).createFilter(ref, spec);
    return ref;
  }

  destroyFilter(ref: string): void {
    const found = this.findFilter(ref);
    if (!found) {
      throw managedObjectNotFound('PropertyFilter', ref);
    }
    found.collector.destroyFilter(ref);
  }

  findFilter(
    ref: string,
  ): { collector: PropertyCollector; filter: PropertyFilter } | undefined {
    for (const collector of this.#collectors.values()) {
      const filter = collector.findFilter(ref);
      if (filter) {
        return { collector, filter };
      }
    }
    return undefined;
  }

  /** Forgets all that it made; calls that wait get a fault. */
  end(fault: VimFault = notAuthenticated()): void {
    this.#collectors.forEach(collector => collector.destroy(fault));
    this.#collectors.clear();
    this.#views.clear();
  }

  /** As objects of a session are named: with the session's key in front. */
  #nextRef(): string {
    return `session[${this.key}]${randomUUID()}`;
  }

  #service(ref: string): ServiceObject | undefined {
    switch (ref) {
      case 'ServiceInstance':
        return {
          type: 'ServiceInstance',
          ref,
          instanceUuid: this.#instanceUuid,
        };
      case 'SessionManager':
        return { type: 'SessionManager', ref, session: this };
      case 'ViewManager':
        return { type: 'ViewManager', ref };
      default:
        return undefined;
    }
  }
}
