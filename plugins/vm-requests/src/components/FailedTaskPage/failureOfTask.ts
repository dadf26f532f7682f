import { isError } from '@backstage/errors';
import { ScaffolderApi } from '@backstage/plugin-scaffolder-common';

/** The error that ended a task. */
export interface TaskFailure {
  /** Its class, e.g. `ConflictError`. */
  name: string;
  message: string;
}

/**
 * The error that ended a task; undefined where it ended without one.
 *
 * @throws what the task's events cannot be read for
 */
export function failureOfTask(
  scaffolder: Pick<ScaffolderApi, 'streamLogs'>,
  taskId: string,
  signal: AbortSignal,
): Promise<TaskFailure | undefined> {
  return new Promise((resolve, reject) => {
    const subscription = scaffolder.streamLogs({ taskId }).subscribe({
      next: ({ type, body }) => {
        if (type === 'completion') {
          // The completion's event has the error beside what the type says.
          const error: unknown = Reflect.get(body, 'error');
          resolve(isError(error) ? error : undefined);
        }
      },
      error: reject,
      complete: () => resolve(undefined),
    });
    signal.addEventListener('abort', () => subscription.unsubscribe());
  });
}
