import { ReactNode } from 'react';
import {
  SignalApi,
  signalApiRef,
  SignalSubscriber,
} from '@backstage/plugin-signals-react';
import { TestApiProvider } from '@backstage/test-utils';
import { JsonObject } from '@backstage/types';
import { act, renderHook } from '@testing-library/react';
import { VmRequestsApi, vmRequestsApiRef } from '../api/VmRequestsApi';
import { useChanges } from './useChanges';

/** Signals that the test sends. */
class TestSignals implements SignalApi {
  readonly #listeners = new Set<() => void>();
  readonly channels = new Set<string>();

  subscribe<TMessage extends JsonObject>(
    channel: string,
    onMessage: (message: TMessage) => void,
  ): SignalSubscriber {
    this.channels.add(channel);
    const listener = () => onMessage({} as TMessage);
    this.#listeners.add(listener);
    return {
      unsubscribe: () => {
        this.#listeners.delete(listener);
      },
    };
  }

  send() {
    act(() => this.#listeners.forEach(listener => listener()));
  }
}

interface Followed {
  id: string;
  signal: AbortSignal;
  change: () => void;
  end: () => Promise<void>;
  fail: () => Promise<void>;
}

function setUp(options: { id?: string; active: boolean; signals: boolean }) {
  const signals = new TestSignals();
  const onChange = jest.fn();
  const followed: Followed[] = [];
  const followChanges: VmRequestsApi['followChanges'] = (id, following) =>
    new Promise((resolve, reject) =>
      followed.push({
        id,
        signal: following.signal,
        change: () => act(() => following.onChange()),
        end: () => act(async () => resolve()),
        fail: () => act(async () => reject(new Error('Too many'))),
      }),
    );
  const api = { followChanges } as VmRequestsApi;
  const rendered = renderHook(
    // A new function each time, as a component gives it.
    () => useChanges(() => onChange(), options),
    {
      wrapper: ({ children }: { children: ReactNode }) => (
        <TestApiProvider
          apis={[
            [vmRequestsApiRef, api],
            ...(options.signals ? [[signalApiRef, signals] as const] : []),
          ]}
        >
          {children}
        </TestApiProvider>
      ),
    },
  );
  return { ...rendered, signals, followed, onChange };
}

const pass = (milliseconds: number) =>
  act(() => {
    jest.advanceTimersByTime(milliseconds);
  });

function hide(hidden: boolean) {
  jest.spyOn(document, 'hidden', 'get').mockReturnValue(hidden);
  act(() => {
    document.dispatchEvent(new Event('visibilitychange'));
  });
}

describe('useChanges', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('calls back soon after a signal, and at most once a second', () => {
    const { signals, onChange } = setUp({ active: true, signals: true });

    for (let index = 0; index < 20; index++) {
      signals.send();
      pass(100);
    }

    expect(onChange.mock.calls.length).toBeGreaterThanOrEqual(1);
    expect(onChange.mock.calls.length).toBeLessThanOrEqual(2);
    pass(1_500);
    const calls = onChange.mock.calls.length;
    pass(10_000);
    expect(onChange).toHaveBeenCalledTimes(calls);
    expect([...signals.channels]).toEqual(['vm-requests']);
  });

  it('follows one request by its stream, and hears no signal of others', () => {
    const { signals, followed, onChange, rerender } = setUp({
      id: 'a',
      active: true,
      signals: true,
    });
    expect(followed.map(({ id }) => id)).toEqual(['a']);

    followed[0].change();
    pass(100);
    expect(onChange).toHaveBeenCalledTimes(1);
    signals.send();
    rerender();
    pass(2_000);
    expect(onChange).toHaveBeenCalledTimes(1);

    followed[0].change();
    followed[0].change();
    pass(100);
    expect(onChange).toHaveBeenCalledTimes(2);
  });

  it('connects again after a while when a stream ends, later each time it fails', async () => {
    const { followed } = setUp({ id: 'a', active: true, signals: false });
    followed[0].change();
    await followed[0].end();
    pass(999);
    expect(followed).toHaveLength(1);
    pass(1_001);
    expect(followed).toHaveLength(2);

    await followed[1].fail();
    pass(1_999);
    expect(followed).toHaveLength(2);
    pass(2_001);
    expect(followed).toHaveLength(3);
  });

  it('asks now and then besides, more often where nothing tells of changes', () => {
    const told = setUp({ active: true, signals: true });
    const streamed = setUp({ id: 'a', active: true, signals: false });
    streamed.followed[0].change();
    pass(100);
    streamed.onChange.mockClear();
    const untold = setUp({ active: true, signals: false });
    const unstreamed = setUp({ id: 'a', active: true, signals: false });

    pass(15_000);

    expect(told.onChange).toHaveBeenCalledTimes(1);
    expect(streamed.onChange).toHaveBeenCalledTimes(1);
    expect(untold.onChange).toHaveBeenCalledTimes(5);
    expect(unstreamed.onChange).toHaveBeenCalledTimes(5);
  });

  it('lets go of the stream while nobody looks, and asks at once when somebody does again', () => {
    const { followed, onChange } = setUp({
      id: 'a',
      active: true,
      signals: false,
    });
    followed[0].change();
    pass(100);
    hide(true);
    expect(followed[0].signal.aborted).toBe(true);
    pass(60_000);
    expect(onChange).toHaveBeenCalledTimes(1);

    hide(false);
    expect(onChange).toHaveBeenCalledTimes(2);
    expect(followed).toHaveLength(2);
  });

  it('does nothing while nothing is to be expected', () => {
    const { signals, followed, onChange } = setUp({
      id: 'a',
      active: false,
      signals: true,
    });

    signals.send();
    pass(100_000);

    expect(onChange).not.toHaveBeenCalled();
    expect(followed).toHaveLength(0);
  });
});
