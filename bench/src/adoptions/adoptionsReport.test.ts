import { adoptionsReport } from './adoptionsReport';

describe('adoptionsReport', () => {
  const report = adoptionsReport(
    {
      machines: 200,
      concurrency: 4,
      database: 'PostgreSQL',
      backlot: 880_000,
      bare: 800_000,
      pages: { calm: 20, meanwhile: 30 },
    },
    { node: 'v22.0.0', cpu: 'A CPU', cores: 2, load: 1.25 },
  );
  const lineOf = (word: string) =>
    report.split('\n').find(line => line.includes(`| ${word}`));

  it('compares the time for each machine with the bare calls', () => {
    expect(lineOf('Time for each machine')).toMatch(
      /4\.40 s \| +4\.00 s \| +1\.10 × \| ≤ 1\.2 ×: met/,
    );
  });

  it('says where a target is not met', () => {
    expect(lineOf('p99 of pages')).toMatch(/1\.50 × \| ≤ 1\.2 ×: \*\*not met/);
  });
});
