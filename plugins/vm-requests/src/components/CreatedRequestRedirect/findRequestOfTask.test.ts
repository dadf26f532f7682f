import { VmRequestPage } from '@backlot/plugin-vm-requests-common';
import { summary } from '../../__testUtils__/requests';
import { findRequestOfTask } from './findRequestOfTask';

const pageOf = (items: VmRequestPage['items']): VmRequestPage => ({
  items,
  total: items.length,
  byState: {},
});

describe('findRequestOfTask', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('asks until the task has opened a request', async () => {
    const list = jest
      .fn(async () => pageOf([summary]))
      .mockResolvedValueOnce(pageOf([]))
      .mockResolvedValueOnce(pageOf([]));
    const { signal } = new AbortController();

    const found = findRequestOfTask({ list }, 'task-1', signal);
    await jest.advanceTimersByTimeAsync(2_000);

    await expect(found).resolves.toBe(summary.id);
    expect(list).toHaveBeenCalledTimes(3);
    expect(list).toHaveBeenCalledWith({ task: 'task-1', limit: 1 }, { signal });
  });

  it('asks less and less often, and gives up on a task that opens none', async () => {
    const list = jest.fn(async () => pageOf([]));

    const found = findRequestOfTask(
      { list },
      'task-1',
      new AbortController().signal,
    );
    await jest.advanceTimersByTimeAsync(60_000);

    await expect(found).resolves.toBeUndefined();
    expect(list.mock.calls.length).toBeLessThan(25);
    expect(list.mock.calls.length).toBeGreaterThan(10);
  });

  it('stops at once when nobody waits any more', async () => {
    const list = jest.fn(async () => pageOf([]));
    const abort = new AbortController();
    const found = findRequestOfTask({ list }, 'task-1', abort.signal);
    await jest.advanceTimersByTimeAsync(10);

    abort.abort();

    await expect(found).resolves.toBeUndefined();
    expect(list).toHaveBeenCalledTimes(1);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('throws what the API throws', async () => {
    const list = async () => {
      throw new Error('no permission');
    };

    await expect(
      findRequestOfTask({ list }, 'task-1', new AbortController().signal),
    ).rejects.toThrow('no permission');
  });
});
