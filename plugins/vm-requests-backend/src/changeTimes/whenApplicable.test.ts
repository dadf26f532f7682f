import fc from 'fast-check';
import {
  ChangeFreeze,
  ChangeWindow,
  changeFreezeSchema,
  changeWindowSchema,
  weekdays,
} from '@backlot/plugin-vm-requests-common';
import { ChangeTimes, whenApplicable } from './whenApplicable';

const nights = changeWindowSchema.parse({
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  from: '20:00',
  to: '06:00',
});
const yearEnd = changeFreezeSchema.parse({
  from: '2026-12-18T18:00',
  to: '2027-01-04T08:00',
  reason: 'Year end',
});

const minute = 60_000;

function times(rules: Partial<ChangeTimes>): ChangeTimes {
  return { windows: [], freezes: [], timeZone: 'Europe/Berlin', ...rules };
}

function when(now: string, rules: Partial<ChangeTimes>) {
  return whenApplicable(times(rules), new Date(now));
}

/** What the clock on the wall shows, by another library than the code's. */
function wallOf(timeZone: string): (instant: number) => {
  day: string;
  minutes: number;
  text: string;
} {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return instant => {
    const parts = Object.fromEntries(
      format.formatToParts(instant).map(({ type, value }) => [type, value]),
    );
    return {
      day: parts.weekday.toLowerCase(),
      minutes: Number(parts.hour) * 60 + Number(parts.minute),
      text: `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`,
    };
  };
}

function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** Whether something may be applied at an instant, by the clock on the wall. */
function mayAt(
  wall: ReturnType<typeof wallOf>,
  instant: number,
  windows: readonly ChangeWindow[],
): boolean {
  const { day, minutes } = wall(instant);
  const dayBefore = weekdays[(weekdays.indexOf(day as 'mon') + 6) % 7];
  return windows.some(({ days, from, to }) => {
    const [begins, ends] = [minutesOf(from), minutesOf(to)];
    const onDay = days.includes(day as 'mon');
    if (begins < ends) {
      return onDay && minutes >= begins && minutes < ends;
    }
    return (
      (onDay && minutes >= begins) ||
      (days.includes(dayBefore) && minutes < ends)
    );
  });
}

describe('whenApplicable', () => {
  it('is now where nothing says otherwise', () => {
    expect(when('2026-12-01T10:00:00Z', {})).toEqual({
      at: '2026-12-01T10:00:00.000Z',
    });
  });

  it('is the start that was asked for, and now once that has come', () => {
    const startAt = '2026-12-03T07:00:00.000Z';
    expect(when('2026-12-01T10:00:00Z', { startAt })).toEqual({
      at: startAt,
      waitsFor: 'start',
    });
    expect(when('2026-12-03T07:00:00Z', { startAt }).waitsFor).toBeUndefined();
  });

  it.each([
    // A Tuesday, by day and at night; a Friday's night lasts into Saturday.
    ['2026-12-01T10:00:00Z', '2026-12-01T19:00:00.000Z', 'window'],
    ['2026-12-01T19:00:00Z', '2026-12-01T19:00:00.000Z', undefined],
    ['2026-12-02T04:59:59Z', '2026-12-02T04:59:59.000Z', undefined],
    ['2026-12-02T05:00:00Z', '2026-12-02T19:00:00.000Z', 'window'],
    ['2026-12-05T03:00:00Z', '2026-12-05T03:00:00.000Z', undefined],
    ['2026-12-05T05:00:00Z', '2026-12-07T19:00:00.000Z', 'window'],
  ])('of a night of workdays at %s is %s', (now, at, waitsFor) => {
    expect(when(now, { windows: [nights] })).toEqual({
      at,
      ...(waitsFor && { waitsFor }),
    });
  });

  it('is in the first window after the start, and after a freeze', () => {
    expect(
      when('2026-12-01T10:00:00Z', {
        startAt: '2026-12-05T10:00:00.000Z',
        windows: [nights],
      }),
    ).toEqual({ at: '2026-12-07T19:00:00.000Z', waitsFor: 'start' });
    expect(
      when('2026-12-20T10:00:00Z', { windows: [nights], freezes: [yearEnd] }),
    ).toEqual({
      at: '2027-01-04T19:00:00.000Z',
      waitsFor: 'freeze',
      reason: 'Year end',
    });
    expect(when('2026-12-20T10:00:00Z', { freezes: [yearEnd] }).at).toBe(
      '2027-01-04T07:00:00.000Z',
    );
  });

  it('is never where window and freeze never meet', () => {
    const long: ChangeFreeze = { ...yearEnd, to: '2029-01-01T00:00' };
    expect(
      when('2026-12-20T10:00:00Z', { windows: [nights], freezes: [long] }),
    ).toEqual({ waitsFor: 'freeze', reason: 'Year end' });
  });

  it('begins with the hour after the one that is left out', () => {
    const window = changeWindowSchema.parse({ from: '02:30', to: '03:30' });
    // 2027-03-28, 02:00 becomes 03:00 in Berlin, 01:00 in UTC.
    expect(when('2027-03-27T12:00:00Z', { windows: [window] }).at).toBe(
      '2027-03-28T01:00:00.000Z',
    );
  });

  it('may come twice where the clocks are put back', () => {
    const window = changeWindowSchema.parse({ from: '02:15', to: '02:30' });
    // 2027-10-31, 03:00 becomes 02:00 in Berlin, 01:00 in UTC.
    expect(when('2027-10-30T12:00:00Z', { windows: [window] }).at).toBe(
      '2027-10-31T00:15:00.000Z',
    );
    expect(when('2027-10-31T00:30:00Z', { windows: [window] }).at).toBe(
      '2027-10-31T01:15:00.000Z',
    );
  });

  const timeOfDay = fc
    .integer({ min: 0, max: 24 * 4 - 1 })
    .map(
      quarter =>
        `${String(Math.floor(quarter / 4)).padStart(2, '0')}:${String(
          (quarter % 4) * 15,
        ).padStart(2, '0')}`,
    );
  const anyWindow = fc
    .record({
      days: fc.subarray([...weekdays], { minLength: 1 }),
      from: timeOfDay,
      to: timeOfDay,
    })
    .map(window => changeWindowSchema.parse(window));
  // About the days when the clocks are put forward and back, and others.
  const aboutChanges = fc.constantFrom(
    '2027-03-27T00:00:00Z',
    '2027-10-30T00:00:00Z',
    '2027-07-14T00:00:00Z',
    '2027-04-03T00:00:00Z',
    '2027-11-06T00:00:00Z',
  );

  it('is the first minute in which the clock on the wall shows a time of a window', () => {
    fc.assert(
      fc.property(
        fc.array(anyWindow, { minLength: 1, maxLength: 3 }),
        aboutChanges,
        fc.integer({ min: 0, max: 3 * 24 * 4 }),
        fc.constantFrom(
          'Europe/Berlin',
          'America/New_York',
          'Australia/Lord_Howe',
          'UTC',
        ),
        (windows, around, quarters, timeZone) => {
          const wall = wallOf(timeZone);
          const now = Date.parse(around) + quarters * 15 * minute;
          const { at } = whenApplicable(
            times({ windows, timeZone }),
            new Date(now),
          );
          let first = now;
          while (!mayAt(wall, first, windows)) {
            first += 15 * minute;
          }
          expect(at).toBe(new Date(first).toISOString());
        },
      ),
      { numRuns: 100 },
    );
  });

  it('is never outside all windows, in a freeze, or before the start', () => {
    const wall = wallOf('Europe/Berlin');
    const local = fc
      .integer({ min: 0, max: 40 * 24 * 4 })
      .map(
        quarters =>
          wall(Date.parse('2027-03-10T00:00:00Z') + quarters * 15 * minute)
            .text,
      );
    fc.assert(
      fc.property(
        fc.array(anyWindow, { maxLength: 3 }),
        fc.array(
          fc.tuple(local, local).filter(([one, other]) => one !== other),
          { maxLength: 3 },
        ),
        fc.integer({ min: 0, max: 40 * 24 * 60 }),
        fc.option(fc.integer({ min: 0, max: 20 * 24 * 60 })),
        (windows, frozen, minutes, ahead) => {
          const now = Date.parse('2027-03-10T00:00:00Z') + minutes * minute;
          const startAt =
            ahead === null
              ? undefined
              : new Date(now + ahead * minute).toISOString();
          const freezes = frozen.map(each => {
            const [from, to] = [...each].sort();
            return changeFreezeSchema.parse({ from, to, reason: 'Closing' });
          });
          const { at } = whenApplicable(
            times({ windows, freezes, startAt }),
            new Date(now),
          );
          const then = Date.parse(at!);
          expect(then).toBeGreaterThanOrEqual(now);
          expect(at! >= (startAt ?? '')).toBe(true);
          expect(windows.length === 0 || mayAt(wall, then, windows)).toBe(true);
          const shown = wall(then).text;
          // A time that the clocks show twice may be either.
          const isAmbiguous =
            wall(then - 60 * minute).text === shown ||
            wall(then + 60 * minute).text === shown;
          expect(
            isAmbiguous ||
              freezes.every(({ from, to }) => shown < from || shown >= to),
          ).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });
});
