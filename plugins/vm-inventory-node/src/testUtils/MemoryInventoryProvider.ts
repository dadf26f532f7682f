import {
  InventoryObject,
  MachineDetails,
} from '@backlot/plugin-vm-inventory-common';
// By the package's name, so that they are those of its main entry.
import type {
  ConnectionStep,
  InventoryChange,
  InventoryProvider,
  InventorySink,
  MachineOperations,
} from '@backlot/plugin-vm-inventory-node';

interface Run {
  sink: InventorySink;
  fail(error: Error): void;
}

/**
 * A source that holds what a test puts into it, and fails when told to.
 *
 * @public
 */
export class MemoryInventoryProvider implements InventoryProvider {
  readonly source: string;
  readonly title: string;
  readonly type = 'memory';
  readonly accountDigest = 'memory';
  /** How often it was run. */
  runs = 0;
  /** Absent unless it was made with what it answers. */
  readonly machineDetails?: InventoryProvider['machineDetails'];
  /** Absent unless it was made with what it answers. */
  readonly listMacAddresses?: InventoryProvider['listMacAddresses'];
  /** Absent unless it was made with them. */
  readonly operations?: MachineOperations;
  /** What its test answers. */
  steps: ConnectionStep[] = [
    { name: 'memory', ok: true, detail: 'It is in memory.' },
  ];
  #objects: InventoryObject[];
  #unreachable: Error | undefined;
  #run: Run | undefined;
  readonly #watchers = new Set<() => void>();

  constructor(options: {
    source: string;
    title?: string;
    objects?: InventoryObject[];
    /** What it answers of a machine when it is asked; without it, it cannot be asked. */
    details?: (
      id: string,
      options: { signal: AbortSignal },
    ) => Promise<MachineDetails>;
    /** What it answers of the machines in a network; without it, it cannot be asked. */
    macAddresses?: InventoryProvider['listMacAddresses'];
    /** What is done to its machines; without it, nothing can be. */
    operations?: MachineOperations;
  }) {
    this.source = options.source;
    this.title = options.title ?? options.source;
    this.#objects = options.objects ?? [];
    this.machineDetails = options.details;
    this.listMacAddresses = options.macAddresses;
    this.operations = options.operations;
  }

  /** What the next load will show. */
  setObjects(objects: InventoryObject[]): void {
    this.#objects = objects;
  }

  /** Lets the next runs fail, until called without an error; a run under way fails at once. */
  setUnreachable(error?: Error): void {
    this.#unreachable = error;
    if (error) {
      this.#run?.fail(error);
    }
  }

  /**
   * Announces changes to the run under way. A refusal ends the run, as it would end a real one.
   */
  async announce(...changes: InventoryChange[]): Promise<void> {
    const run = await this.#live();
    try {
      await run.sink.apply(changes);
    } catch (error) {
      run.fail(error as Error);
    }
  }

  /** Resolves once a load has ended and changes are followed. */
  async live(): Promise<{ sink: InventorySink }> {
    return this.#live();
  }

  async run(
    sink: InventorySink,
    { signal }: { signal: AbortSignal },
  ): Promise<void> {
    this.runs++;
    if (this.#unreachable) {
      throw this.#unreachable;
    }
    sink.beginLoad({ expected: this.#objects.length });
    sink.load(this.#objects);
    await sink.endLoad();
    signal.throwIfAborted();
    try {
      await new Promise<void>((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), {
          once: true,
        });
        this.#run = { sink, fail: reject };
        this.#watchers.forEach(resolve => resolve());
        this.#watchers.clear();
      });
    } finally {
      this.#run = undefined;
    }
  }

  async *test(): AsyncIterable<ConnectionStep> {
    yield* this.steps;
  }

  async #live(): Promise<Run> {
    for (;;) {
      if (this.#run) {
        return this.#run;
      }
      await new Promise<void>(resolve => this.#watchers.add(resolve));
    }
  }
}
