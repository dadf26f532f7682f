import { act, renderHook } from '@testing-library/react';
import { useItemWindow } from './useItemWindow';

interface Asked {
  offset: number;
  signal: AbortSignal;
  answer: (total?: number) => Promise<void>;
  fail: (error: Error) => Promise<void>;
}

/** A list of numbers whose pages are answered when a test says so. */
function openWindow(options: { mostPages?: number; first?: number } = {}) {
  const asked: Asked[] = [];
  const hook = renderHook(
    ({ filter }: { filter: string }) =>
      useItemWindow<string, { items: string[]; total: number }>(
        ({ offset, limit }, signal) =>
          new Promise((resolve, reject) => {
            asked.push({
              offset,
              signal,
              answer: (total = 1000) =>
                act(async () =>
                  resolve({
                    items: Array.from(
                      { length: Math.min(limit, total - offset) },
                      (_, index) => `${filter}${offset + index}`,
                    ),
                    total,
                  }),
                ),
              fail: error => act(async () => reject(error)),
            });
          }),
        [filter],
        {
          pageSize: 10,
          mostPages: options.mostPages ?? 20,
          first: options.first,
        },
      ),
    { initialProps: { filter: 'a' } },
  );
  return {
    asked,
    offsets: () => asked.map(({ offset }) => offset),
    list: () => hook.result.current,
    show: (first: number, last: number) =>
      act(async () => {
        hook.result.current.show(first, last);
        jest.advanceTimersByTime(100);
      }),
    filterBy: (filter: string) => hook.rerender({ filter }),
    reload: () => act(async () => hook.result.current.reload()),
    close: hook.unmount,
  };
}

describe('useItemWindow', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('loads the first page, and then what is looked at', async () => {
    const { asked, offsets, list, show } = openWindow();
    expect(list()).toMatchObject({ loading: true, total: undefined });

    await asked[0].answer();
    expect(list()).toMatchObject({ total: 1000, loading: false });
    expect(list().itemAt(9)).toBe('a9');
    expect(list().itemAt(10)).toBeUndefined();

    await show(498, 505);
    expect(offsets()).toEqual([0, 490, 500]);
    expect(list().loading).toBe(true);
    await asked[2].answer();
    await asked[1].answer();
    expect(list().itemAt(498)).toBe('a498');
    expect(list().itemAt(505)).toBe('a505');
    await show(0, 9);
    expect(asked).toHaveLength(3);
  });

  it('does not load what is only passed, and gives up what has been', async () => {
    const { asked, offsets, list, show } = openWindow();
    await asked[0].answer();
    await show(100, 105);
    list().show(200, 205);
    list().show(300, 305);
    await show(400, 405);

    expect(offsets()).toEqual([0, 100, 400]);
    expect(asked[1].signal.aborted).toBe(true);
    await asked[1].answer();
    expect(list().itemAt(100)).toBeUndefined();
  });

  it('loads first what is looked at first, and nothing before', async () => {
    const { asked, offsets, list, show, filterBy } = openWindow({ first: 504 });
    await show(498, 515);
    expect(offsets()).toEqual([500, 490, 510]);
    await asked[0].answer();
    expect(list().itemAt(504)).toBe('a504');

    filterBy('b');
    expect(offsets()[3]).toBe(0);
  });

  it('asks of a hundred thousand for what is shown alone, and lets go of the rest', async () => {
    const { asked, list, show } = openWindow({ mostPages: 3 });
    await asked[0].answer(100_000);
    for (let top = 0; top < 100_000; top += 100) {
      list().show(top, top + 15);
    }
    await show(99_984, 99_999);
    expect(asked.map(({ offset }) => offset)).toEqual([0, 99_980, 99_990]);

    for (let top = 50_000; top < 50_500; top += 50) {
      await show(top, top + 15);
    }
    const underWay = asked.filter(({ signal }) => !signal.aborted);
    expect(underWay.map(({ offset }) => offset)).toEqual([0, 50_450, 50_460]);
    await underWay[1].answer(100_000);
    await underWay[2].answer(100_000);

    const held = Array.from({ length: 10_000 }, (_, page) => page * 10).filter(
      index => list().itemAt(index) !== undefined,
    );
    expect(held).toHaveLength(3);
    expect(held).toEqual(expect.arrayContaining([50_450, 50_460]));
  });

  it('keeps no more pages than it may', async () => {
    const { asked, list, show } = openWindow({ mostPages: 2 });
    await asked[0].answer();
    for (const first of [100, 200]) {
      await show(first, first);
      await asked[asked.length - 1].answer();
    }

    expect(list().itemAt(0)).toBeUndefined();
    expect(list().itemAt(100)).toBe('a100');
    expect(list().itemAt(200)).toBe('a200');
  });

  it('shows what it has until it is loaded anew', async () => {
    const { asked, list, reload } = openWindow();
    await asked[0].answer();
    await reload();
    expect(list().itemAt(0)).toBe('a0');
    await asked[1].answer(5);
    expect(list()).toMatchObject({ total: 5, loading: false });
  });

  it('shows what was loaded for other dependencies as outdated', async () => {
    const { asked, offsets, list, show, filterBy } = openWindow();
    await asked[0].answer();
    await show(100, 105);
    filterBy('b');

    expect(asked[1].signal.aborted).toBe(true);
    expect(list()).toMatchObject({ outdated: true, loading: true });
    expect(list().itemAt(0)).toBe('a0');
    expect(offsets()).toEqual([0, 100, 0]);
    await asked[2].answer(3);
    expect(list()).toMatchObject({ outdated: false, total: 3 });
    expect(list().itemAt(0)).toBe('b0');
  });

  it('says what went wrong, and forgets it once it went well', async () => {
    const { asked, list, reload } = openWindow();
    await asked[0].fail(new Error('the network is down'));
    expect(list()).toMatchObject({
      error: new Error('the network is down'),
      loading: false,
    });
    await reload();
    await asked[1].answer();
    expect(list()).toMatchObject({ error: undefined, total: 1000 });
  });

  it('asks no more once nobody looks', async () => {
    const { asked, show, close } = openWindow();
    await asked[0].answer();
    await show(100, 105);
    close();
    expect(asked[1].signal.aborted).toBe(true);
  });
});
