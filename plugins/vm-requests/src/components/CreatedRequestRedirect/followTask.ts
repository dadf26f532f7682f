import { ScaffolderApi } from '@backstage/plugin-scaffolder-common';
import { isSeveral } from '../../formFields/formData';
import { VmRequestsApi } from '../../api/VmRequestsApi';

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 2_000;

/** The actions whose tasks open a request. */
const OPEN_REQUESTS = [
  'vm-request:batch',
  'vm-request:open',
  'vm-request:operate',
  'vm-request:adopt',
];

/** Ends early when the signal aborts. */
function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end);
    function end() {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    }
  });
}

/** Where a task has come to: it opened a request or a batch of them, or ended before it did. */
export type TaskOutcome =
  | { request: string }
  | { batch: string }
  | { failed: true };

/**
 * Waits for a task to open a request or a batch, or to end before it does. Answers nothing for a task of another
 * template, and for one that had ended already unless `ended` asks for these, too.
 *
 * @throws ResponseError when task or requests cannot be asked for
 */
export async function followTask(
  apis: {
    requests: Pick<VmRequestsApi, 'list' | 'getBatches'>;
    scaffolder: Pick<ScaffolderApi, 'getTask'>;
  },
  task: string,
  options: { signal: AbortSignal; ended: boolean },
): Promise<TaskOutcome | undefined> {
  const { requests, scaffolder } = apis;
  const { signal } = options;
  let pause = FIRST_WAIT_MS;
  for (let isFirst = true; !signal.aborted; isFirst = false) {
    // The task before the requests: what it opened until it ended is among them.
    const { spec, status } = await scaffolder.getTask(task);
    const isRunning = status === 'open' || status === 'processing';
    if (
      !spec.steps.some(({ action }) => OPEN_REQUESTS.includes(action)) ||
      (isFirst && !isRunning && !options.ended)
    ) {
      return undefined;
    }
    const { items } = await requests.list({ task, limit: 1 }, { signal });
    if (items.length > 0) {
      return { request: items[0].id };
    }
    if (isSeveral(spec.parameters)) {
      const batches = await requests.getBatches({ task, limit: 1 }, { signal });
      if (batches.items.length > 0) {
        return { batch: batches.items[0].id };
      }
    }
    if (!isRunning) {
      return status === 'completed' ? undefined : { failed: true };
    }
    await wait(pause, signal);
    pause = Math.min(LONGEST_WAIT_MS, pause * 1.5);
  }
  return undefined;
}
