import { act, renderHook, waitFor } from '@testing-library/react';
import { useChecks } from './useChecks';

/** Checks that are answered when the test says so. */
function heldChecks() {
  const open = new Map<string, (answer: string | Error) => void>();
  const check = jest.fn(
    (id: string, _signal: AbortSignal) =>
      new Promise<string>((resolve, reject) => {
        open.set(id, answer =>
          answer instanceof Error ? reject(answer) : resolve(answer),
        );
      }),
  );
  const answer = (id: string, what: string | Error) =>
    act(async () => open.get(id)!(what));
  return { check, answer };
}

const ids = ['a', 'b', 'c', 'd', 'e', 'f'];

describe('useChecks', () => {
  it('has four under way at once, and says how many are left', async () => {
    const { check, answer } = heldChecks();
    const { result } = renderHook(() => useChecks(ids, check, []));
    expect(check.mock.calls.map(([id]) => id)).toEqual(['a', 'b', 'c', 'd']);
    expect(result.current.pending).toBe(6);
    await answer('b', 'good');
    expect(check.mock.calls.map(([id]) => id)).toEqual([
      'a',
      'b',
      'c',
      'd',
      'e',
    ]);
    expect(result.current.of('b')).toEqual({ value: 'good' });
    expect(result.current.of('a')).toEqual({});
    expect(result.current.pending).toBe(5);
  });

  it('goes on after a failure, and checks only that again', async () => {
    const check = jest
      .fn<Promise<string>, [string]>()
      .mockImplementation(async id => `good ${id}`)
      .mockRejectedValueOnce(new Error('no answer'));
    const { result } = renderHook(() => useChecks(['a', 'b'], check, []));
    await waitFor(() => expect(result.current.pending).toBe(0));
    expect(result.current.of('a').error?.message).toBe('no answer');
    act(() => result.current.retry());
    await waitFor(() =>
      expect(result.current.of('a')).toEqual({ value: 'good a' }),
    );
    expect(check.mock.calls.map(([id]) => id)).toEqual(['a', 'b', 'a']);
  });

  it('forgets what was checked on other terms, and what is still on its way', async () => {
    const { check, answer } = heldChecks();
    const { result, rerender } = renderHook(
      ({ terms }) => useChecks(['a'], check, [terms]),
      { initialProps: { terms: 'one' } },
    );
    const [[, signal]] = check.mock.calls;
    await answer('a', 'of one');
    expect(result.current.of('a')).toEqual({ value: 'of one' });
    rerender({ terms: 'two' });
    expect(signal.aborted).toBe(true);
    expect(result.current.of('a')).toEqual({});
    await answer('a', 'of two');
    expect(result.current.of('a')).toEqual({ value: 'of two' });
  });

  it('checks nothing before it can', () => {
    const { result } = renderHook(() => useChecks(['a'], undefined, []));
    expect(result.current.pending).toBe(1);
  });
});
