import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { smallCompany } from '../company/smallCompany';
import { FaultSwitches } from '../faults/FaultSwitches';
import { ForgeSteps } from './conformance/ForgeSteps';
import { callForge } from './conformance/ForgeUnderTest';
import { LabForge, LabForgeOptions } from './LabForge';
import { startForge } from './startForge';

jest.setTimeout(30_000);

const token = 'token-of-the-test';
const readOnlyToken = 'token-that-only-reads';

const run = promisify(execFile);

describe('startForge', () => {
  let folder: string;
  const running: LabForge[] = [];
  const faults = new FaultSwitches();

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'forge-test-'));
  });

  afterEach(async () => {
    faults.switchOff();
    await Promise.all(running.splice(0).map(forge => forge.close()));
    await rm(folder, { recursive: true, force: true });
  });

  async function start(options: Partial<LabForgeOptions> = {}) {
    const forge = await startForge({
      company: smallCompany,
      faults,
      token,
      readOnlyToken,
      ...options,
    });
    running.push(forge);
    const { owner, repository } = forge;
    const steps = new ForgeSteps({ url: forge.url, token, owner, repository });
    return { forge, steps };
  }

  function git(cwd: string, ...args: string[]) {
    return run('git', args, {
      cwd,
      env: {
        PATH: process.env.PATH,
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_TERMINAL_PROMPT: '0',
        GIT_AUTHOR_NAME: 'Test',
        GIT_AUTHOR_EMAIL: 'test@example.com',
        GIT_COMMITTER_NAME: 'Test',
        GIT_COMMITTER_EMAIL: 'test@example.com',
      },
    });
  }

  function cloneUrl(forge: LabForge, secret?: string) {
    const url = new URL(`${forge.url}/platform/infrastructure.git`);
    if (secret) {
      url.username = 'anyone';
      url.password = secret;
    }
    return url.toString();
  }

  it('begins with the files of a folder, and tags the first commit', async () => {
    const seed = join(folder, 'seed');
    await mkdir(join(seed, 'modules', 'rhel9-vm'), { recursive: true });
    await mkdir(join(seed, '.git'));
    await writeFile(join(seed, '.git', 'config'), 'not part of it');
    await writeFile(join(seed, 'modules', 'rhel9-vm', 'main.tf'), 'ü = 1\n');
    await writeFile(join(seed, 'check.sh'), '#!/bin/sh\n');
    await chmod(join(seed, 'check.sh'), 0o755);
    const { forge } = await start({ seedDirectory: seed });

    const clone = join(folder, 'clone');
    await git(folder, 'clone', '--quiet', cloneUrl(forge), clone);
    const { stdout } = await git(clone, 'ls-files', '--stage');
    expect(
      stdout
        .trim()
        .split('\n')
        .map(line => line.replace(/ [0-9a-f]{40} 0\t/, ' ')),
    ).toEqual(['100755 check.sh', '100644 modules/rhel9-vm/main.tf']);
    expect(
      await forge.headOf('platform', 'infrastructure', 'rhel9-vm-v1.0.0'),
    ).toBe(await forge.headOf('platform', 'infrastructure', 'main'));
  });

  it('takes pushes from who may write, and pull requests follow them', async () => {
    const { forge, steps } = await start();
    const clone = join(folder, 'clone');
    await git(folder, 'clone', '--quiet', cloneUrl(forge, token), clone);
    const { branch } = await steps.branchWithFile();
    const { number } = (await steps.openPull(branch)).body;
    await git(clone, 'fetch', '--quiet', 'origin', branch);
    await git(clone, 'checkout', '--quiet', branch);
    await writeFile(join(clone, 'large.bin'), Buffer.alloc(2_000_000, 'x'));
    await git(clone, 'add', '.');
    await git(clone, 'commit', '--quiet', '--message', 'Push');
    await git(clone, 'push', '--quiet', 'origin', branch);
    const { stdout } = await git(clone, 'rev-parse', 'HEAD');
    expect((await steps.pull(number)).head.sha).toBe(stdout.trim());
  });

  it('takes no push with a wrong token, a token that only reads, or none', async () => {
    const { forge } = await start();
    const clone = join(folder, 'clone');
    await git(folder, 'clone', '--quiet', cloneUrl(forge), clone);
    await git(clone, 'checkout', '--quiet', '-b', 'never');
    for (const secret of ['wrong', readOnlyToken, undefined]) {
      await expect(
        git(clone, 'push', cloneUrl(forge, secret), 'never'),
      ).rejects.toThrow();
    }
    await expect(
      forge.headOf('platform', 'infrastructure', 'never'),
    ).rejects.toThrow('no ref never');
  });

  it('knows branches, pull requests and statuses again after a restart', async () => {
    const directory = join(folder, 'lab');
    const before = await start({ directory });
    const merged = await before.steps.branchWithFile();
    const open = await before.steps.branchWithFile();
    const first = (await before.steps.openPull(merged.branch)).body.number;
    const second = (await before.steps.openPull(open.branch)).body.number;
    await before.steps.merge(first, { Do: 'squash' });
    await before.forge.setStatus('platform', 'infrastructure', open.sha, {
      context: 'atlantis/plan',
      state: 'success',
    });
    const main = await before.steps.headOf('main');
    await running.pop()?.close();

    const after = await start({ directory });
    expect(await after.steps.headOf('main')).toBe(main);
    expect(await after.steps.pull(first)).toMatchObject({
      merged: true,
      merge_commit_sha: main,
    });
    expect(await after.steps.pull(second)).toMatchObject({
      state: 'open',
      mergeable: true,
    });
    const { body } = await callForge<{ state: string }>(
      after.steps.forge,
      'GET',
      `/commits/${open.sha}/status`,
    );
    expect(body.state).toBe('success');
    expect((await after.steps.openPull(merged.branch)).body.number).toBe(3);
  });

  it('lets an account that only reads change nothing', async () => {
    const { steps } = await start();
    const { branch } = await steps.branchWithFile();
    const { number } = (await steps.openPull(branch)).body;
    const tries = [
      ['POST', '/branches', { new_branch_name: 'x' }, 403],
      ['DELETE', `/branches/${branch}`, undefined, 403],
      ['POST', `/statuses/${'f'.repeat(40)}`, { state: 'success' }, 403],
      ['POST', `/pulls/${number}/merge`, { Do: 'squash' }, 405],
      [
        'POST',
        '/contents',
        { message: 'x', files: [{ operation: 'delete', path: 'README.md' }] },
        403,
      ],
    ] as const;
    for (const [method, path, body, status] of tries) {
      const answer = await callForge(steps.forge, method, path, {
        body,
        token: readOnlyToken,
      });
      expect(`${path} ${answer.status}`).toBe(`${path} ${status}`);
    }
  });

  it('says who does not exist when asked in process', async () => {
    const { forge } = await start();
    expect(() => forge.repositoryPath('platform', 'other')).toThrow(
      "the lab's forge has no repository platform/other",
    );
    await expect(
      forge.setStatus('platform', 'infrastructure', 'f'.repeat(40), {
        context: 'c',
        state: 'success',
      }),
    ).rejects.toThrow('has no ref ffff');
  });

  describe('faults', () => {
    it('cuts connections when it is down', async () => {
      const { steps } = await start();
      faults.switchOn({ peer: 'forge', kind: 'down', times: 1 });
      await expect(steps.headOf('main')).rejects.toThrow();
      expect(await steps.headOf('main')).toMatch(/^[0-9a-f]{40}$/);
    });

    it('refuses the right token', async () => {
      const { steps } = await start();
      faults.switchOn({ peer: 'forge', kind: 'token-refused', times: 1 });
      const answer = await callForge(steps.forge, 'GET', '~/user');
      expect(answer).toMatchObject({
        status: 401,
        body: { message: 'invalid username, password or token' },
      });
    });

    it('holds answers back', async () => {
      const { steps } = await start();
      faults.switchOn({ peer: 'forge', kind: 'slow', delayMs: 300, times: 1 });
      const begin = performance.now();
      await steps.headOf('main');
      expect(performance.now() - begin).toBeGreaterThanOrEqual(290);
    });

    it('does the work and loses the answer, but only of what changes something', async () => {
      const { steps } = await start();
      faults.switchOn({ peer: 'forge', kind: 'answer-lost', times: 1 });
      expect(await steps.headOf('main')).toBeDefined();
      const name = steps.newName();
      await expect(
        callForge(steps.forge, 'POST', '/branches', {
          body: { new_branch_name: name },
        }),
      ).rejects.toThrow();
      expect(await steps.headOf(name)).toBe(await steps.headOf('main'));
    });
  });

  describe('pages', () => {
    async function page(forge: LabForge, path: string) {
      const response = await fetch(`${forge.url}${path}`);
      return { response, text: await response.text() };
    }

    it('show the repository and its files', async () => {
      const { forge } = await start();
      const home = await page(forge, '/');
      expect(home.text).toContain('href="/platform/infrastructure"');
      const code = await page(forge, '/platform/infrastructure');
      expect(code.text).toContain('Begin the infrastructure repository');
      const link = /href="(\/platform\/infrastructure\/src\/[^"]*README.md)"/
        .exec(code.text)
        ?.at(1);
      expect(link).toBe('/platform/infrastructure/src/branch/main/README.md');
      expect((await page(forge, link!)).text).toContain('# Infrastructure');
      const raw = await page(forge, link!.replace('/src/', '/raw/'));
      expect(raw.text).toMatch(/^# Infrastructure\n/);
      const style = await page(forge, '/-/style.css');
      expect(style.response.headers.get('content-type')).toContain('text/css');
    });

    it('show a pull request with its description, commits, changes, checks and comments as text', async () => {
      const { forge, steps } = await start();
      const evil = '<script>alert("x")</script>';
      const { branch, path, sha } = await steps.branchWithFile(`${evil}\n`);
      const { number } = (await steps.openPull(branch, `Add ${evil}`)).body;
      await callForge(steps.forge, 'POST', `/issues/${number}/comments`, {
        body: { body: `Said ${evil}` },
      });
      for (const [context, target_url] of [
        ['atlantis/plan', 'http://localhost:4141/jobs/1'],
        ['evil', 'data:text/html,evil'],
      ]) {
        await forge.setStatus('platform', 'infrastructure', sha, {
          context,
          state: 'success',
          description: evil,
          target_url,
        });
      }
      const { response, text } = await page(
        forge,
        `/platform/infrastructure/pulls/${number}`,
      );
      expect(response.headers.get('content-security-policy')).toContain(
        "default-src 'none'",
      );
      expect(text).not.toContain('<script');
      expect(text).not.toContain('data:');
      const safe = '&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;';
      for (const part of [
        `Add ${safe}`,
        'Because.',
        'class="state open"',
        `<code>${path}</code>`,
        `+${safe}`,
        '<a href="http://localhost:4141/jobs/1">atlantis/plan</a>',
        `Said ${safe}`,
        `/platform/infrastructure/commit/${sha}`,
      ]) {
        expect(text).toContain(part);
      }
      const commit = await page(
        forge,
        `/platform/infrastructure/commit/${sha}`,
      );
      expect(commit.text).toContain(`+${safe}`);
      const list = await page(forge, '/platform/infrastructure/pulls');
      expect(list.text).toContain(`#${number}`);
    });

    it('say that there is no such page', async () => {
      const { forge } = await start();
      for (const path of [
        '/nobody/nothing',
        '/platform/infrastructure/pulls/99',
        '/platform/infrastructure/src/branch/none/x',
        '/platform/infrastructure/commit/ffffffffff',
      ]) {
        const { response, text } = await page(forge, path);
        expect(`${path} ${response.status}`).toBe(`${path} 404`);
        expect(text).toContain('There is no such page');
      }
    });
  });
});
