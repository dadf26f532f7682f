import fc from 'fast-check';
import { Pacer } from './Pacer';

describe('Pacer', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('calls at most once in the time between, whenever it is asked, and after each that asks', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 900 }), { minLength: 1, maxLength: 40 }),
        pauses => {
          const calls: number[] = [];
          const pacer = new Pacer(() => calls.push(Date.now()), {
            apartMs: 1_000,
            jitterMs: 300,
          });
          let asked = 0;
          for (const pause of pauses) {
            jest.advanceTimersByTime(pause);
            asked = Date.now();
            pacer.ask();
          }
          jest.advanceTimersByTime(1_300);

          calls.slice(1).forEach((call, index) => {
            expect(call - calls[index]).toBeGreaterThanOrEqual(1_000);
          });
          expect(calls.at(-1)!).toBeGreaterThanOrEqual(asked);
          pacer.cancel();
        },
      ),
      { numRuns: 50 },
    );
  });

  it('puts calls off at random, so that pages do not ask together', () => {
    const times = Array.from({ length: 20 }, () => {
      let called = 0;
      const begun = Date.now();
      const pacer = new Pacer(
        () => {
          called = Date.now() - begun;
        },
        { apartMs: 1_000, jitterMs: 500 },
      );
      pacer.ask();
      jest.advanceTimersByTime(500);
      return called;
    });
    expect(new Set(times).size).toBeGreaterThan(5);
    expect(Math.max(...times)).toBeLessThanOrEqual(500);
  });

  it('takes back what it has not done', () => {
    const call = jest.fn();
    const pacer = new Pacer(call, { apartMs: 0, jitterMs: 10 });
    pacer.ask();
    pacer.cancel();
    jest.advanceTimersByTime(100);
    expect(call).not.toHaveBeenCalled();
  });
});
