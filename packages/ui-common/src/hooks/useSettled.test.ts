import { act, renderHook } from '@testing-library/react';
import { useSettled } from './useSettled';

describe('useSettled', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('follows once nothing changed for a while', () => {
    const { result, rerender } = renderHook(
      ({ value }) => useSettled(value, 250),
      { initialProps: { value: '' } },
    );
    for (const value of ['w', 'we', 'web']) {
      rerender({ value });
      act(() => {
        jest.advanceTimersByTime(200);
      });
    }
    expect(result.current).toBe('');

    act(() => {
      jest.advanceTimersByTime(50);
    });
    expect(result.current).toBe('web');
  });
});
