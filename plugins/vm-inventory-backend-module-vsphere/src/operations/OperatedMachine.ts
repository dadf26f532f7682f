import { setTimeout as sleep } from 'node:timers/promises';
import { NotFoundError, ServiceUnavailableError } from '@backstage/errors';
import { sentences } from '@backlot/backend-common';
import { MachineSnapshotFacts } from '@backlot/plugin-vm-inventory-common';
import {
  MachineRef,
  OutcomeUnknownError,
} from '@backlot/plugin-vm-inventory-node';
import { elementAt } from '../details/elements';
import { SharedSession } from '../details/SharedSession';
import { ObjectContent } from '../propertyCollector/ObjectContent';
import { ManagedObjectReference } from '../propertyCollector/values';
import { VimClient } from '../propertyCollector/VimClient';
import { VimFault, vimFaultOfTask } from '../soap/VimFault';
import { escapeXml } from '../soap/escapeXml';
import { MachineState, machineStateOf, statePaths } from './MachineState';
import { refusalOf } from './refusalOf';
import { snapshotFactsOf } from './snapshotFactsOf';
import { snapshotSizesOf } from './snapshotSizesOf';

const FIRST_LOOK_MS = 200;
const LOOK_MS = 2_000;
/** For which vCenter may not answer before a task of it is given up. */
const PATIENCE_MS = 120_000;
/** For which a task is looked for whose beginning was not answered. */
const LOST_MS = 6_000;

/** What a method's task is called, whatever the version calls it in full. */
const taskNames: Record<string, RegExp> = {
  PowerOnVM_Task: /powerOn/i,
  PowerOffVM_Task: /powerOff/i,
  SuspendVM_Task: /suspend/i,
  ResetVM_Task: /reset/i,
  CreateSnapshot_Task: /createSnapshot/i,
  RevertToSnapshot_Task: /revert/i,
  RemoveSnapshot_Task: /remove/i,
};

/**
 * One machine of a vCenter while something is done to it. What was begun is looked after when its
 * answer is lost, and never begun twice.
 */
export class OperatedMachine {
  readonly #source: string;
  readonly #session: SharedSession;
  readonly #machine: MachineRef;
  readonly #signal: AbortSignal;
  readonly #ref: ManagedObjectReference;

  constructor(options: {
    source: string;
    session: SharedSession;
    machine: MachineRef;
    signal: AbortSignal;
  }) {
    this.#source = options.source;
    this.#session = options.session;
    this.#machine = options.machine;
    this.#signal = options.signal;
    this.#ref = { type: 'VirtualMachine', value: options.machine.id };
  }

  get ref(): ManagedObjectReference {
    return this.#ref;
  }

  /** @throws NotFoundError when vCenter does not have it */
  async look(): Promise<MachineState> {
    return machineStateOf(await this.#read(statePaths));
  }

  async listSnapshots(): Promise<MachineSnapshotFacts[]> {
    const machine = await this.#read(['snapshot', 'layoutEx']);
    const snapshots = snapshotFactsOf(elementAt(machine, 'snapshot'));
    const sizes = snapshotSizesOf(elementAt(machine, 'layoutEx'), snapshots);
    return snapshots.map(snapshot => ({
      ...snapshot,
      sizeBytes: sizes.get(snapshot.id),
    }));
  }

  /** Looks until something is so, or the time is over. */
  async lookUntil(
    isSo: (state: MachineState) => boolean,
    withinMs: number,
  ): Promise<boolean> {
    const end = performance.now() + withinMs;
    for (let pause = FIRST_LOOK_MS; ; pause = Math.min(pause * 2, LOOK_MS)) {
      const state = await this.#patiently(() => this.look());
      if (isSo(state)) {
        return true;
      }
      if (performance.now() >= end) {
        return false;
      }
      await this.#pause(Math.min(pause, Math.max(end - performance.now(), 1)));
    }
  }

  /**
   * Calls a method that makes no task.
   *
   * @returns whether vCenter answered
   * @throws ConflictError and the like when vCenter refuses
   */
  async tell(method: string): Promise<boolean> {
    try {
      await this.#use(client =>
        client.invoke(method, this.#ref, '', { signal: this.#signal }),
      );
      return true;
    } catch (error) {
      this.#throwUnlessLost(error);
      return false;
    }
  }

  /**
   * Calls a method that makes a task, and waits for its end.
   *
   * @param known - tasks that vCenter knew before
   * @param isDone - looks whether it was done when the answer was lost and no task of it is found
   * @throws ConflictError and the like when vCenter refuses; OutcomeUnknownError
   */
  async run(
    method: string,
    known: readonly string[],
    options: {
      on?: ManagedObjectReference;
      body?: string;
      isDone: () => Promise<boolean>;
    },
  ): Promise<void> {
    const { on = this.#ref, body = '', isDone } = options;
    let task: string | undefined;
    try {
      task = await this.#use(client =>
        client.invoke(method, on, body, { signal: this.#signal }),
      );
    } catch (error) {
      this.#throwUnlessLost(error);
      task = await this.#findTask(method, known);
      if (!task) {
        if (await isDone()) {
          return;
        }
        throw error;
      }
    }
    if (task) {
      await this.#end(task, method);
    }
  }

  #throwUnlessLost(error: unknown): void {
    this.#signal.throwIfAborted();
    if (
      !(error instanceof ServiceUnavailableError) ||
      error.cause instanceof VimFault
    ) {
      throw error;
    }
  }

  /** The task that a call made whose answer was lost. */
  async #findTask(
    method: string,
    known: readonly string[],
  ): Promise<string | undefined> {
    const end = performance.now() + LOST_MS;
    for (;;) {
      const { tasks } = await this.#patiently(() => this.look());
      const made = tasks.filter(task => !known.includes(task));
      const infos = await this.#use(client =>
        client.retrieveObjects(
          'Task',
          made.map(escapeXml),
          ['info.name', 'info.descriptionId'],
          { signal: this.#signal },
        ),
      );
      const found = infos.find(({ properties }) =>
        taskNames[method]?.test(
          `${properties.get('info.name')} ${properties.get(
            'info.descriptionId',
          )}`,
        ),
      );
      if (found || performance.now() >= end) {
        return found?.ref.value;
      }
      await this.#pause(LOOK_MS);
    }
  }

  async #end(task: string, method: string): Promise<void> {
    for (let pause = FIRST_LOOK_MS; ; pause = Math.min(pause * 2, LOOK_MS)) {
      const [info] = await this.#patiently(() =>
        this.#use(client =>
          client.retrieveObjects(
            'Task',
            [escapeXml(task)],
            ['info.state', 'info.error'],
            { signal: this.#signal },
          ),
        ),
      );
      const state = info?.properties.get('info.state');
      if (state === 'success') {
        return;
      }
      if (state === 'error') {
        const error = elementAt(info, 'info.error');
        throw refusalOf(
          error
            ? vimFaultOfTask(error, method)
            : new VimFault('MethodFault', `vCenter could not finish ${method}`),
          { source: this.#source, machine: this.#machine.name },
        );
      }
      if (!info) {
        throw this.#unknown(
          `it does not know the task ${task} of ${method} any more`,
          'Look at the machine',
        );
      }
      if (pause === LOOK_MS) {
        await this.#refuseToAnswer();
      }
      await this.#pause(pause);
    }
  }

  /** @throws OutcomeUnknownError when vCenter waits for somebody's answer */
  async #refuseToAnswer(): Promise<void> {
    const { question } = await this.#patiently(() => this.look());
    if (question) {
      throw this.#unknown(
        `it waits for an answer: ${question}`,
        'Answer it in vCenter',
      );
    }
  }

  #unknown(words: string, remedy: string, cause?: unknown) {
    return new OutcomeUnknownError(
      sentences(
        `vCenter '${this.#source}' was asked to change '${
          this.#machine.name
        }', and ${words}`,
        remedy,
      ),
      cause,
    );
  }

  async #read(paths: readonly string[]): Promise<ObjectContent> {
    const [machine] = await this.#use(async client => {
      const found = await client.retrieveObjects(
        'VirtualMachine',
        [escapeXml(this.#ref.value)],
        paths,
        { signal: this.#signal },
      );
      if (found.length === 0) {
        // A session that was lost can look like a machine that is not there: this fails without one.
        await client.currentTime({ signal: this.#signal });
      }
      return found;
    });
    if (!machine) {
      throw new NotFoundError(
        `vCenter '${this.#source}' has no machine '${this.#ref.value}' (${
          this.#machine.name
        }). If it was deleted a moment ago, the inventory will show so soon.`,
      );
    }
    return machine;
  }

  async #use<T>(ask: (client: VimClient) => Promise<T>): Promise<T> {
    const { name } = this.#machine;
    return this.#session.use(
      `the machine '${name}'`,
      async client => {
        try {
          return await ask(client);
        } catch (error) {
          if (
            error instanceof VimFault &&
            error.faultType !== 'NotAuthenticated'
          ) {
            throw refusalOf(error, { source: this.#source, machine: name });
          }
          throw error;
        }
      },
      { signal: this.#signal },
    );
  }

  /** Asks again while vCenter does not answer, for what was begun goes on without us. */
  async #patiently<T>(ask: () => Promise<T>): Promise<T> {
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        this.#throwUnlessLost(error);
        if (performance.now() >= end) {
          throw this.#unknown(
            'it does not answer any more',
            'Look at the machine when it does',
            error,
          );
        }
      }
      await this.#pause(LOOK_MS);
    }
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#signal });
  }
}
