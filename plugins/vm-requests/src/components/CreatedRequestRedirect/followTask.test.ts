import { ScaffolderTask } from '@backstage/plugin-scaffolder-common';
import {
  RequestBatchPage,
  VmRequestPage,
} from '@backlot/plugin-vm-requests-common';
import { taskOf } from '../../__testUtils__/tasks';
import { batchSummary } from '../../__testUtils__/batches';
import { summary } from '../../__testUtils__/requests';
import { followTask } from './followTask';

const pageOf = (items: VmRequestPage['items']): VmRequestPage => ({
  items,
  total: items.length,
  byState: {},
  byWait: {},
});

function follow(options: {
  list: () => Promise<VmRequestPage>;
  statuses?: ScaffolderTask['status'][];
  getBatches?: () => Promise<RequestBatchPage>;
  action?: string;
  several?: number;
  ended?: boolean;
}) {
  const { statuses = ['processing'], action, list, ended = true } = options;
  const { several, getBatches = jest.fn() } = options;
  const abort = new AbortController();
  const left = [...statuses];
  const getTask = jest.fn(async () =>
    taskOf({
      status: left.length > 1 ? left.shift() : left[0],
      ...(action ? { action } : {}),
      several,
    }),
  );
  const followed = followTask(
    { requests: { list, getBatches }, scaffolder: { getTask } },
    'task-1',
    { signal: abort.signal, ended },
  );
  return { followed, abort, getTask };
}

describe('followTask', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it.each([
    ['decommissions', 'vm-request:operate'],
    ['adopts', 'vm-request:adopt'],
  ])('follows a task that %s a machine, too', async (_, action) => {
    const { followed } = follow({
      list: async () => pageOf([summary]),
      action,
    });
    await expect(followed).resolves.toEqual({ request: summary.id });
  });

  it('finds the batch of a task that asks for several', async () => {
    const { followed } = follow({
      list: async () => pageOf([]),
      getBatches: async () => ({ items: [batchSummary] }),
      action: 'vm-request:batch',
      several: 3,
      statuses: ['completed'],
    });
    await expect(followed).resolves.toEqual({ batch: batchSummary.id });
  });

  it('asks for no batch of a task that asks for one machine', async () => {
    const getBatches = jest.fn();
    const { followed } = follow({
      list: async () => pageOf([summary]),
      getBatches,
      action: 'vm-request:batch',
    });
    await expect(followed).resolves.toEqual({ request: summary.id });
    expect(getBatches).not.toHaveBeenCalled();
  });

  it('asks until the task has opened a request', async () => {
    const list = jest
      .fn(async () => pageOf([summary]))
      .mockResolvedValueOnce(pageOf([]))
      .mockResolvedValueOnce(pageOf([]));

    const { followed } = follow({ list, statuses: ['open', 'processing'] });
    await jest.advanceTimersByTimeAsync(2_000);

    await expect(followed).resolves.toEqual({ request: summary.id });
    expect(list).toHaveBeenCalledTimes(3);
    expect(list).toHaveBeenCalledWith(
      { task: 'task-1', limit: 1 },
      { signal: expect.any(AbortSignal) },
    );
  });

  it.each(['failed', 'cancelled'] as const)(
    'says when a task %s before it opened one',
    async status => {
      const list = jest.fn(async () => pageOf([]));

      const { followed } = follow({ list, statuses: ['processing', status] });
      await jest.advanceTimersByTimeAsync(2_000);

      await expect(followed).resolves.toEqual({ failed: true });
    },
  );

  it('finds the request of a task that failed after it opened one', async () => {
    const { followed } = follow({
      list: async () => pageOf([summary]),
      statuses: ['failed'],
    });

    await expect(followed).resolves.toEqual({ request: summary.id });
  });

  it('asks less and less often of a task that waits for its turn', async () => {
    const list = jest.fn(async () => pageOf([]));

    const { abort } = follow({ list, statuses: ['open'] });
    await jest.advanceTimersByTimeAsync(60_000);

    expect(list.mock.calls.length).toBeLessThan(40);
    expect(list.mock.calls.length).toBeGreaterThan(20);
    abort.abort();
  });

  it('asks for no requests of a task of another template', async () => {
    const list = jest.fn(async () => pageOf([]));

    const { followed } = follow({ list, action: 'publish:gitea' });

    await expect(followed).resolves.toBeUndefined();
    expect(list).not.toHaveBeenCalled();
  });

  it('leaves a task alone that had ended already', async () => {
    const list = jest.fn(async () => pageOf([summary]));

    const { followed } = follow({
      list,
      statuses: ['completed'],
      ended: false,
    });

    await expect(followed).resolves.toBeUndefined();
    expect(list).not.toHaveBeenCalled();
  });

  it('stops at once when nobody waits any more', async () => {
    const list = jest.fn(async () => pageOf([]));
    const { followed, abort } = follow({ list });
    await jest.advanceTimersByTimeAsync(10);

    abort.abort();

    await expect(followed).resolves.toBeUndefined();
    expect(list).toHaveBeenCalledTimes(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('throws what the API throws', async () => {
    const { followed } = follow({
      list: async () => {
        throw new Error('no permission');
      },
    });

    await expect(followed).rejects.toThrow('no permission');
  });
});
