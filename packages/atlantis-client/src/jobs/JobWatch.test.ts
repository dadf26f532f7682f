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

  describe('while a command runs', () => {
    const logger = mockServices.logger.mock();
    const apply = {
      context: 'atlantis/apply: vms/dev/web01/default',
      state: 'pending',
      targetUrl: 'https://atlantis.example/jobs/2',
    } as const;

    it('looks less and less often for a job that does not begin', async () => {
      const pollMs = 10;
      const polls = 60;
      let looks = 0;
      const watch = new JobWatch({
        directory: 'vms/dev/web01',
        workspace: 'default',
        before: [],
        commitStatuses: async () => {
          looks += 1;
          return [];
        },
        follow: async () => {},
        onLine: () => {},
        logger,
        pollMs,
      });
      await watch.run('plan', AbortSignal.timeout(polls * pollMs));
      expect(looks).toBeGreaterThan(0);
      expect(looks).toBeLessThan(polls / 3);
    });

    it('looks for the apply once the log of its plan has ended', async () => {
      const pollMs = 100;
      let planEnds = () => {};
      let endedAt = Infinity;
      let foundAt = Infinity;
      const ended = new AbortController();
      const watch = new JobWatch({
        directory: 'vms/dev/web01',
        workspace: 'default',
        before: [],
        commitStatuses: async () =>
          endedAt === Infinity ? [job] : [apply, job],
        follow: url => {
          if (url === apply.targetUrl) {
            foundAt = Date.now();
            ended.abort();
            return Promise.resolve();
          }
          setTimeout(() => {
            endedAt = Date.now();
            planEnds();
          }, 3 * pollMs);
          return new Promise<void>(resolve => {
            planEnds = resolve;
          });
        },
        onLine: () => {},
        logger,
        pollMs,
      });
      await watch.run('apply', ended.signal);
      expect(watch.job('apply')?.url).toBe(apply.targetUrl);
      // Seldom, while a log is read, would be 10 times as long.
      expect(foundAt - endedAt).toBeLessThan(5 * pollMs);
    });
  });

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
