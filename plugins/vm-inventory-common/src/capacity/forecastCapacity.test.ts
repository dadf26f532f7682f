import fc from 'fast-check';
import { addDays, daysBetween } from './calendarDays';
import { CapacityForecast } from './CapacityForecast';
import { CapacityDay } from './CapacityHistory';
import {
  CAPACITY_TREND_DAYS,
  capacityTrend,
  capacityTrendAt,
} from './capacityTrend';
import { CAPACITY_FORECAST_DAYS, forecastCapacity } from './forecastCapacity';

const today = '2026-11-21';

/** Days until today with these amounts, of which up to `allowed` may be used. */
function daysOf(amounts: number[], allowed: number): CapacityDay[] {
  return amounts.map((used, index) => ({
    day: addDays(today, index + 1 - amounts.length),
    total: allowed,
    allowed,
    used,
    reserved: 0,
    free: Math.max(0, allowed - used),
  }));
}

function forecastOf(days: CapacityDay[], on = today): CapacityForecast {
  return forecastCapacity(
    days.at(-1) ?? { allowed: 100, free: 100 },
    capacityTrend(days, { today: on }),
    { today: on },
  );
}

type Filling = Extract<CapacityForecast, { state: 'fills' }>;

/** The earliest, the likeliest and the latest day; none where it does not fill. */
function daysIn(forecast: CapacityForecast): string[] {
  if (forecast.state !== 'fills') {
    return [];
  }
  const { earliest, day, latest } = forecast;
  return [earliest, day, latest ?? day];
}

const rising = (start: number, perDay: number, days: number) =>
  Array.from({ length: days }, (_, index) => start + perDay * index);

describe('forecastCapacity', () => {
  it('says on which day nothing is left', () => {
    // 100 days later than the last of 60, at 59, it is at 159.
    expect(forecastOf(daysOf(rising(0, 1, 60), 159))).toMatchObject({
      state: 'fills',
      day: '2027-03-01',
      earliest: '2027-03-01',
      latest: '2027-03-01',
      trend: { from: today, level: 59, perDay: 1, spread: 0 },
    });
  });

  it('counts what is reserved', () => {
    const days = daysOf(rising(0, 1, 60), 159).map(each => ({
      ...each,
      used: each.used - 10,
      reserved: 10,
    }));
    expect(forecastOf(days)).toMatchObject({
      state: 'fills',
      day: '2027-03-01',
    });
  });

  it('says between which days, the noisier the wider', () => {
    const noisy = (by: number) =>
      forecastOf(
        daysOf(
          rising(1000, 10, 60).map((used, index) =>
            Math.round(used + by * Math.sin(index * 2.4)),
          ),
          4000,
        ),
      );
    const [calm, wild] = [noisy(10), noisy(200)];
    const width = (forecast: CapacityForecast) =>
      forecast.state === 'fills' && forecast.latest
        ? daysBetween(forecast.earliest, forecast.latest)
        : undefined;

    expect(width(calm)).toBeGreaterThan(0);
    expect(width(wild)).toBeGreaterThan(width(calm)!);
  });

  it('goes by the pace of the last months', () => {
    const calmThenFast = [
      ...rising(0, 0, 200),
      ...rising(0, 2, CAPACITY_TREND_DAYS),
    ];
    expect(forecastOf(daysOf(calmThenFast, 278))).toMatchObject({
      state: 'fills',
      day: addDays(today, 50),
    });
  });

  it('says that it is full', () => {
    expect(forecastOf(daysOf(rising(0, 1, 60), 59))).toMatchObject({
      state: 'full',
      trend: { perDay: 1 },
    });
    expect(forecastOf(daysOf([5], 5))).toEqual({ state: 'full' });
  });

  it('says that less and less is used', () => {
    expect(forecastOf(daysOf(rising(500, -2, 60), 1000))).toMatchObject({
      state: 'shrinking',
    });
  });

  it('says that it is not before the horizon', () => {
    expect(forecastOf(daysOf(rising(500, 0, 60), 1000))).toMatchObject({
      state: 'not-before',
      day: '2028-11-20',
    });
    expect(forecastOf(daysOf(rising(500, 0.1, 60), 1000))).toMatchObject({
      state: 'not-before',
      day: '2028-11-20',
    });
  });

  it('says that there is too little history', () => {
    expect(forecastOf([])).toEqual({
      state: 'too-little-history',
      days: 0,
      daysNeeded: 14,
    });
    expect(forecastOf(daysOf(rising(0, 1, 13), 100))).toMatchObject({
      days: 13,
    });
    expect(forecastOf(daysOf(rising(0, 1, 14), 100)).state).toBe('fills');
  });

  it('takes no day of long ago for history', () => {
    const later = addDays(today, CAPACITY_TREND_DAYS - 10);
    expect(forecastOf(daysOf(rising(0, 1, 60), 1000), later)).toMatchObject({
      state: 'too-little-history',
      days: 10,
    });
  });

  describe('whatever the history', () => {
    const histories = (slope: fc.Arbitrary<number>) =>
      fc
        .record({
          start: fc.nat({ max: 1_000_000 }),
          slope,
          noise: fc.array(fc.integer({ min: -20_000, max: 20_000 }), {
            minLength: 1,
            maxLength: 120,
            size: 'max',
          }),
          room: fc.integer({ min: -10_000, max: 5_000_000 }),
        })
        .map(({ start, slope: perDay, noise, room }) => {
          const amounts = noise.map((by, index) =>
            Math.max(0, start + perDay * index + by),
          );
          return daysOf(amounts, Math.max(0, amounts.at(-1)! + room));
        });
    const history = histories(fc.integer({ min: -10_000, max: 20_000 }));

    it('names days in their order, none of them past or beyond the horizon', () => {
      fc.assert(
        fc.property(history, fc.nat({ max: 60 }), (days, later) => {
          const on = addDays(today, later);
          const named = daysIn(forecastOf(days, on));
          expect([...named].sort()).toEqual(named);
          const horizon = addDays(on, CAPACITY_FORECAST_DAYS);
          expect(named.every(day => day > on && day <= horizon)).toBe(true);
        }),
      );
    });

    it('is full on that day by its own trend, and not on the day before', () => {
      fc.assert(
        fc.property(
          histories(fc.integer({ min: 5_000, max: 20_000 })),
          days => {
            const forecast = forecastOf(days);
            fc.pre(forecast.state === 'fills');
            const { day, trend } = forecast as Filling;
            const { allowed } = days.at(-1)!;
            expect(capacityTrendAt(trend, day).value).toBeGreaterThanOrEqual(
              allowed - 1e-6,
            );
            expect(
              capacityTrendAt(trend, addDays(day, -1)).value < allowed ||
                day === addDays(today, 1),
            ).toBe(true);
          },
        ),
      );
    });

    it('says the same whatever the order of the days', () => {
      fc.assert(
        fc.property(
          history.chain(days =>
            fc.tuple(
              fc.constant(days),
              fc.shuffledSubarray(days, { minLength: days.length }),
            ),
          ),
          ([days, shuffled]) => {
            expect(capacityTrend(shuffled, { today })).toEqual(
              capacityTrend(days, { today }),
            );
          },
        ),
      );
    });

    it('says the same of the same history at another time', () => {
      fc.assert(
        fc.property(
          history,
          fc.integer({ min: -900, max: 900 }),
          (days, by) => {
            const moved = days.map(each => ({
              ...each,
              day: addDays(each.day, by),
            }));
            const there = forecastOf(days);
            const here = forecastOf(moved, addDays(today, by));
            expect(here.state).toBe(there.state);
            expect(daysIn(here)).toEqual(
              daysIn(there).map(day => addDays(day, by)),
            );
          },
        ),
      );
    });

    it('says the same in another unit', () => {
      fc.assert(
        fc.property(history, days => {
          const inKib = forecastOf(
            days.map(each => ({
              ...each,
              allowed: each.allowed * 1024,
              used: each.used * 1024,
              free: each.free * 1024,
            })),
          );
          expect(inKib.state).toBe(forecastOf(days).state);
          expect(daysIn(inKib)).toEqual(daysIn(forecastOf(days)));
        }),
      );
    });

    it('gives more room a later day, never an earlier one', () => {
      const END = '9999-12-31';
      // Full at once is before any day, and not at all is after each.
      const dayOfFull = (forecast: CapacityForecast) =>
        forecast.state === 'full' ? today : daysIn(forecast)[1] ?? END;
      fc.assert(
        fc.property(history, fc.nat({ max: 1_000_000 }), (days, more) => {
          const last = days.at(-1)!;
          const roomier = [
            ...days.slice(0, -1),
            {
              ...last,
              allowed: last.allowed + more,
              free: Math.max(0, last.allowed + more - last.used),
            },
          ];
          expect(
            dayOfFull(forecastOf(roomier)) >= dayOfFull(forecastOf(days)),
          ).toBe(true);
        }),
      );
    });
  });
});
