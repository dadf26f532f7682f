import { base64, ErrorAnswer, ForgeSteps, PullAnswer } from './ForgeSteps';
import { callForge } from './ForgeUnderTest';

/** @internal */
export function describePulls(steps: () => ForgeSteps): void {
  describe('pull requests', () => {
    it('opens one, once as long as it is open', async () => {
      const { branch, sha } = await steps().branchWithFile();
      const opened = await steps().openPull(branch, 'Add a file');
      expect(opened.status).toBe(201);
      expect(opened.body).toMatchObject({
        number: expect.any(Number),
        title: 'Add a file',
        body: 'Because.',
        state: 'open',
        merged: false,
        merge_commit_sha: null,
        head: { ref: branch, label: branch, sha },
        base: { ref: 'main', sha: await steps().headOf('main') },
        html_url: expect.stringMatching(
          new RegExp(`/pulls/${opened.body.number}$`),
        ),
      });
      const again = await steps().openPull(branch, 'Add a file');
      expect(again.status).toBe(409);
      expect(again.body.message).toContain(
        'pull request already exists for these targets',
      );
    });

    it('names the field that is missing', async () => {
      const { status, body } = await callForge<ErrorAnswer>(
        steps().forge,
        'POST',
        '/pulls',
        { body: { head: 'some', base: 'main' } },
      );
      expect(status).toBe(422);
      expect(body.message).toBe('[Title]: Required');
    });

    it('wants two branches that exist', async () => {
      expect((await steps().openPull('no-such-branch')).status).toBe(404);
      const same = await steps().openPull('main');
      expect(same.status).toBe(422);
      expect(same.body.message).toBe(
        'Invalid PullRequest: There are no changes between the head and the base',
      );
    });

    it('is found by number, by base and head, and in the list, the newest first', async () => {
      const first = await steps().branchWithFile();
      const second = await steps().branchWithFile();
      const one = (await steps().openPull(first.branch)).body.number;
      const two = (await steps().openPull(second.branch)).body.number;
      expect(two).toBeGreaterThan(one);
      expect((await steps().pull(one)).head.ref).toBe(first.branch);
      const byBranches = await callForge<PullAnswer>(
        steps().forge,
        'GET',
        `/pulls/main/${second.branch}`,
      );
      expect(byBranches.body.number).toBe(two);
      const list = await callForge<PullAnswer[]>(
        steps().forge,
        'GET',
        '/pulls?state=open&limit=2',
      );
      expect(list.body.map(pull => pull.number)).toEqual([two, one]);
      expect(Number(list.headers['x-total-count'])).toBeGreaterThanOrEqual(2);
    });

    it('follows its branch', async () => {
      const { branch } = await steps().branchWithFile();
      const { number } = (await steps().openPull(branch)).body;
      const { body } = await steps().commitFiles({
        branch,
        message: 'More',
        files: [
          {
            operation: 'create',
            path: `${branch}/more.txt`,
            content: base64('more\n'),
          },
        ],
      });
      expect((await steps().pull(number)).head.sha).toBe(body.commit.sha);
    });

    it('shows its files and its diff', async () => {
      const { branch, path } = await steps().branchWithFile();
      const { number } = (await steps().openPull(branch)).body;
      const files = await callForge(
        steps().forge,
        'GET',
        `/pulls/${number}/files`,
      );
      expect(files.body).toEqual([
        expect.objectContaining({
          filename: path,
          status: 'added',
          additions: 1,
          deletions: 0,
          changes: 1,
        }),
      ]);
      const diff = await callForge<string>(
        steps().forge,
        'GET',
        `/pulls/${number}.diff`,
      );
      expect(diff.body).toContain(`+++ b/${path}`);
      expect(diff.body).toContain('\n+one');
    });

    it('is closed and opened again', async () => {
      const { branch } = await steps().branchWithFile();
      const { number } = (await steps().openPull(branch)).body;
      const edit = (state: string) =>
        callForge<PullAnswer>(steps().forge, 'PATCH', `/pulls/${number}`, {
          body: { state },
        });
      expect(await edit('closed')).toMatchObject({
        status: 201,
        body: { state: 'closed', merged: false },
      });
      expect(await edit('closed')).toMatchObject({
        status: 201,
        body: { state: 'closed' },
      });
      expect((await edit('open')).body.state).toBe('open');
    });

    it('may be opened anew once the old one is closed', async () => {
      const { branch } = await steps().branchWithFile();
      const { number } = (await steps().openPull(branch)).body;
      await callForge(steps().forge, 'PATCH', `/pulls/${number}`, {
        body: { state: 'closed' },
      });
      const next = await steps().openPull(branch);
      expect(next.status).toBe(201);
      expect(next.body.number).toBeGreaterThan(number);
    });

    it('closes when its branch is deleted, and keeps its commit', async () => {
      const { branch, sha } = await steps().branchWithFile();
      const { number } = (await steps().openPull(branch)).body;
      await callForge(steps().forge, 'DELETE', `/branches/${branch}`);
      await steps().pullClosed(number);
      expect(await steps().pull(number)).toMatchObject({
        state: 'closed',
        merged: false,
        head: { sha, ref: `refs/pull/${number}/head` },
      });
    });

    it('takes comments, and lists them', async () => {
      const { branch } = await steps().branchWithFile();
      const { number } = (await steps().openPull(branch)).body;
      const path = `/issues/${number}/comments`;
      const made = await callForge(steps().forge, 'POST', path, {
        body: { body: 'Looks **good**' },
      });
      expect(made).toMatchObject({
        status: 201,
        body: { id: expect.any(Number), body: 'Looks **good**' },
      });
      const list = await callForge(steps().forge, 'GET', path);
      expect(list.body).toEqual([
        expect.objectContaining({ body: 'Looks **good**' }),
      ]);
    });
  });
}
