import { jobIdOf } from './jobUrl';
import { projectJobs } from './projectJobs';

const context = 'atlantis/plan: vms/dev/web01/default';

describe('projectJobs', () => {
  it('lists a job once, by how it ended, in whichever order the forge tells it', () => {
    const pending = { context, state: 'pending', targetUrl: 'u/2' } as const;
    const failure = { context, state: 'failure', targetUrl: 'u/2' } as const;
    const older = { context, state: 'success', targetUrl: 'u/1' } as const;
    for (const statuses of [
      [pending, failure, older],
      [failure, pending, older],
    ]) {
      expect(projectJobs(statuses, 'plan', 'vms/dev/web01', 'default')).toEqual(
        [
          { url: 'u/2', state: 'failure' },
          { url: 'u/1', state: 'success' },
        ],
      );
    }
  });

  it('leaves the aggregate and other projects aside', () => {
    expect(
      projectJobs(
        [
          { context: 'atlantis/plan', state: 'pending' },
          {
            context: 'atlantis/plan: vms/dev/web01/other',
            state: 'success',
            targetUrl: 'u',
          },
          {
            context: 'atlantis/apply: vms/dev/web01/default',
            state: 'success',
            targetUrl: 'u',
          },
        ],
        'plan',
        'vms/dev/web01',
        'default',
      ),
    ).toEqual([]);
  });
});

describe('jobIdOf', () => {
  it.each([
    ['https://atlantis.example/jobs/1d0e-77', '1d0e-77'],
    ['https://elsewhere.example/base/jobs/1d0e-77/', '1d0e-77'],
    ['https://atlantis.example/jobs/../secret', undefined],
    ['https://app.terraform.io/runs/1', undefined],
    [undefined, undefined],
  ])('of %s is %s', (url, id) => {
    expect(jobIdOf(url)).toBe(id);
  });
});
