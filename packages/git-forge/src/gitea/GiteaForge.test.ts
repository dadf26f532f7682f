import { ForgeUnreachableError } from '../http/ForgeUnreachableError';
import {
  readToken,
  repository,
  startTestForge,
  TestForge,
} from '../__testUtils__/startTestForge';

jest.setTimeout(30_000);

describe('GiteaForge', () => {
  let test: TestForge;

  beforeAll(async () => {
    test = await startTestForge();
  });

  afterEach(() => test.faults.switchOff());

  afterAll(() => test.close());

  const readme = { repository, ref: 'main', path: 'README.md' };

  describe('reading', () => {
    it('reads a file, by branch, tag and commit', async () => {
      const main = await test.headOf('main');
      for (const ref of ['main', 'rhel9-vm-v1.0.0', main]) {
        const file = await test.forge.readFile({ ...readme, ref });
        expect(file?.content).toContain('# Infrastructure');
      }
    });

    it('lists a folder', async () => {
      expect(
        await test.forge.listDirectory({ repository, ref: 'main', path: '' }),
      ).toContainEqual({ name: 'README.md', path: 'README.md', type: 'file' });
    });

    it('tells a missing file from a missing branch', async () => {
      expect(
        await test.forge.readFile({ ...readme, path: 'no/such.tf' }),
      ).toBeUndefined();
      expect(
        await test.forge.listDirectory({ ...readme, path: 'no/such' }),
      ).toEqual([]);
      await expect(
        test.forge.readFile({ ...readme, ref: 'no-such-branch' }),
      ).rejects.toMatchObject({
        name: 'NotFoundError',
        message:
          'The repository platform/infrastructure has no branch, tag or commit no-such-branch',
      });
    });

    it('tells a file from a folder', async () => {
      await expect(
        test.forge.readFile({ ...readme, path: '' }),
      ).rejects.toThrow('is not a file');
      await expect(test.forge.listDirectory(readme)).rejects.toThrow(
        'is not a folder',
      );
    });

    it('reads again when a connection is cut', async () => {
      test.faults.switchOn({ peer: 'forge', kind: 'down', times: 2 });
      expect(await test.forge.readFile(readme)).toBeDefined();
    });
  });

  describe('trouble', () => {
    it('says that there is no answer', async () => {
      test.faults.switchOn({ peer: 'forge', kind: 'down' });
      const error = await test.forge.readFile(readme).catch(caught => caught);
      expect(error).toBeInstanceOf(ForgeUnreachableError);
      expect(error.message).toContain(
        `The forge at ${test.lab.url} gave no answer to "README.md at main of platform/infrastructure"`,
      );
    });

    it('says what to do when nobody listens', async () => {
      const nowhere = test.connect({ url: 'http://127.0.0.1:9' });
      await expect(nowhere.readFile(readme)).rejects.toThrow(
        'Check the port in gitForge.url, and whether the forge runs.',
      );
    });

    it('waits no longer than configured', async () => {
      const impatient = test.connect({ timeoutMs: 50 });
      test.faults.switchOn({ peer: 'forge', kind: 'slow', delayMs: 5_000 });
      await expect(
        impatient.deleteBranch({ repository, branch: 'x' }),
      ).rejects.toThrow('raise gitForge.timeout');
    });

    it('says that the token is refused, without the token', async () => {
      const wrong = test.connect({ token: 'a-wrong-token' });
      const error = await wrong.readFile(readme).catch(caught => caught);
      expect(error).toMatchObject({
        name: 'NotAllowedError',
        message:
          'The forge refused "README.md at main of platform/infrastructure" with 401: invalid username, password or token. Check gitForge.token: it is wrong, or was revoked.',
      });
      expect(JSON.stringify(error)).not.toContain('a-wrong-token');
    });

    it('says which of several refuses', async () => {
      const wrong = test.connect({
        name: 'payments',
        key: 'gitForges.payments',
        token: 'a-wrong-token',
      });
      await expect(wrong.readFile(readme)).rejects.toThrow(
        /^The forge payments refused "README\.md at main .* Check gitForges\.payments\.token/,
      );
    });

    it('says that the account may only read', async () => {
      const reader = test.connect({ token: readToken });
      await expect(
        reader.commitFiles({
          repository,
          branch: 'vm/reader',
          baseBranch: 'main',
          files: [{ path: 'a', content: 'b' }],
          message: 'Add a',
        }),
      ).rejects.toMatchObject({
        name: 'NotAllowedError',
        message:
          'The forge refused "commit to vm/reader of platform/infrastructure" with 403: user should have a permission to write to the target branch. Let the token\'s account write to the repository, and give the token the scopes write:repository and write:issue.',
      });
    });

    it('says that there is no such repository', async () => {
      const other = test.connect({ repositories: ['platform/none'] });
      await expect(
        other.findPullRequest({
          repository: 'platform/none',
          branch: 'a',
          base: 'main',
        }),
      ).rejects.toMatchObject({ name: 'NotFoundError' });
    });

    it('does not ask on behalf of one who stopped', async () => {
      await expect(
        test.forge.readFile(readme, { signal: AbortSignal.abort() }),
      ).rejects.toThrow('aborted');
    });
  });

  describe('checking the connection', () => {
    it('goes through all that is needed', async () => {
      const steps = await test.forge.checkConnection();
      expect(steps).toEqual([
        {
          name: 'reachable',
          title: 'The forge answers',
          ok: true,
          detail: test.lab.url,
        },
        {
          name: 'token',
          title: 'The forge accepts the token',
          ok: true,
          detail: 'backlot',
        },
        {
          name: 'version',
          title: 'The forge is new enough',
          ok: true,
          detail: '1.26.0',
        },
        {
          name: 'repository platform/infrastructure',
          title: 'The account may write to platform/infrastructure',
          ok: true,
          detail: 'default branch main',
        },
      ]);
    });

    it('says what is wrong with the token', async () => {
      const wrong = test.connect({ token: 'a-wrong-token' });
      const [reachable, token, version] = await wrong.checkConnection();
      expect(reachable.ok).toBe(true);
      expect(token).toMatchObject({
        ok: false,
        error: 'invalid username, password or token',
        remedy: 'Check gitForge.token: it is wrong, or was revoked.',
      });
      expect(version).toMatchObject({ ok: false, error: 'Not tried' });
    });

    it('says what is wrong with each repository', async () => {
      const reader = test.connect({
        token: readToken,
        repositories: [repository, 'platform/none'],
      });
      const steps = await reader.checkConnection();
      expect(steps.slice(3)).toMatchObject([
        { ok: false, error: 'The account can only read it' },
        {
          ok: false,
          error: expect.stringContaining('repository platform/none'),
        },
      ]);
    });

    it('says that the forge is down', async () => {
      test.faults.switchOn({ peer: 'forge', kind: 'down' });
      const steps = await test.forge.checkConnection();
      expect(steps.map(({ ok }) => ok)).toEqual([false, false, false, false]);
      expect(steps[0].error).toContain('gave no answer');
    });
  });
});
