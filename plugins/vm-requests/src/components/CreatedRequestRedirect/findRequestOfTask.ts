import { VmRequestsApi } from '../../api/VmRequestsApi';

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 2_000;
const GIVE_UP_AFTER_MS = 30_000;

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

/**
 * The id of the request that a task opened, as soon as it did; undefined when it opens none. It asks
 * less and less often, because most tasks of an installation open no request.
 *
 * @throws ResponseError when the requests cannot be asked for
 */
export async function findRequestOfTask(
  api: Pick<VmRequestsApi, 'list'>,
  task: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  let pause = FIRST_WAIT_MS;
  for (let waited = 0; waited < GIVE_UP_AFTER_MS; waited += pause) {
    const { items } = await api.list({ task, limit: 1 }, { signal });
    if (items.length > 0) {
      return items[0].id;
    }
    await wait(pause, signal);
    if (signal.aborted) {
      return undefined;
    }
    pause = Math.min(LONGEST_WAIT_MS, pause * 1.5);
  }
  return undefined;
}
