import { ManagedObject, Task } from './ManagedObject';
import { ManagedObjectStore } from './ManagedObjectStore';
import { VimFault } from '../soap/VimFault';

/** Finished tasks that can still be read. */
const tasksKept = 500;

/** What a task is about. */
export interface TaskOptions {
  /** E.g. `PowerOnVM_Task`. */
  method: string;
  /** E.g. `VirtualMachine.powerOn`. */
  descriptionId: string;
  entity: ManagedObject;
  userName: string;
}

/** Runs tasks: each is queued, runs for a moment, does its work and is kept to be read. */
export class TaskRunner {
  readonly #store: ManagedObjectStore;
  readonly #durationMs: number;
  readonly #running = new Set<Promise<void>>();
  readonly #finished: string[] = [];

  /** @param durationMs - how long each task takes */
  constructor(store: ManagedObjectStore, durationMs: number) {
    this.#store = store;
    this.#durationMs = durationMs;
  }

  /**
   * Starts a task.
   *
   * @param work - done when its time is over; a VimFault becomes the task's error, and a reference
   * that it returns the task's result
   * @returns the task's reference
   */
  start(options: TaskOptions, work: () => Task['result'] | void): string {
    const { entity } = options;
    const now = new Date().toISOString();
    const task: Task = {
      type: 'Task',
      ref: this.#store.nextRef('task-'),
      method: options.method,
      descriptionId: options.descriptionId,
      entity: {
        type: entity.type,
        ref: entity.ref,
        name: entity.type === 'Task' ? entity.ref : entity.name,
      },
      userName: options.userName,
      state: 'running',
      queuedAt: now,
      startedAt: now,
    };
    this.#store.commit(edit => edit.add(task));
    const run = this.#run(task, work).finally(() => {
      this.#running.delete(run);
    });
    this.#running.add(run);
    return task.ref;
  }

  /** Resolves when no task runs any more. */
  async settled(): Promise<void> {
    await Promise.all(this.#running);
  }

  /** Waits while vCenter has a question about the task's machine. */
  async #answered(task: Task): Promise<void> {
    const isAsking = () =>
      this.#store.ofType(task.entity.ref, 'VirtualMachine')?.question !==
      undefined;
    if (!isAsking()) {
      return;
    }
    await new Promise<void>(resolve => {
      const end = this.#store.observe({
        touching: () => {},
        committed: () => {
          if (!isAsking()) {
            end();
            resolve();
          }
        },
      });
    });
  }

  async #run(task: Task, work: () => Task['result'] | void): Promise<void> {
    await new Promise(resolve => setTimeout(resolve, this.#durationMs));
    await this.#answered(task);
    const completedAt = () => new Date().toISOString();
    try {
      const result = work() ?? undefined;
      this.#store.commit(edit =>
        edit.update(task, {
          state: 'success',
          result,
          completedAt: completedAt(),
        }),
      );
    } catch (error) {
      const fault =
        error instanceof VimFault
          ? error
          : new VimFault('SystemError', `A general system error: ${error}`);
      this.#store.commit(edit =>
        edit.update(task, {
          state: 'error',
          error: fault,
          completedAt: completedAt(),
        }),
      );
    }
    this.#finished.push(task.ref);
    while (this.#finished.length > tasksKept) {
      const oldest = this.#store.get(this.#finished.shift()!);
      if (oldest) {
        this.#store.commit(edit => edit.remove(oldest));
      }
    }
  }
}
