import { loadReport } from './loadReport';
import { HeldLoop } from './measureHeldLoop';
import { Burst } from './measurePlanBurst';

const burst = (milliseconds: number): Burst => ({
  milliseconds,
  used: { Gitea: 20, Atlantis: 10, Backstage: 5 },
});

const held = (replicas: number, byClock: number): HeldLoop => ({
  rollBacks: 16,
  applies: 20,
  pages: 100,
  replicas,
  postgres: 'postgres://localhost',
  hold: { byClock, onCore: byClock / 2 },
  seconds: 27.4,
  answers: 1371,
});

describe('the report of what load takes', () => {
  const report = loadReport(
    {
      shutdown: { streams: 300, polls: 300, tasks: 20, milliseconds: 3468 },
      held: [held(1, 120), held(3, 40)],
      bursts: [
        {
          backlot: burst(26_000),
          bare: burst(10_000),
          bareWithPulls: burst(20_000),
        },
      ],
    },
    {
      requests: 10,
      concurrency: 4,
      node: 'v20',
      cpu: 'Some',
      cores: 2,
      load: 1.5,
    },
  );
  const lineOf = (begin: string) =>
    report.split('\n').find(line => line.startsWith(`| ${begin}`));

  it('says of each figure whether its target is met', () => {
    expect(lineOf('Shutdown')).toMatch(/3\.5 s \| ≤ 10\.0 s: met/);
    expect(lineOf('10 requests at once')).toMatch(
      /2\.60 × \| ≤ 1\.3 ×: missed/,
    );
    expect(lineOf('The same beside calls')).toMatch(/1\.30 ×/);
  });

  it('tells one backend from replicas', () => {
    const holds = report
      .split('\n')
      .filter(line => line.startsWith("| The event loop's longest hold"));
    expect(holds).toEqual([
      expect.stringMatching(/on one backend .*120 ms \| ≤ 50 ms: missed/),
      expect.stringMatching(/on 3 replicas .*40 ms \| ≤ 50 ms: met/),
    ]);
  });

  it('says what each program takes of a core for a request', () => {
    expect(lineOf('Gitea')).toMatch(/2\.00 s \| +2\.00 s \| +2\.00 s/);
  });
});
