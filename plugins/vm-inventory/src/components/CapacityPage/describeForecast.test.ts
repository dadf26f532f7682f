import { CapacityTrend } from '@backlot/plugin-vm-inventory-common';
import { describeCertainty, describeForecast } from './describeForecast';

const trend: CapacityTrend = {
  from: '2026-11-21',
  level: 1,
  perDay: 1,
  perDayLow: 1,
  perDayHigh: 1,
  spread: 0,
};

describe('a forecast in words', () => {
  it.each([
    [{ state: 'full' as const }, 'Full now', ''],
    [
      {
        state: 'fills' as const,
        day: '2027-03-14',
        earliest: '2027-02-02',
        latest: '2027-06-03',
        trend,
      },
      'Full around 14 March 2027',
      'Between 2 February 2027 and 3 June 2027',
    ],
    [
      {
        state: 'fills' as const,
        day: '2027-03-14',
        earliest: '2027-02-02',
        trend,
      },
      'Full around 14 March 2027',
      '2 February 2027 at the earliest, or much later',
    ],
    [
      { state: 'shrinking' as const, trend },
      'Not filling up: usage is falling',
      '',
    ],
    [
      { state: 'not-before' as const, day: '2028-11-20', trend },
      'Not full before 20 November 2028',
      '',
    ],
    [
      {
        state: 'not-before' as const,
        day: '2028-11-20',
        earliest: '2028-01-01',
        trend,
      },
      'Not full before 20 November 2028',
      '1 January 2028 at the earliest',
    ],
    [
      { state: 'too-little-history' as const, days: 1, daysNeeded: 14 },
      'History begins today',
      'A forecast needs 14 days of history',
    ],
    [
      { state: 'too-little-history' as const, days: 9, daysNeeded: 14 },
      'No forecast yet: 9 days of history',
      'A forecast needs 14 days of history',
    ],
  ])('%j', (forecast, phrase, certainty) => {
    expect(describeForecast(forecast)).toBe(phrase);
    expect(describeCertainty(forecast)).toBe(certainty);
  });
});
