import { WorkTime } from './WorkTime';

const wait = (ms: number) =>
  new Promise(resolve => {
    setTimeout(resolve, ms);
  });

describe('WorkTime', () => {
  it('is over when the time is, and not before', async () => {
    const time = new WorkTime(100);
    expect(time.isOver).toBe(false);
    await new Promise(resolve => {
      time.signal.addEventListener('abort', resolve);
    });
    expect(time.isOver).toBe(true);
  });

  it('does not count what is done outside', async () => {
    const time = new WorkTime(200);
    await time.outside(() => wait(400));
    expect(time.isOver).toBe(false);
    await new Promise(resolve => {
      time.signal.addEventListener('abort', resolve);
    });
    expect(time.isOver).toBe(true);
  });

  it('hands what is done outside the signal of the caller', async () => {
    const caller = new AbortController();
    const time = new WorkTime(60_000, caller.signal);
    const waiting = time.outside(
      signal =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
    );
    caller.abort(new Error('The task was cancelled'));
    await expect(waiting).rejects.toThrow('The task was cancelled');
    expect(time.isOver).toBe(false);
    expect(time.signal.aborted).toBe(true);
    time.end();
  });
});
