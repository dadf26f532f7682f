import { untilAborted } from './untilAborted';

describe('untilAborted', () => {
  it('answers what the call answers, and fails as it fails', async () => {
    const { signal } = new AbortController();
    await expect(untilAborted(signal, async () => 7)).resolves.toBe(7);
    await expect(
      untilAborted(signal, async () => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
  });

  it('does not wait for a call once the signal aborts', async () => {
    const stop = new AbortController();
    const waiting = untilAborted(stop.signal, () => new Promise(() => {}));
    stop.abort(new Error('stopped'));
    await expect(waiting).rejects.toThrow('stopped');
  });

  it('begins no call once the signal has aborted', async () => {
    const call = jest.fn(async () => 7);
    await expect(
      untilAborted(AbortSignal.abort(new Error('stopped')), call),
    ).rejects.toThrow('stopped');
    expect(call).not.toHaveBeenCalled();
  });
});
