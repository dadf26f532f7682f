import { act, renderHook } from '@testing-library/react';
import { useKeepFormData } from './useKeepFormData';

const keep = (data: unknown) =>
  renderHook(({ formData }) => useKeepFormData(formData), {
    initialProps: { formData: data },
  });

const pass = (milliseconds: number) =>
  act(() => {
    jest.advanceTimersByTime(milliseconds);
  });

const kept = () => new URLSearchParams(window.location.search).get('formData');

describe('useKeepFormData', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    window.history.replaceState({ key: 'router' }, '', '/form?tab=1#top');
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('keeps what was typed in the URL, beside what else is there', () => {
    keep({ name: 'web01 & co' });

    pass(300);

    expect(kept()).toBe('{"name":"web01 & co"}');
    expect(window.location.search).toContain('tab=1');
    expect(window.location.hash).toBe('#top');
    expect(window.history.state).toEqual({ key: 'router' });
  });

  it('waits until one has stopped typing, and makes no history', () => {
    const { length } = window.history;
    const { rerender } = keep({ name: 'w' });
    pass(200);
    rerender({ formData: { name: 'we' } });
    pass(200);
    expect(kept()).toBeNull();

    pass(100);

    expect(kept()).toBe('{"name":"we"}');
    expect(window.history.length).toBe(length);
  });

  it('does not forget what a reload brought before the form has it', () => {
    window.history.replaceState(null, '', '/form?formData={"name":"web01"}');
    keep(undefined);

    pass(1_000);

    expect(kept()).toBe('{"name":"web01"}');
  });

  it('writes nothing once the form is left', () => {
    const { unmount } = keep({ name: 'web01' });
    unmount();

    pass(1_000);

    expect(kept()).toBeNull();
  });
});
