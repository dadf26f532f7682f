import { CapacitySeries } from '@backlot/plugin-vm-inventory-common';
import { chartPoints } from './chartPoints';

const day = (date: string, used: number) => ({
  day: date,
  total: 100,
  allowed: 90,
  used,
  reserved: 5,
  free: 85 - used,
});

const series: CapacitySeries = {
  resource: 'memory',
  days: [day('2026-11-18', 10), day('2026-11-20', 14)],
  forecast: {
    state: 'fills',
    day: '2026-12-26',
    earliest: '2026-12-16',
    trend: {
      from: '2026-11-20',
      level: 19,
      perDay: 2,
      perDayLow: -30,
      perDayHigh: 3,
      spread: 1,
    },
  },
};

describe('chartPoints', () => {
  it('has what was measured, a gap where nothing was, and the trend', () => {
    expect(
      chartPoints(series, { from: '2026-11-17', until: '2026-11-21' }),
    ).toEqual([
      { day: '2026-11-17' },
      { day: '2026-11-18', used: 10, reserved: 5, limit: 90 },
      { day: '2026-11-19' },
      {
        day: '2026-11-20',
        used: 14,
        reserved: 5,
        limit: 90,
        trend: 19,
        band: [18, 20],
      },
      { day: '2026-11-21', limit: 90, trend: 21, band: [0, 23] },
    ]);
  });

  it('has no trend where there is too little history', () => {
    const points = chartPoints(
      {
        ...series,
        forecast: { state: 'too-little-history', days: 2, daysNeeded: 14 },
      },
      { from: '2026-11-20', until: '2026-11-21' },
    );
    expect(points).toEqual([
      { day: '2026-11-20', used: 14, reserved: 5, limit: 90 },
      { day: '2026-11-21', limit: 90 },
    ]);
  });
});
