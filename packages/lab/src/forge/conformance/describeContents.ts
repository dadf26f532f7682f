import { base64, ErrorAnswer, FileAnswer, ForgeSteps } from './ForgeSteps';
import { callForge } from './ForgeUnderTest';

/** @internal */
export function describeContents(steps: () => ForgeSteps): void {
  describe('committing files', () => {
    it('makes many changes in one commit on a new branch', async () => {
      const { branch, path, sha } = await steps().branchWithFile();
      const next = steps().newName();
      const known = await callForge<FileAnswer>(
        steps().forge,
        'GET',
        `/contents/${path}?ref=${encodeURIComponent(branch)}`,
      );
      const { status, body } = await steps().commitFiles({
        branch,
        new_branch: next,
        message: 'Change, add and remove\n\nWith a reason.',
        files: [
          { operation: 'delete', path, sha: known.body.sha },
          {
            operation: 'create',
            path: `${branch}/deep/er/new.txt`,
            content: base64('new\n'),
          },
        ],
      });
      expect(status).toBe(201);
      expect(body.commit.parents).toEqual([expect.objectContaining({ sha })]);
      expect(body.commit.message.trim()).toBe(
        'Change, add and remove\n\nWith a reason.',
      );
      expect(await steps().headOf(next)).toBe(body.commit.sha);
      expect(await steps().headOf(branch)).toBe(sha);
      const tree = await callForge<{ tree: { path: string }[] }>(
        steps().forge,
        'GET',
        `/git/trees/${body.commit.sha}?recursive=1`,
      );
      const paths = tree.body.tree.map(entry => entry.path);
      expect(paths).toContain(`${branch}/deep/er/new.txt`);
      expect(paths).not.toContain(path);
    });

    it('goes on with a branch that exists', async () => {
      const { branch, path, sha } = await steps().branchWithFile();
      const known = await callForge<FileAnswer>(
        steps().forge,
        'GET',
        `/contents/${path}?ref=${encodeURIComponent(branch)}`,
      );
      const { status, body } = await steps().commitFiles({
        branch,
        message: 'Update',
        files: [
          {
            operation: 'update',
            path,
            sha: known.body.sha,
            content: base64('two\n'),
          },
        ],
      });
      expect(status).toBe(201);
      expect(body.commit.parents).toEqual([expect.objectContaining({ sha })]);
    });

    it('does not replace a branch that exists', async () => {
      const { branch } = await steps().branchWithFile();
      const { status, body } = await steps().commitFiles({
        branch: 'main',
        new_branch: branch,
        message: 'Again',
        files: [
          { operation: 'create', path: 'again.txt', content: base64('x') },
        ],
      });
      expect(status).toBe(422);
      expect(body.message).toBe(`branch already exists [name: ${branch}]`);
    });

    it('does not create a file twice', async () => {
      const { branch, path } = await steps().branchWithFile();
      const { status, body } = await steps().commitFiles({
        branch,
        message: 'Again',
        files: [{ operation: 'create', path, content: base64('x') }],
      });
      expect(status).toBe(422);
      expect(body.message).toBe(
        `repository file already exists [path: ${path}]`,
      );
    });

    it('does not change a file that is another by now', async () => {
      const { branch, path } = await steps().branchWithFile();
      const given = 'f'.repeat(40);
      for (const operation of ['update', 'delete']) {
        const { status, body } = await steps().commitFiles({
          branch,
          message: 'Stale',
          files: [{ operation, path, sha: given, content: base64('x') }],
        });
        expect(status).toBe(422);
        expect(body.message).toMatch(
          new RegExp(`^sha does not match \\[given: ${given}, expected: `),
        );
      }
    });

    it('does not update or delete what is not there', async () => {
      const { branch } = await steps().branchWithFile();
      for (const operation of ['update', 'delete']) {
        const { status, body } = await steps().commitFiles({
          branch,
          message: 'Missing',
          files: [{ operation, path: 'no/such/file', content: base64('x') }],
        });
        expect(status).toBe(404);
        expect(body.message).toContain('object does not exist');
      }
    });

    it('does not put a file below a file', async () => {
      const { branch, path } = await steps().branchWithFile();
      const { status, body } = await steps().commitFiles({
        branch,
        message: 'Below',
        files: [
          {
            operation: 'create',
            path: `${path}/below.txt`,
            content: base64('x'),
          },
        ],
      });
      expect(status).toBe(422);
      expect(body.message).toBe(
        `a file exists where you’re trying to create a subdirectory [path: ${path}]`,
      );
    });

    it('does not begin from a branch that is not there', async () => {
      const { status, body } = await steps().commitFiles({
        branch: 'no-such-branch',
        new_branch: steps().newName(),
        message: 'From nowhere',
        files: [{ operation: 'create', path: 'x', content: base64('x') }],
      });
      expect(status).toBe(404);
      expect(body.message).toContain('branch does not exist');
    });

    it('wants contents in base64, and paths outside .git', async () => {
      const { branch } = await steps().branchWithFile();
      const notBase64 = await steps().commitFiles({
        branch,
        message: 'Bad',
        files: [{ operation: 'create', path: 'x', content: '***' }],
      });
      expect(notBase64.status).toBe(422);
      expect(notBase64.body.message).toContain('illegal base64 data');
      const inGit = await steps().commitFiles({
        branch,
        message: 'Bad',
        files: [
          { operation: 'create', path: '.git/config', content: base64('x') },
        ],
      });
      expect(inGit.status).toBe(422);
      expect(inGit.body.message).toContain('malformed path component');
    });
  });

  describe('branches and tags', () => {
    it('makes a branch once', async () => {
      const name = steps().newName();
      const make = () =>
        callForge<ErrorAnswer>(steps().forge, 'POST', '/branches', {
          body: { new_branch_name: name, old_branch_name: 'main' },
        });
      expect(await make()).toMatchObject({ status: 201, body: { name } });
      expect(await make()).toMatchObject({
        status: 409,
        body: { message: 'The branch already exists.' },
      });
    });

    it('deletes a branch once', async () => {
      const { branch } = await steps().branchWithFile();
      const remove = () =>
        callForge(steps().forge, 'DELETE', `/branches/${branch}`);
      expect((await remove()).status).toBe(204);
      expect((await remove()).status).toBe(404);
    });

    it('does not delete the default branch', async () => {
      const { status, body } = await callForge<ErrorAnswer>(
        steps().forge,
        'DELETE',
        '/branches/main',
      );
      expect(status).toBe(403);
      expect(body.message).toBe(
        'can not delete default or pull request target branch',
      );
    });

    it('makes a tag once, and reads files by it', async () => {
      const { branch, path, sha } = await steps().branchWithFile();
      const name = branch.replace('/', '-');
      const make = () =>
        callForge<ErrorAnswer>(steps().forge, 'POST', '/tags', {
          body: { tag_name: name, target: sha },
        });
      expect(await make()).toMatchObject({
        status: 201,
        body: { name, commit: { sha } },
      });
      expect((await make()).status).toBe(409);
      const file = await callForge(
        steps().forge,
        'GET',
        `/contents/${path}?ref=${name}`,
      );
      expect(file.status).toBe(200);
    });
  });
}
