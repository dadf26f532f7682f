import { base64, ErrorAnswer, FileAnswer, ForgeSteps } from './ForgeSteps';
import { callForge } from './ForgeUnderTest';

const AT_ONCE = 10;

/** @internal */
export function describeMerging(steps: () => ForgeSteps): void {
  async function openedPull() {
    const file = await steps().branchWithFile();
    const { number } = (await steps().openPull(file.branch)).body;
    return { ...file, number };
  }

  async function fileOnMain(path: string): Promise<number> {
    const { status } = await callForge(
      steps().forge,
      'GET',
      `/contents/${path}?ref=main`,
    );
    return status;
  }

  describe('merging', () => {
    it.each(['merge', 'squash', 'rebase'])(
      'brings the files to main by %s',
      async style => {
        const { branch, path, sha, number } = await openedPull();
        const merged = await steps().merge(number, {
          Do: style,
          head_commit_id: sha,
        });
        expect(merged.status).toBe(200);
        const pull = await steps().pull(number);
        expect(pull).toMatchObject({
          state: 'closed',
          merged: true,
          head: { sha },
        });
        expect(pull.merge_commit_sha).toBe(await steps().headOf('main'));
        expect(await fileOnMain(path)).toBe(200);
        expect(await steps().headOf(branch)).toBe(sha);
      },
    );

    it('names a squashed commit after the pull request', async () => {
      const { number, branch } = await openedPull();
      await steps().merge(number, { Do: 'squash' });
      const { body } = await callForge<{ commit: { message: string } }[]>(
        steps().forge,
        'GET',
        '/commits?sha=main&limit=1',
      );
      expect(body[0].commit.message).toMatch(
        new RegExp(`^Merge ${branch} \\(#${number}\\)`),
      );
    });

    it('deletes the branch when asked to, and still tells its head', async () => {
      const { branch, sha, number } = await openedPull();
      await steps().merge(number, {
        Do: 'squash',
        delete_branch_after_merge: true,
      });
      expect(await steps().headOf(branch)).toBeUndefined();
      expect(await steps().pull(number)).toMatchObject({
        merged: true,
        head: { sha },
      });
    });

    it('does not merge another head than the expected one', async () => {
      const { branch, sha, path, number } = await openedPull();
      await steps().commitFiles({
        branch,
        message: 'Meanwhile',
        files: [
          {
            operation: 'create',
            path: `${branch}/meanwhile.txt`,
            content: base64('x'),
          },
        ],
      });
      const answer = await steps().merge(number, {
        Do: 'squash',
        head_commit_id: sha,
      });
      expect(answer).toMatchObject({
        status: 409,
        body: { message: 'head out of date' },
      });
      expect(await fileOnMain(path)).toBe(404);
    });

    it('merges once', async () => {
      const { number } = await openedPull();
      await steps().merge(number, { Do: 'squash' });
      const main = await steps().headOf('main');
      expect(await steps().merge(number, { Do: 'squash' })).toMatchObject({
        status: 405,
        body: { message: 'The PR is already merged' },
      });
      expect(await steps().headOf('main')).toBe(main);
    });

    it('does not merge what is closed', async () => {
      const { number } = await openedPull();
      await callForge(steps().forge, 'PATCH', `/pulls/${number}`, {
        body: { state: 'closed' },
      });
      expect((await steps().merge(number, { Do: 'squash' })).status).toBe(404);
    });

    it('does not close what is merged', async () => {
      const { number } = await openedPull();
      await steps().merge(number, { Do: 'squash' });
      const answer = await callForge<ErrorAnswer>(
        steps().forge,
        'PATCH',
        `/pulls/${number}`,
        { body: { state: 'open' } },
      );
      expect(answer).toMatchObject({
        status: 412,
        body: {
          message:
            'cannot change state of this pull request, it was already merged',
        },
      });
    });

    it('does not know every way to merge', async () => {
      const { number } = await openedPull();
      const answer = await steps().merge(number, { Do: 'octopus' });
      expect(answer).toMatchObject({
        status: 422,
        body: { message: '[Do]: In' },
      });
    });

    it('tells a conflict by what can not be merged, and asks to come back later', async () => {
      const { path, number } = await openedPull();
      await steps().merge(number, { Do: 'squash' });
      const known = await callForge<FileAnswer>(
        steps().forge,
        'GET',
        `/contents/${path}?ref=main`,
      );
      const change = async (text: string) => {
        const branch = steps().newName();
        await steps().commitFiles({
          branch: 'main',
          new_branch: branch,
          message: text,
          files: [
            {
              operation: 'update',
              path,
              sha: known.body.sha,
              content: base64(text),
            },
          ],
        });
        return (await steps().openPull(branch)).body.number;
      };
      const ours = await change('ours\n');
      const theirs = await change('theirs\n');
      expect((await steps().merge(ours, { Do: 'squash' })).status).toBe(200);
      await steps().pullNotMergeable(theirs);
      const answer = await steps().merge(theirs, { Do: 'squash' }, 3);
      expect(answer).toMatchObject({
        status: 405,
        body: { message: 'Please try again later' },
      });
      expect((await steps().pull(theirs)).mergeable).toBe(false);
    });

    it('takes commits on ten branches at once, merged one after the other', async () => {
      const pulls = await Promise.all(
        Array.from({ length: AT_ONCE }, () => openedPull()),
      );
      expect(new Set(pulls.map(({ number }) => number)).size).toBe(AT_ONCE);
      for (const { number, sha, path } of pulls) {
        const { status, body } = await steps().merge(number, {
          Do: 'squash',
          head_commit_id: sha,
          delete_branch_after_merge: true,
        });
        expect({ status, body }).toEqual({ status: 200, body: '' });
        expect(await fileOnMain(path)).toBe(200);
      }
    });

    it('merges several at once when each tries again', async () => {
      const pulls = await Promise.all([
        openedPull(),
        openedPull(),
        openedPull(),
      ]);
      const answers = await Promise.all(
        pulls.map(({ number }) => steps().merge(number, { Do: 'squash' })),
      );
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      for (const { path } of pulls) {
        expect(await fileOnMain(path)).toBe(200);
      }
    });
  });
}
