import { act, renderHook, waitFor } from '@testing-library/react';
import { useLoad } from './useLoad';

describe('useLoad', () => {
  it('loads, and loads anew when asked to, keeping what it has meanwhile', async () => {
    const load = jest
      .fn<Promise<string>, [AbortSignal]>()
      .mockResolvedValueOnce('first')
      .mockResolvedValueOnce('second');
    const { result } = renderHook(() => useLoad(load, []));
    expect(result.current).toMatchObject({ value: undefined, loading: true });
    await waitFor(() => expect(result.current.value).toBe('first'));
    expect(result.current.loading).toBe(false);

    act(() => result.current.reload());
    expect(result.current).toMatchObject({ value: 'first', loading: true });

    await waitFor(() => expect(result.current.value).toBe('second'));
  });

  it('keeps the last value beside an error, until it works again', async () => {
    const load = jest
      .fn<Promise<string>, [AbortSignal]>()
      .mockResolvedValueOnce('first')
      .mockRejectedValueOnce(new Error('down'))
      .mockResolvedValueOnce('second');
    const { result } = renderHook(() => useLoad(load, []));
    await waitFor(() => expect(result.current.value).toBe('first'));

    act(() => result.current.reload());
    await waitFor(() => expect(result.current.error?.message).toBe('down'));
    expect(result.current).toMatchObject({ value: 'first', loading: false });

    act(() => result.current.reload());
    await waitFor(() => expect(result.current.value).toBe('second'));
    expect(result.current.error).toBeUndefined();
  });

  it('never returns what was loaded for other dependencies', async () => {
    const signals: AbortSignal[] = [];
    const seen: [string, string | undefined][] = [];
    const { result, rerender } = renderHook(
      ({ id }) => {
        const loaded = useLoad(
          async signal => {
            signals.push(signal);
            return `value of ${id}`;
          },
          [id],
        );
        seen.push([id, loaded.value]);
        return loaded;
      },
      { initialProps: { id: 'a' } },
    );
    await waitFor(() => expect(result.current.value).toBe('value of a'));

    rerender({ id: 'b' });
    await waitFor(() => expect(result.current.value).toBe('value of b'));

    expect(signals.map(signal => signal.aborted)).toEqual([true, false]);
    expect(
      seen.filter(([id, value]) => value && value !== `value of ${id}`),
    ).toEqual([]);
  });

  it('aborts when nobody waits any more', async () => {
    let signal: AbortSignal | undefined;
    const { unmount } = renderHook(() =>
      useLoad(given => {
        signal = given;
        return new Promise<string>(() => {});
      }, []),
    );

    unmount();

    expect(signal?.aborted).toBe(true);
  });
});
