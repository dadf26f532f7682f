import fc from 'fast-check';
import { GuestReport, hasReported } from '@backlot/plugin-vm-requests-common';
import { SeenGuest } from '@backlot/plugin-vm-requests-node';
import { judgeGuest, nextLook } from './judgeGuest';

const begin = Date.UTC(2026, 10, 21, 12);
const minute = 60_000;
const hour = 60 * minute;
const allocated = '10.0.0.7';

/** A time so many milliseconds after the request was done. */
const after = (milliseconds: number) => new Date(begin + milliseconds);

const waiting: GuestReport = {
  state: 'waiting',
  at: after(0).toISOString(),
  since: after(0).toISOString(),
  until: after(15 * minute).toISOString(),
  addresses: [],
};

const on = (...addresses: string[]): SeenGuest => ({
  machine: 'on',
  addresses,
});

describe('judgeGuest', () => {
  const judge = (
    seen: SeenGuest,
    atMs: number,
    known: GuestReport = waiting,
    expected: readonly string[] = [allocated],
  ) => judgeGuest({ known, allocated: expected, seen, now: after(atMs) });

  it('takes the allocated address at once', () => {
    expect(judge(on('fe80::1', allocated), minute)).toEqual({
      ...waiting,
      state: 'reported',
      at: after(minute).toISOString(),
      addresses: [allocated],
    });
  });

  it('takes any address where none was allocated', () => {
    const { state } = judgeGuest({
      known: waiting,
      allocated: [],
      seen: on('10.0.0.9'),
      now: after(minute),
    });
    expect(state).toBe('reported');
  });

  it.each([
    ['on', on()],
    ['on, with addresses that lead nowhere', on('fe80::1', '169.254.3.4')],
  ])('calls it silent when its time is over and it is %s', (_, seen) => {
    expect(judge(seen, 15 * minute - 1)).toBe(waiting);
    expect(judge(seen, 15 * minute)).toMatchObject({
      state: 'silent',
      addresses: [],
    });
  });

  it('says that it reports another address only when its time is over', () => {
    const other = on('10.0.0.9');
    expect(judge(other, minute)).toBe(waiting);
    expect(judge(other, 16 * minute)).toMatchObject({
      state: 'reported',
      addresses: ['10.0.0.9'],
    });
  });

  it('does not call it silent when nobody is there to speak', () => {
    const off: SeenGuest = { machine: 'off', addresses: [] };
    const absent: SeenGuest = { machine: 'absent', addresses: [] };
    expect(judge(off, minute)).toBe(waiting);
    expect(judge(off, 15 * minute).state).toBe('off');
    expect(judge(absent, 15 * minute).state).toBe('removed');
  });

  it('does not call it silent while its source is, for a day', () => {
    const unknown: SeenGuest = { machine: 'unknown', addresses: [] };
    expect(judge(unknown, 20 * hour)).toBe(waiting);
    expect(judge(unknown, 25 * hour).state).toBe('silent');
  });

  it('hears what comes late', () => {
    const silent = judge(on(), 15 * minute);
    expect(judge(on(), hour, silent)).toBe(silent);
    const other = judge(on('10.0.0.9'), hour, silent);
    expect(other).toMatchObject({ state: 'reported', addresses: ['10.0.0.9'] });
    expect(judge(on('10.0.0.8'), 2 * hour, other)).toBe(other);
    expect(judge(on(allocated), 3 * hour, other)).toMatchObject({
      state: 'reported',
      addresses: [allocated],
    });
  });
});

describe('nextLook', () => {
  it('is at the end of the guest’s time, too', () => {
    const now = after(15 * minute - 1000);
    expect(nextLook({ known: waiting, allocated: [allocated], now })).toEqual(
      after(15 * minute),
    );
  });

  it('is never once all is said', () => {
    for (const state of ['off', 'removed'] as const) {
      const known = { ...waiting, state };
      expect(
        nextLook({ known, allocated: [allocated], now: after(0) }),
      ).toBeUndefined();
    }
  });
});

describe('a watch', () => {
  const sights = fc.array(
    fc.record<SeenGuest>({
      machine: fc.constantFrom('on', 'off', 'absent', 'unknown'),
      addresses: fc.subarray(['10.0.0.7', '10.0.0.9', 'fe80::1', 'fd00::9']),
    }),
    { minLength: 1, maxLength: 8 },
  );

  /** All that becomes known of a guest of which these sights are seen in turn. */
  function watch(
    seen: SeenGuest[],
    expected: readonly string[],
    minutes: number,
  ) {
    const known: GuestReport[] = [
      { ...waiting, until: after(minutes * minute).toISOString() },
    ];
    const looks: number[] = [];
    let now: Date | undefined = after(5000);
    while (now) {
      const [latest] = known.slice(-1);
      const next = judgeGuest({
        known: latest,
        allocated: expected,
        seen: seen[looks.length % seen.length],
        now,
      });
      known.push(...(next === latest ? [] : [next]));
      looks.push(now.getTime());
      now = nextLook({ known: next, allocated: expected, now });
    }
    return { known, looks };
  }

  it('ends, with not many looks, whatever is seen', () => {
    fc.assert(
      fc.property(
        sights,
        fc.constantFrom([allocated], [allocated, 'fd00::7'], []),
        fc.integer({ min: 1, max: 24 * 60 }),
        (seen, expected, minutes) => {
          const { known, looks } = watch(seen, expected, minutes);
          const [first, ...later] = known.map(({ state }) => state);
          expect(first).toBe('waiting');
          expect(later).not.toContain('waiting');
          expect(later.length).toBeGreaterThan(0);
          expect(later.length).toBeLessThanOrEqual(3);
          // What was reported as it should be is the last word.
          expect(
            known.slice(0, -1).filter(each => hasReported(each, expected)),
          ).toEqual([]);
          expect(looks.length).toBeLessThan(150);
          expect(looks).toEqual([...new Set(looks)].sort((a, b) => a - b));
        },
      ),
    );
  });
});
