import { ServiceUnavailableError } from '@backstage/errors';
import {
  inSlices,
  Interruptible,
  InventorySink,
} from '@backlot/plugin-vm-inventory-node';
import { PropertyPaths } from '../propertyCollector/filterSpec';
import { ObjectUpdate } from '../propertyCollector/ObjectUpdate';
import { UpdateSet, VimClient } from '../propertyCollector/VimClient';
import { Exclusion, VSphereExclude } from './Exclusion';
import { InventoryTranslator } from './InventoryTranslator';
import { ManagedChange, ManagedObjects } from './ManagedObjects';
import { propertyPaths, templatePaths, viewTypes } from './propertyPaths';
import { templateDetailsOf } from './templateDetails';

/** @internal */
export interface InventoryFollowerOptions {
  source: string;
  client: VimClient;
  sink: InventorySink;
  signal: AbortSignal;
  /** Seconds that vCenter may hold a wait for changes. */
  maxWaitSeconds: number;
  /** Milliseconds between two full passes. */
  fullPassMs: number;
  exclude?: Partial<VSphereExclude>;
  now: () => number;
}

const { VirtualMachine: machinePaths, ...surroundings } = propertyPaths;
const machines: PropertyPaths = { VirtualMachine: machinePaths };
const LOAD_BATCH = 500;
// Some tenths of a millisecond of work each.
const STEP = 2_000;
const APPLY_STEP = 200;

/** What is to be translated anew. */
class Changed {
  readonly ids = new Set<string>();
  isAll = false;

  add(id: string, change: ManagedChange): void {
    if (change !== 'none') {
      this.ids.add(id);
    }
    this.isAll ||= change === 'all';
  }
}

/**
 * One session's way: everything is loaded, then changes are followed until the signal or an error.
 *
 * The filter is made before the load and answers everything once more, so that nothing that happens
 * in between is missed.
 *
 * @internal
 */
export class InventoryFollower {
  readonly #options: InventoryFollowerOptions;
  readonly #objects = new ManagedObjects();
  readonly #translator: InventoryTranslator;

  constructor(options: InventoryFollowerOptions) {
    this.#options = options;
    this.#translator = new InventoryTranslator(
      options.source,
      this.#objects,
      new Exclusion(options.exclude ?? {}),
    );
  }

  async run(): Promise<void> {
    const { client, signal } = this.#options;
    const view = await client.createView(viewTypes, { signal });
    const collector = await client.createPropertyCollector({ signal });
    await client.createFilter(collector, view, propertyPaths, { signal });
    await this.#load(view);
    await this.#follow(collector);
  }

  async #load(view: string): Promise<void> {
    const { client, sink, signal } = this.#options;
    sink.beginLoad();
    await client.retrieveView(
      view,
      surroundings,
      object => this.#objects.put(object),
      { signal },
    );
    for (const id of [...this.#objects.values()].map(({ ref }) => ref.value)) {
      this.#tellLoad(id);
    }
    this.#flushLoad();

    const templates: string[] = [];
    await client.retrieveView(
      view,
      machines,
      object => {
        this.#objects.put(object);
        if (object.properties.get('summary.config.template') === true) {
          templates.push(object.ref.value);
        } else {
          this.#tellLoad(object.ref.value);
        }
      },
      { signal },
    );
    await this.#readTemplates(templates);
    templates.forEach(id => this.#tellLoad(id));
    this.#flushLoad();
    await sink.endLoad();
    sink.confirm({ leftOut: this.#translator.leftOut() });
  }

  readonly #batch: Parameters<InventorySink['load']>[0] = [];

  #tellLoad(id: string): void {
    const object = this.#translator.tell(id);
    if (object) {
      this.#batch.push(object);
    }
    if (this.#batch.length >= LOAD_BATCH) {
      this.#flushLoad();
    }
  }

  #flushLoad(): void {
    if (this.#batch.length > 0) {
      this.#options.sink.load(this.#batch.splice(0));
    }
  }

  async #follow(collector: string): Promise<void> {
    const { client, sink, signal, maxWaitSeconds, fullPassMs, now } =
      this.#options;
    let version = '';
    let seen: Set<string> | undefined = new Set();
    let lastPass = now();
    while (!signal.aborted) {
      const asked = now();
      const set = await client.waitForUpdates(
        collector,
        version,
        version === '' ? 0 : maxWaitSeconds,
        { signal },
      );
      if (set) {
        version = set.version;
        await this.#apply(set);
        if (seen) {
          addAll(seen, set.updates);
        }
      }
      if (seen && !set?.truncated) {
        const changed = new Changed();
        await this.#forgetUnseen(seen, changed);
        await this.#tellChanges(changed);
        seen = undefined;
      }
      // An answer that was held back says nothing about the way there and back.
      sink.confirm(
        set
          ? {
              roundTripMs: now() - asked,
              leftOut: this.#translator.leftOut(),
            }
          : {},
      );
      if (!set?.truncated && now() - lastPass >= fullPassMs) {
        await this.#fullPass();
        lastPass = now();
      }
    }
  }

  async #apply(set: UpdateSet): Promise<void> {
    const changed = await inSlices(this.#applyAll(set.updates));
    await this.#readTemplates(
      set.updates.filter(isTemplateNews).map(update => update.ref.value),
      changed,
    );
    await this.#tellChanges(changed);
  }

  *#applyAll(updates: readonly ObjectUpdate[]): Interruptible<Changed> {
    const changed = new Changed();
    let done = 0;
    for (const update of updates) {
      changed.add(update.ref.value, this.#objects.apply(update));
      if (++done % APPLY_STEP === 0) {
        yield;
      }
    }
    return changed;
  }

  /** Reads everything anew for what vCenter does not announce, such as free space. */
  async #fullPass(): Promise<void> {
    const { client, signal, sink, now } = this.#options;
    const asked = now();
    const seen = new Set<string>();
    const changed = new Changed();
    const templates: string[] = [];
    // With a view of its own: one that has missed an object would miss it again.
    const view = await client.createView(viewTypes, { signal });
    await client.retrieveView(
      view,
      propertyPaths,
      object => {
        seen.add(object.ref.value);
        changed.add(object.ref.value, this.#objects.put(object));
        if (object.properties.get('summary.config.template') === true) {
          templates.push(object.ref.value);
        }
      },
      { signal },
    );
    await client.destroyView(view, { signal });
    await this.#readTemplates(templates, changed);
    await this.#forgetUnseen(seen, changed);
    await this.#tellChanges(changed);
    sink.confirm({
      roundTripMs: now() - asked,
      leftOut: this.#translator.leftOut(),
    });
  }

  async #forgetUnseen(
    seen: ReadonlySet<string>,
    changed: Changed,
  ): Promise<void> {
    const gone = await inSlices(this.#unseen(seen));
    if (gone.length * 2 > this.#objects.size && this.#objects.size > 10) {
      throw new ServiceUnavailableError(
        `vCenter '${this.#options.source}' suddenly shows ${seen.size} of ${
          this.#objects.size
        } objects. The last known is kept; check the account's permissions.`,
      );
    }
    gone.forEach(id => changed.add(id, this.#objects.delete(id)));
  }

  *#unseen(seen: ReadonlySet<string>): Interruptible<string[]> {
    const unseen: string[] = [];
    let done = 0;
    for (const { ref } of this.#objects.values()) {
      if (!seen.has(ref.value)) {
        unseen.push(ref.value);
      }
      if (++done % STEP === 0) {
        yield;
      }
    }
    return unseen;
  }

  async #tellChanges({ ids, isAll }: Changed): Promise<void> {
    const changes = await inSlices(
      isAll ? this.#translator.allChanges() : this.#translator.changesOf(ids),
    );
    if (changes.length > 0) {
      await this.#options.sink.apply(changes);
    }
  }

  async #readTemplates(
    ids: readonly string[],
    changed = new Changed(),
  ): Promise<void> {
    const { client, signal } = this.#options;
    const details = await client.retrieveObjects(
      'VirtualMachine',
      ids,
      templatePaths,
      { signal },
    );
    for (const object of details) {
      const known = this.#objects.get(object.ref.value);
      if (known) {
        known.template = templateDetailsOf(object);
        changed.add(object.ref.value, 'itself');
      }
    }
  }
}

function isTemplateNews(update: ObjectUpdate): boolean {
  return (
    update.kind !== 'leave' &&
    update.changes.get('summary.config.template') === true
  );
}

function addAll(seen: Set<string>, updates: readonly ObjectUpdate[]): void {
  updates.forEach(update => seen.add(update.ref.value));
}
