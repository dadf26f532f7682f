import { ErrorAnswer, ForgeSteps } from './ForgeSteps';
import { callForge } from './ForgeUnderTest';

interface StatusAnswer {
  id: number;
  status: string;
  context: string;
  target_url: string;
  description: string;
}

const MANY = 53;

/** @internal */
export function describeStatuses(steps: () => ForgeSteps): void {
  function setStatus(sha: string, body: object) {
    return callForge<StatusAnswer & ErrorAnswer>(
      steps().forge,
      'POST',
      `/statuses/${sha}`,
      { body },
    );
  }

  describe('commit statuses', () => {
    it('keeps each, and combines the latest of each context', async () => {
      const { branch, sha } = await steps().branchWithFile();
      const plan = {
        context: 'atlantis/plan: vms/dev/web01/default',
        target_url: 'http://localhost:4141/jobs/1',
        description: 'Plan in progress...',
      };
      const first = await setStatus(sha, { ...plan, state: 'pending' });
      expect(first).toMatchObject({
        status: 201,
        body: { id: 1, status: 'pending', ...plan },
      });
      await setStatus(sha, { state: 'success', context: 'other' });
      await setStatus(sha, {
        ...plan,
        state: 'failure',
        description: 'Plan failed.',
      });

      const all = await callForge<StatusAnswer[]>(
        steps().forge,
        'GET',
        `/commits/${branch}/statuses?sort=leastindex`,
      );
      expect(all.body.map(({ id, status }) => [id, status])).toEqual([
        [3, 'failure'],
        [2, 'success'],
        [1, 'pending'],
      ]);
      expect(all.headers['x-total-count']).toBe('3');

      const bySha = await callForge<StatusAnswer[]>(
        steps().forge,
        'GET',
        `/statuses/${sha}`,
      );
      expect(bySha.body).toHaveLength(3);

      const combined = await callForge<{
        state: string;
        statuses: StatusAnswer[];
      }>(steps().forge, 'GET', `/commits/${sha}/status`);
      expect(combined.body.state).toBe('failure');
      expect(combined.body.statuses.map(({ id }) => id).sort()).toEqual([2, 3]);
    });

    it('lists them by pages of at most fifty', async () => {
      const { sha } = await steps().branchWithFile();
      await Promise.all(
        Array.from({ length: MANY }, (_, index) =>
          setStatus(sha, { state: 'success', context: `check ${index}` }),
        ),
      );
      const page = await callForge<StatusAnswer[]>(
        steps().forge,
        'GET',
        `/commits/${sha}/statuses?sort=leastindex&limit=100`,
      );
      expect(page.body).toHaveLength(50);
      expect(page.body[0].id).toBe(MANY);
      expect(page.headers.link).toContain('rel="next"');
      const rest = await callForge<StatusAnswer[]>(
        steps().forge,
        'GET',
        `/commits/${sha}/statuses?sort=leastindex&limit=100&page=2`,
      );
      expect(rest.body).toHaveLength(MANY - 50);
    });

    it('has none for a commit that nothing was said about', async () => {
      const { sha } = await steps().branchWithFile();
      const combined = await callForge(
        steps().forge,
        'GET',
        `/commits/${sha}/status`,
      );
      expect(combined.body).toMatchObject({ state: 'pending', statuses: null });
      const all = await callForge(
        steps().forge,
        'GET',
        `/commits/${sha}/statuses`,
      );
      expect(all.body).toEqual([]);
    });

    it('takes none for a commit that it does not have', async () => {
      const { status } = await setStatus('f'.repeat(40), {
        state: 'success',
        context: 'c',
      });
      expect(status).toBe(500);
    });
  });
}
