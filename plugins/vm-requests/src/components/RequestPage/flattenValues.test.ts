import { flattenValues } from './flattenValues';

describe('flattenValues', () => {
  it('names nested values by their path and leaves out what says nothing', () => {
    expect(
      Object.fromEntries(
        flattenValues({
          name: 'web01',
          num_cpus: 2,
          disk: [{ label: 'disk0', size: 40 }],
          clone: { customize: { dns: ['10.0.0.1', '10.0.0.2'] } },
          empty: [],
          none: null,
          blank: '',
          off: false,
        }),
      ),
    ).toEqual({
      name: 'web01',
      num_cpus: '2',
      'disk[0].label': 'disk0',
      'disk[0].size': '40',
      'clone.customize.dns': '10.0.0.1, 10.0.0.2',
      off: 'false',
    });
  });
});
