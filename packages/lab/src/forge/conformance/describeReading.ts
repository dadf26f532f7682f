import { ErrorAnswer, FileAnswer, ForgeSteps } from './ForgeSteps';
import { callForge } from './ForgeUnderTest';

/** @internal */
export function describeReading(steps: () => ForgeSteps): void {
  describe('reading', () => {
    it('says its version', async () => {
      const { status, body } = await callForge<{ version: string }>(
        steps().forge,
        'GET',
        '~/version',
      );
      expect(status).toBe(200);
      expect(body.version).toMatch(/^1\.\d+/);
    });

    it('says whose token it is', async () => {
      const { status, body } = await callForge(steps().forge, 'GET', '~/user');
      expect(status).toBe(200);
      expect(body).toMatchObject({ login: expect.stringMatching(/./) });
    });

    it('refuses a wrong token, also where none is needed', async () => {
      for (const path of ['~/user', '~/version', '/branches']) {
        const answer = await callForge<ErrorAnswer>(
          steps().forge,
          'GET',
          path,
          { token: '0123456789012345678901234567890123456789' },
        );
        expect(answer.status).toBe(401);
        expect(answer.body.message).toBe('invalid username, password or token');
      }
    });

    it("wants a token for what is an account's own", async () => {
      const answer = await callForge<ErrorAnswer>(
        steps().forge,
        'GET',
        '~/user',
        { token: null },
      );
      expect(answer).toMatchObject({
        status: 401,
        body: { message: 'token is required' },
      });
    });

    it('tells a repository and what the account may do there', async () => {
      const { forge } = steps();
      const { status, body } = await callForge(forge, 'GET', '');
      expect(status).toBe(200);
      expect(body).toMatchObject({
        name: forge.repository,
        full_name: `${forge.owner}/${forge.repository}`,
        clone_url: `${forge.url}/${forge.owner}/${forge.repository}.git`,
        default_branch: 'main',
        permissions: { push: true, pull: true },
      });
    });

    it('knows no repository that is not there', async () => {
      const { forge } = steps();
      const answer = await callForge<ErrorAnswer>(
        forge,
        'GET',
        `~/repos/${forge.owner}/no-such-repository`,
      );
      expect(answer.status).toBe(404);
      expect(answer.body.message).toMatch(/./);
    });

    it('lists a folder without contents, and reads a file with it', async () => {
      const { branch, path } = await steps().branchWithFile('grüße\n');
      const folder = await callForge<FileAnswer[]>(
        steps().forge,
        'GET',
        `/contents/${branch}?ref=${encodeURIComponent(branch)}`,
      );
      expect(folder.status).toBe(200);
      expect(folder.body).toEqual([
        expect.objectContaining({
          type: 'file',
          name: 'file.txt',
          path,
          content: null,
        }),
      ]);
      const file = await callForge<FileAnswer>(
        steps().forge,
        'GET',
        `/contents/${path}?ref=${encodeURIComponent(branch)}`,
      );
      expect(file.body).toMatchObject({
        type: 'file',
        encoding: 'base64',
        content: Buffer.from('grüße\n').toString('base64'),
        size: 8,
      });
      const raw = await callForge<string>(
        steps().forge,
        'GET',
        `/raw/${path}?ref=${encodeURIComponent(branch)}`,
      );
      expect(raw.body).toBe('grüße\n');
    });

    it('says 404 for a file, a branch or a reference that is not there', async () => {
      for (const path of [
        '/contents/no/such/file',
        '/contents/README.md?ref=no-such-ref',
        '/branches/no-such-branch',
        '/tags/no-such-tag',
        '/pulls/999999',
        '/commits/no-such-ref/status',
      ]) {
        const answer = await callForge<ErrorAnswer>(steps().forge, 'GET', path);
        expect(`${path} ${answer.status}`).toBe(`${path} 404`);
        expect(answer.body.message).toMatch(/./);
      }
    });

    it('lists branches and commits by page, and says how many there are', async () => {
      const { branch, sha } = await steps().branchWithFile();
      const branches = await callForge<{ name: string }[]>(
        steps().forge,
        'GET',
        '/branches?limit=1',
      );
      expect(branches.body).toHaveLength(1);
      expect(Number(branches.headers['x-total-count'])).toBeGreaterThan(1);
      expect(branches.headers.link).toContain('rel="next"');
      const commits = await callForge<{ sha: string }[]>(
        steps().forge,
        'GET',
        `/commits?sha=${encodeURIComponent(branch)}&limit=1`,
      );
      expect(commits.body).toEqual([expect.objectContaining({ sha })]);
    });

    it('compares two branches', async () => {
      const { branch, sha } = await steps().branchWithFile();
      const { status, body } = await callForge(
        steps().forge,
        'GET',
        `/compare/main...${branch}`,
      );
      expect(status).toBe(200);
      expect(body).toMatchObject({
        total_commits: 1,
        commits: [expect.objectContaining({ sha })],
      });
    });

    it('shows the tree of a commit, also with what lies in its folders', async () => {
      const { path, sha } = await steps().branchWithFile();
      const { body } = await callForge<{
        tree: { path: string; type: string }[];
      }>(steps().forge, 'GET', `/git/trees/${sha}?recursive=true`);
      expect(body.tree).toContainEqual(
        expect.objectContaining({ path, type: 'blob', mode: '100644' }),
      );
    });
  });
}
