import { implausibleLoss } from './implausibleLoss';

describe('implausibleLoss', () => {
  it.each([
    ['growth', { machine: 10 }, { machine: 20 }, undefined],
    ['a first load', {}, { machine: 1 }, undefined],
    ['a first load of nothing', {}, {}, undefined],
    ['loss of half', { machine: 10 }, { machine: 5 }, undefined],
    ['loss of most of few', { machine: 9 }, { machine: 1 }, undefined],
    [
      'nothing at all',
      { machine: 2, datacenter: 1 },
      {},
      'nothing at all, where 3 objects were known',
    ],
    [
      'loss of most of many',
      { machine: 300, host: 40, datacenter: 2 },
      { machine: 12, host: 3, datacenter: 2 },
      '3 hosts, where 40 were known; 12 machines, where 300 were known',
    ],
  ])('judges %s', (_, known, shown, expected) => {
    expect(implausibleLoss(known, shown)).toBe(expected);
  });
});
