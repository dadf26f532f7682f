import { VmRequestsApi } from '../../api/VmRequestsApi';

const ASK_EVERY_MS = 500;
const GIVE_UP_AFTER = 40;

/**
 * The id of the request that a task opened, as soon as it did; undefined when it opens none.
 */
export async function findRequestOfTask(
  api: Pick<VmRequestsApi, 'list'>,
  task: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  for (let asked = 0; asked < GIVE_UP_AFTER && !signal.aborted; asked++) {
    const { items } = await api.list({ task, limit: 1 }, { signal });
    if (items.length > 0) {
      return items[0].id;
    }
    await new Promise(resolve => setTimeout(resolve, ASK_EVERY_MS));
  }
  return undefined;
}
