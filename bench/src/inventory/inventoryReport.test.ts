import { inventoryReport } from './inventoryReport';

describe('inventoryReport', () => {
  it('says of each target whether it is met, and how many are', () => {
    const report = inventoryReport(
      [
        {
          what: 'Load',
          measured: '1.43 s',
          beside: 'raw 1.40 s',
          ratio: '1.02 ×',
          target: { words: '≤ 1.10 ×', met: true },
        },
        {
          what: 'List',
          measured: '20 ms',
          beside: 'empty 10 ms',
          ratio: '2.00 ×',
          target: { words: '≤ 1.3 ×', met: false },
        },
        { what: 'Other', measured: '1 ms', beside: 'nothing' },
      ],
      {
        node: 'v20.20.2',
        cpu: 'CPU',
        cores: 2,
        memoryGib: 23.5,
        load: 1.23,
        runs: 5,
        calls: 1000,
      },
    );
    expect(report).toContain('1 of 2 targets are met.');
    expect(report).toMatch(/\| Load +\| +1\.43 s \|.*\| ≤ 1\.10 ×: met +\|/);
    expect(report).toMatch(/\| List .*≤ 1\.3 ×: \*\*not met\*\*/);
    expect(report).toContain('2 × CPU, 24 GiB; load average 1.2');
  });
});
