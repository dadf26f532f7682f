import { randomUUID } from 'node:crypto';
import { Privileges } from '../model/Privileges';
import { ServiceObject } from '../sessions/SessionObject';
import {
  invalidArgument,
  invalidCollectorVersion,
  managedObjectNotFound,
  requestCanceled,
  VimFault,
} from '../soap/VimFault';
import { FilterSpec } from './FilterSpec';
import { PropertyFilter } from './PropertyFilter';
import { PropertyReader } from './PropertyReader';
import { ObjectSource, selectObjects } from './selectObjects';
import {
  FilterUpdate,
  ObjectToRead,
  writeObjects,
  writeUpdateSet,
} from './writeResults';

/** Objects in one answer where the client names no number, as a vCenter does. */
export const defaultPageSize = 100;
/** Complete versions that a client can still come back to. */
const versionsKept = 50;
/** The longest that a call is held where the client names no time. */
const longestWaitSeconds = 1800;

/** How a client wants to wait. */
export interface WaitOptions {
  /** Seconds; 0 looks once. */
  maxWaitSeconds?: number;
  maxObjectUpdates?: number;
}

interface Retrieval {
  items: ObjectToRead[];
  position: number;
  pageSize: number;
}

interface Truncated {
  version: string;
  revision: number;
  rest: FilterUpdate[];
}

/** A property collector of a session: answers reads page by page and tells what changes. */
export class PropertyCollector implements ServiceObject {
  readonly type = 'PropertyCollector';
  readonly ref: string;
  readonly #source: ObjectSource;
  readonly #privileges: Privileges;
  readonly #filters = new Map<
    string,
    { filter: PropertyFilter; unobserve: () => void }
  >();
  readonly #retrievals = new Map<string, Retrieval>();
  readonly #revisions = new Map<string, number>();
  readonly #waiting = new Set<{ wake(): void; fail(fault: VimFault): void }>();
  readonly #unobserve: () => void;
  /** Why it is no more. */
  #ended: VimFault | undefined;
  #truncated: Truncated | undefined;
  #lastVersion = 0;
  #wakeUp: NodeJS.Immediate | undefined;

  constructor(ref: string, source: ObjectSource, privileges: Privileges) {
    this.ref = ref;
    this.#source = source;
    this.#privileges = privileges;
    this.#unobserve = source.store.observe({
      touching: () => {},
      committed: () => this.#wakeSoon(),
    });
  }

  filters(): Iterable<string> {
    return this.#filters.keys();
  }

  findFilter(ref: string): PropertyFilter | undefined {
    return this.#filters.get(ref)?.filter;
  }

  /**
   * RetrievePropertiesEx.
   *
   * @returns XML of the result; empty when nothing is selected
   */
  retrieve(specs: FilterSpec[], maxObjects?: number): string {
    return this.#page({
      items: specs.flatMap(spec => {
        const reader = this.#reader(spec);
        return [...selectObjects(spec, this.#source).values()].map(object => ({
          object,
          reader,
        }));
      }),
      position: 0,
      pageSize: maxObjects || defaultPageSize,
    });
  }

  /** ContinueRetrievePropertiesEx. */
  continueRetrieval(token: string): string {
    const retrieval = this.#retrievals.get(token);
    if (!retrieval) {
      throw invalidArgument('token');
    }
    this.#retrievals.delete(token);
    return this.#page(retrieval);
  }

  /** CancelRetrievePropertiesEx. */
  cancelRetrieval(token: string): void {
    if (!this.#retrievals.delete(token)) {
      throw invalidArgument('token');
    }
  }

  /** CreateFilter. */
  createFilter(ref: string, spec: FilterSpec): void {
    const filter = new PropertyFilter(
      ref,
      spec,
      this.#reader(spec),
      this.#source,
    );
    this.#filters.set(ref, {
      filter,
      unobserve: this.#source.store.observe(filter),
    });
    this.#wakeSoon();
  }

  /** DestroyPropertyFilter. */
  destroyFilter(ref: string): void {
    const entry = this.#filters.get(ref);
    if (!entry) {
      throw managedObjectNotFound('PropertyFilter', ref);
    }
    entry.unobserve();
    this.#filters.delete(ref);
  }

  /**
   * WaitForUpdatesEx.
   *
   * @returns XML of the update set; empty when the time is over before there is any
   */
  async waitForUpdates(
    version: string,
    options: WaitOptions,
    signal: AbortSignal,
  ): Promise<string> {
    const limit = options.maxObjectUpdates || defaultPageSize;
    const until =
      Date.now() + (options.maxWaitSeconds ?? longestWaitSeconds) * 1000;
    for (;;) {
      if (this.#ended) {
        throw this.#ended;
      }
      const updates = this.#updatesAfter(version, limit);
      if (updates) {
        return updates;
      }
      const remaining = until - Date.now();
      if (remaining <= 0) {
        return '';
      }
      await this.#change(remaining, signal);
    }
  }

  /** CancelWaitForUpdates: ends calls that wait, with a fault. */
  cancelWait(fault: VimFault = requestCanceled()): void {
    for (const waiting of [...this.#waiting]) {
      waiting.fail(fault);
    }
  }

  /** Ends it with all its filters; calls that wait get the fault. */
  destroy(fault: VimFault): void {
    this.#ended = fault;
    this.cancelWait(fault);
    this.#unobserve();
    clearImmediate(this.#wakeUp);
    for (const ref of [...this.#filters.keys()]) {
      this.destroyFilter(ref);
    }
    this.#retrievals.clear();
  }

  #reader(spec: FilterSpec): PropertyReader {
    return new PropertyReader(spec.properties, this.#source, this.#privileges);
  }

  #page(retrieval: Retrieval): string {
    const { items, position, pageSize } = retrieval;
    const page = items
      .slice(position, position + pageSize)
      .filter(({ object }) => this.#source.find(object.ref));
    if (position + pageSize >= items.length) {
      return writeObjects(page);
    }
    const token = randomUUID();
    this.#retrievals.set(token, {
      ...retrieval,
      position: position + pageSize,
    });
    return writeObjects(page, token);
  }

  #updatesAfter(version: string, limit: number): string | undefined {
    const truncated = this.#truncated;
    let updates: FilterUpdate[];
    if (version !== '' && truncated?.version === version) {
      updates = truncated.rest;
    } else {
      const since = version === '' ? -1 : this.#revisions.get(version);
      if (since === undefined) {
        throw invalidCollectorVersion();
      }
      updates = this.#collect(since);
    }
    if (updates.length === 0) {
      return undefined;
    }
    const revision =
      updates === truncated?.rest
        ? truncated.revision
        : this.#source.store.revision;
    const next = this.#nextVersion();
    const now = updates.slice(0, limit);
    const rest = updates.slice(limit);
    this.#truncated = undefined;
    if (rest.length > 0) {
      this.#truncated = { version: next, revision, rest };
    } else {
      this.#remember(next, revision);
    }
    return writeUpdateSet(next, now, rest.length > 0);
  }

  #collect(since: number): FilterUpdate[] {
    return [...this.#filters.values()].flatMap(({ filter }) => {
      const updates = filter.updatesSince(since);
      if (!updates) {
        throw invalidCollectorVersion();
      }
      return updates.map(update => ({ filter, update }));
    });
  }

  #nextVersion(): string {
    this.#lastVersion += 1;
    return String(this.#lastVersion);
  }

  #remember(version: string, revision: number): void {
    this.#revisions.set(version, revision);
    const oldest = String(this.#lastVersion - versionsKept);
    this.#revisions.delete(oldest);
  }

  /** Resolves with the next change, or when the time is over. */
  async #change(timeoutMs: number, signal: AbortSignal): Promise<void> {
    const cleanUp: (() => void)[] = [];
    try {
      await new Promise<void>((resolve, reject) => {
        const waiting = { wake: resolve, fail: reject };
        const onAbort = () => reject(requestCanceled());
        const timer = setTimeout(resolve, timeoutMs);
        this.#waiting.add(waiting);
        signal.addEventListener('abort', onAbort);
        cleanUp.push(() => {
          clearTimeout(timer);
          this.#waiting.delete(waiting);
          signal.removeEventListener('abort', onAbort);
        });
      });
    } finally {
      cleanUp.forEach(clean => clean());
    }
  }

  /** Changes that come together are told together. */
  #wakeSoon(): void {
    this.#wakeUp ??= setImmediate(() => {
      this.#wakeUp = undefined;
      for (const waiting of [...this.#waiting]) {
        waiting.wake();
      }
    });
  }
}
