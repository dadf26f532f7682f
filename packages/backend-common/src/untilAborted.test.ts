import { untilAborted } from './untilAborted';

describe('untilAborted', () => {
  it('is what the work is, without a signal or before it comes', async () => {
    const { signal } = new AbortController();
    await expect(untilAborted(Promise.resolve(1))).resolves.toBe(1);
    await expect(untilAborted(Promise.resolve(1), signal)).resolves.toBe(1);
    await expect(
      untilAborted(Promise.reject(new Error('no')), signal),
    ).rejects.toThrow('no');
  });

  it('ends with the reason of a signal that comes first', async () => {
    const controller = new AbortController();
    const waiting = untilAborted(new Promise(() => {}), controller.signal);
    controller.abort(new Error('cancelled'));
    await expect(waiting).rejects.toThrow('cancelled');
  });

  it('ends at once after the signal, and then leaves no failure of the work unheard', async () => {
    const unheard = jest.fn();
    process.once('unhandledRejection', unheard);
    await expect(
      untilAborted(
        Promise.reject(new Error('later')),
        AbortSignal.abort(new Error('cancelled')),
      ),
    ).rejects.toThrow('cancelled');
    await new Promise(setImmediate);
    process.off('unhandledRejection', unheard);
    expect(unheard).not.toHaveBeenCalled();
  });

  it('begins no call once the signal has aborted', async () => {
    const call = jest.fn(async () => 7);
    await expect(
      untilAborted(call, AbortSignal.abort(new Error('stopped'))),
    ).rejects.toThrow('stopped');
    expect(call).not.toHaveBeenCalled();
    await expect(untilAborted(call)).resolves.toBe(7);
  });
});
