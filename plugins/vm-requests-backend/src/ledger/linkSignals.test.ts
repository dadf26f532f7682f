import { getEventListeners } from 'node:events';
import { linkSignals } from './linkSignals';

describe('linkSignals', () => {
  it('aborts with the reason of the first that aborts', () => {
    const [one, two] = [new AbortController(), new AbortController()];
    const { signal } = linkSignals([one.signal, two.signal]);
    expect(signal.aborted).toBe(false);
    two.abort('lost');
    one.abort('late');
    expect(signal.reason).toBe('lost');
  });

  it('has aborted where one has', () => {
    const { signal } = linkSignals([AbortSignal.abort('gone')]);
    expect(signal.reason).toBe('gone');
  });

  it('leaves nothing with a signal that lives on', () => {
    const one = new AbortController();
    const { signal, unlink } = linkSignals([one.signal]);
    unlink();
    expect(getEventListeners(one.signal, 'abort')).toEqual([]);
    one.abort();
    expect(signal.aborted).toBe(false);
  });
});
