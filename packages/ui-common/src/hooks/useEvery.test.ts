import { renderHook } from '@testing-library/react';
import { useEvery } from './useEvery';

describe('useEvery', () => {
  let hidden = false;
  beforeEach(() => {
    jest.useFakeTimers();
    hidden = false;
    jest.spyOn(document, 'hidden', 'get').mockImplementation(() => hidden);
  });
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('calls the latest callback while it is mounted', () => {
    const [first, second] = [jest.fn(), jest.fn()];
    const { rerender, unmount } = renderHook(
      ({ callback }) => useEvery(1_000, callback),
      { initialProps: { callback: first } },
    );
    jest.advanceTimersByTime(900);
    rerender({ callback: second });
    jest.advanceTimersByTime(100);
    expect(first).not.toHaveBeenCalled();
    expect(second).toHaveBeenCalledTimes(1);

    unmount();
    jest.advanceTimersByTime(10_000);
    expect(second).toHaveBeenCalledTimes(1);
  });

  it('rests while nobody looks, and calls at once when somebody comes back', () => {
    const callback = jest.fn();
    renderHook(() => useEvery(1_000, callback));

    hidden = true;
    jest.advanceTimersByTime(10_000);
    expect(callback).not.toHaveBeenCalled();

    hidden = false;
    document.dispatchEvent(new Event('visibilitychange'));
    expect(callback).toHaveBeenCalledTimes(1);
  });

  it('can be told never to call', () => {
    const callback = jest.fn();
    renderHook(() => useEvery(undefined, callback));

    jest.advanceTimersByTime(100_000);

    expect(callback).not.toHaveBeenCalled();
  });
});
