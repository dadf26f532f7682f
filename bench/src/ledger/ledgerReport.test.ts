import { ledgerReport } from './ledgerReport';

const where = {
  machines: 100_000,
  requests: 300_000,
  calls: 300,
  node: 'v20',
  cpu: 'Some',
  cores: 2,
  load: 1.5,
};

const keyed = { p50: 5, p99: 10 };

describe("the report of the ledger's times", () => {
  const report = ledgerReport(
    [
      {
        database: 'SQLite',
        filled: 90_000,
        times: [
          { what: 'One row', p50: 5, p99: 10 },
          { what: 'List of all', p50: 6, p99: 13, keyed },
          { what: 'One machine', p50: 6, p99: 14, keyed },
        ],
      },
    ],
    {
      machines: 50,
      concurrency: 4,
      database: 'PostgreSQL',
      backlot: {
        milliseconds: 120_000,
        used: { Gitea: 100, Atlantis: 75, Backstage: 25 },
      },
      bare: {
        milliseconds: 100_000,
        used: { Gitea: 50, Atlantis: 75, Backstage: 0 },
      },
    },
    where,
  );
  const lineOf = (begin: string) =>
    report.split('\n').find(line => line.startsWith(`| ${begin}`));

  it('says of each call whether its target is met', () => {
    expect(lineOf('One row')).not.toMatch(/met/);
    expect(lineOf('List of all')).toMatch(/1\.30 × \| ≤ 1\.3 ×: met/);
    expect(lineOf('One machine')).toMatch(/1\.40 × \| ≤ 1\.3 ×: \*\*not met/);
    expect(report).toContain('1 of 2 targets of calls are met.');
  });

  it('compares decommissions with the bare calls', () => {
    expect(lineOf('50 decommissions at once')).toMatch(
      /120\.00 s \| +100\.00 s \| +1\.20 × \| ≤ 1\.3 ×: met/,
    );
  });

  it('says what one decommission takes of a core', () => {
    expect(lineOf('Gitea')).toMatch(/2\.00 s \| +1\.00 s/);
  });

  it('leaves decommissions out that were not measured', () => {
    expect(ledgerReport([], undefined, where)).not.toContain('Decommissions');
  });
});
