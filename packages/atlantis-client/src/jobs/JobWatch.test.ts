import { mockServices } from '@backstage/backend-test-utils';
import { NotFoundError } from '@backstage/errors';
import { JobWatch } from './JobWatch';

describe('JobWatch', () => {
  const job = {
    context: 'atlantis/plan: vms/dev/web01/default',
    state: 'failure',
    targetUrl: 'https://atlantis.example/jobs/1',
  } as const;

  function watchOf(follow: (onLine: (line: string) => void) => Promise<void>) {
    return new JobWatch({
      directory: 'vms/dev/web01',
      workspace: 'default',
      before: [],
      commitStatuses: async () => [job],
      follow: (_url, onLine) => follow(onLine),
      onLine: () => {},
      logger: mockServices.logger.mock(),
      pollMs: 1,
    });
  }

  it('follows no job that it does not know', async () => {
    const watch = watchOf(async () => {});
    expect(watch.follows('plan')).toBe(false);
    await watch.look();
    expect(watch.follows('plan')).toBe(true);
    expect(watch.follows('apply')).toBe(false);
  });

  it('asks again for a log that was refused before its first line', async () => {
    let asked = 0;
    const watch = watchOf(async onLine => {
      asked += 1;
      if (asked === 1) {
        throw new NotFoundError('Atlantis does not know job 1');
      }
      onLine('Error: Failed to download module');
    });
    await watch.look();
    expect(watch.follows('plan')).toBe(true);
    await watch.settled();
    expect(watch.follows('plan')).toBe(false);

    await watch.look();
    await watch.settled();
    expect(watch.follows('plan')).toBe(true);
    expect(watch.job('plan')?.lines).toEqual([
      'Error: Failed to download module',
    ]);
  });
});
