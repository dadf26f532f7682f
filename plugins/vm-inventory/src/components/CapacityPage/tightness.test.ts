import { CapacityForecast, Room } from '@backlot/plugin-vm-inventory-common';
import { CapacityPlace } from './CapacityPlace';
import { forecastsOf, runsOut, tightestFirst } from './tightness';

const trend = {
  from: '2026-11-21',
  level: 1,
  perDay: 1,
  perDayLow: 1,
  perDayHigh: 1,
  spread: 0,
};
const full: CapacityForecast = { state: 'full' };
const fills = (day: string): CapacityForecast => ({
  state: 'fills',
  day,
  earliest: day,
  trend,
});
const calm: CapacityForecast = {
  state: 'not-before',
  day: '2028-11-20',
  trend,
};

function place(
  id: string,
  used: number,
  forecasts: CapacityPlace['forecasts'],
): CapacityPlace {
  const room: Room = {
    total: 100,
    allowed: 100,
    used,
    reserved: 0,
    free: 100 - used,
  };
  return {
    kind: 'cluster',
    source: 'fra',
    id,
    name: id,
    rooms: { cpu: room, memory: room },
    forecasts,
  };
}

const places = [
  place('calm and empty', 10, { cpu: calm, memory: calm }),
  place('calm and fuller', 80, { cpu: calm, memory: calm }),
  place('unknown', 50, {}),
  place('later', 90, { cpu: calm, memory: fills('2027-06-01') }),
  place('sooner', 20, { cpu: fills('2027-01-01'), memory: calm }),
  place('full', 100, { cpu: full, memory: fills('2027-02-01') }),
];

describe('tightness', () => {
  it('puts places first that are full first, then the fuller', () => {
    expect(tightestFirst(places).map(({ id }) => id)).toEqual([
      'full',
      'sooner',
      'later',
      'calm and fuller',
      'unknown',
      'calm and empty',
    ]);
  });

  it('says which resources run out, in that order', () => {
    expect(
      forecastsOf(places)
        .filter(runsOut)
        .map(({ place: { id }, resource }) => `${id} ${resource}`),
    ).toEqual(['full cpu', 'sooner cpu', 'full memory', 'later memory']);
  });
});
