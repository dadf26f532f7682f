import { Fragment, ReactNode } from 'react';
import {
  SignalApi,
  signalApiRef,
  SignalSubscriber,
} from '@backstage/plugin-signals-react';
import { TestApiProvider } from '@backstage/test-utils';
import { JsonObject } from '@backstage/types';
import { act, renderHook } from '@testing-library/react';
import { useChanges } from './useChanges';

/** Signals that the test sends. */
class TestSignals implements SignalApi {
  readonly #listeners = new Set<(id: string) => void>();

  subscribe<TMessage extends JsonObject>(
    _channel: string,
    onMessage: (message: TMessage) => void,
  ): SignalSubscriber {
    const listener = (id: string) =>
      onMessage({ id } as JsonObject as TMessage);
    this.#listeners.add(listener);
    return {
      unsubscribe: () => {
        this.#listeners.delete(listener);
      },
    };
  }

  send(id: string) {
    act(() => this.#listeners.forEach(listener => listener(id)));
  }
}

function setUp(options: { id?: string; active: boolean; signals: boolean }) {
  const signals = new TestSignals();
  const onChange = jest.fn();
  const rendered = renderHook(
    // A new function each time, as a component gives it.
    () => useChanges(() => onChange(), options),
    {
      wrapper: !options.signals
        ? Fragment
        : ({ children }: { children: ReactNode }) => (
            <TestApiProvider apis={[[signalApiRef, signals]]}>
              {children}
            </TestApiProvider>
          ),
    },
  );
  return { ...rendered, signals, onChange };
}

const pass = (milliseconds: number) =>
  act(() => {
    jest.advanceTimersByTime(milliseconds);
  });

describe('useChanges', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('calls back once for each signal of its request', () => {
    const { signals, onChange, rerender } = setUp({
      id: 'a',
      active: true,
      signals: true,
    });

    signals.send('b');
    expect(onChange).not.toHaveBeenCalled();
    signals.send('a');
    rerender();
    rerender();
    expect(onChange).toHaveBeenCalledTimes(1);
    signals.send('a');
    expect(onChange).toHaveBeenCalledTimes(2);
  });

  it('calls back for any request without an id', () => {
    const { signals, onChange } = setUp({ active: true, signals: true });

    signals.send('a');
    signals.send('b');

    expect(onChange).toHaveBeenCalledTimes(2);
  });

  it('looks now and then besides, more often without signals', () => {
    const withSignals = setUp({ active: true, signals: true });
    const without = setUp({ active: true, signals: false });

    pass(15_000);

    expect(withSignals.onChange).toHaveBeenCalledTimes(1);
    expect(without.onChange).toHaveBeenCalledTimes(5);
  });

  it('does not look while nothing is to be expected', () => {
    const { onChange } = setUp({ active: false, signals: false });

    pass(100_000);

    expect(onChange).not.toHaveBeenCalled();
  });
});
