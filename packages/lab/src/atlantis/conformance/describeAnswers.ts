import { AtlantisSteps } from './AtlantisSteps';

/**
 * What Atlantis answers before it begins anything.
 *
 * @internal
 */
export function describeAnswers(provide: () => AtlantisSteps): void {
  describe('before anything begins', () => {
    it('refuses a wrong API secret', async () => {
      await expect(
        provide().atlantis.post('plan', {}, 'wrong'),
      ).resolves.toEqual({
        status: 401,
        body: {
          error: 'header X-Atlantis-Token did not match expected secret',
        },
      });
    });

    it.each([
      ['no JSON', 'nonsense'],
      ['fields missing', {}],
      [
        'an unknown forge type',
        { Repository: 'o/r', Ref: 'main', Type: 'Sourceforge' },
      ],
      [
        'a workspace that is a path',
        {
          Repository: 'o/r',
          Ref: 'main',
          Type: 'Gitea',
          Paths: [{ directory: 'x', workspace: '../y' }],
        },
      ],
    ])('answers 400 to a body with %s', async (_what, body) => {
      const answer = await provide().atlantis.post('plan', body);
      expect(answer.status).toBe(400);
      expect(answer.body).toEqual({ error: expect.any(String) });
    });

    it('tells locks, health and version without a token', async () => {
      const { atlantis } = provide();
      expect(JSON.parse((await atlantis.get('/api/locks')).text)).toEqual({
        Locks: null,
      });
      expect(JSON.parse((await atlantis.get('/healthz')).text)).toEqual({
        status: 'ok',
      });
      expect(JSON.parse((await atlantis.get('/status')).text)).toEqual({
        shutting_down: false,
        in_progress_operations: expect.any(Number),
        version: expect.stringMatching(
          /^\S+ \(commit: .*\) \(build date: .*\)$/,
        ),
      });
    });

    it('shows a page for a job, and refuses the socket of an unknown one', async () => {
      const { atlantis } = provide();
      const page = await atlantis.get('/jobs/unknown');
      expect(page.status).toBe(200);
      expect(page.text).toMatch(/<html/);
      await expect(atlantis.followJob('x/jobs/unknown')).rejects.toThrow(
        'Unexpected server response: 500',
      );
    });

    it('answers an empty result when no project is named', async () => {
      const steps = provide();
      const { command } = await steps.propose();
      const answer = await steps.atlantis.post('plan', {
        ...command,
        Paths: undefined,
      });
      expect(answer).toEqual({
        status: 200,
        body: expect.objectContaining({ ProjectResults: [] }),
      });
    });

    it('answers 500 with words when the ref is unknown', async () => {
      const steps = provide();
      const { command } = await steps.propose();
      const answer = await steps.atlantis.post('plan', {
        ...command,
        Ref: 'vm/nowhere',
      });
      expect(answer.status).toBe(500);
      expect(answer.body).toEqual({
        error: expect.stringContaining(
          "couldn't find remote ref refs/heads/vm/nowhere",
        ),
      });
    });
  });
}
