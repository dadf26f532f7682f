import {
  repository,
  startTestForge,
  TestForge,
} from '../__testUtils__/startTestForge';

jest.setTimeout(30_000);

describe('pull requests', () => {
  let test: TestForge;

  beforeAll(async () => {
    test = await startTestForge();
  });

  afterEach(() => test.faults.switchOff());

  afterAll(() => test.close());

  async function branch(name: string) {
    const { sha } = await test.forge.commitFiles({
      repository,
      branch: `vm/${name}`,
      baseBranch: 'main',
      files: [{ path: `vms/${name}/main.tf`, content: `# ${name}\n` }],
      message: `Add ${name}`,
    });
    return sha;
  }

  function open(name: string) {
    return test.forge.openPullRequest({
      repository,
      head: `vm/${name}`,
      base: 'main',
      title: `Add ${name}`,
      body: 'As requested.',
    });
  }

  it('opens one, and finds it by number and by branch', async () => {
    const sha = await branch('one');
    const opened = await open('one');
    expect(opened).toEqual({
      number: expect.any(Number),
      url: `${test.lab.url}/platform/infrastructure/pulls/${opened.number}`,
      title: 'Add one',
      body: 'As requested.',
      state: 'open',
      merged: false,
      mergeCommit: undefined,
      mergeable: true,
      headBranch: 'vm/one',
      headSha: sha,
      baseBranch: 'main',
      baseSha: await test.headOf('main'),
    });
    expect(
      await test.forge.getPullRequest({ repository, number: opened.number }),
    ).toEqual(opened);
    expect(
      await test.forge.findPullRequest({
        repository,
        branch: 'vm/one',
        base: 'main',
      }),
    ).toEqual(opened);
  });

  it('answers the open one when it is opened again', async () => {
    await branch('again');
    const [first, second] = [await open('again'), await open('again')];
    expect(second.number).toBe(first.number);
  });

  it('opens one when it is asked for five times at once', async () => {
    await branch('five');
    const opened = await Promise.all(
      Array.from({ length: 5 }, () => open('five')),
    );
    expect(new Set(opened.map(({ number }) => number)).size).toBe(1);
  });

  it('opens one when the answer is lost', async () => {
    await branch('lost');
    test.faults.switchOn({
      peer: 'forge',
      kind: 'answer-lost',
      path: '/pulls',
      times: 1,
    });
    const opened = await open('lost');
    expect(test.faults.list()).toEqual([]);
    const all = await test.forge.findPullRequest({
      repository,
      branch: 'vm/lost',
      base: 'main',
      state: 'all',
    });
    expect(all?.number).toBe(opened.number);
  });

  it('opens a new one once the old one is closed, and finds each by its state', async () => {
    await branch('anew');
    const old = await open('anew');
    await test.forge.closePullRequest({ repository, number: old.number });
    const next = await open('anew');
    expect(next.number).toBeGreaterThan(old.number);
    const find = (state: 'open' | 'closed' | 'all') =>
      test.forge.findPullRequest({
        repository,
        branch: 'vm/anew',
        base: 'main',
        state,
      });
    expect((await find('open'))?.number).toBe(next.number);
    expect((await find('closed'))?.number).toBe(old.number);
    expect((await find('all'))?.number).toBe(next.number);
  });

  it('finds none where there is none', async () => {
    expect(
      await test.forge.findPullRequest({
        repository,
        branch: 'vm/never',
        base: 'main',
      }),
    ).toBeUndefined();
    await expect(
      test.forge.getPullRequest({ repository, number: 4711 }),
    ).rejects.toMatchObject({ name: 'NotFoundError' });
  });

  it('says which branches it misses', async () => {
    await expect(open('no-such-branch')).rejects.toThrow(
      'Check that both branches exist, vm/no-such-branch and main.',
    );
  });

  it('closes once, also when the answer is lost', async () => {
    await branch('closed');
    const { number } = await open('closed');
    test.faults.switchOn({
      peer: 'forge',
      kind: 'answer-lost',
      path: `/pulls/${number}`,
      times: 1,
    });
    const close = () => test.forge.closePullRequest({ repository, number });
    expect(await close()).toMatchObject({ state: 'closed', merged: false });
    expect(await close()).toMatchObject({ state: 'closed', merged: false });
  });

  it('does not close what is merged', async () => {
    const sha = await branch('merged');
    const { number } = await open('merged');
    await test.forge.mergePullRequest({
      repository,
      number,
      expectedHead: sha,
      method: 'squash',
    });
    await expect(
      test.forge.closePullRequest({ repository, number }),
    ).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining("can't be closed: it was merged as "),
    });
  });

  it('deletes a branch, and is content when it is gone', async () => {
    await branch('gone');
    const remove = () =>
      test.forge.deleteBranch({ repository, branch: 'vm/gone' });
    await remove();
    await expect(test.headOf('vm/gone')).rejects.toThrow('no ref');
    await remove();
  });

  it('does not delete the default branch', async () => {
    await expect(
      test.forge.deleteBranch({ repository, branch: 'main' }),
    ).rejects.toThrow('can not delete default or pull request target branch');
  });

  it('writes a comment once for each key, also when the answer is lost', async () => {
    await branch('comment');
    const { number } = await open('comment');
    test.faults.switchOn({
      peer: 'forge',
      kind: 'answer-lost',
      path: '/comments',
      times: 1,
    });
    const write = (key: string) =>
      test.forge.comment({ repository, number, key, body: 'Approved.' });
    await write('approved/1');
    await write('approved/1');
    await write('approved/2');
    const page = await fetch(
      `${test.lab.url}/platform/infrastructure/pulls/${number}`,
    );
    expect((await page.text()).match(/Approved\./g)).toHaveLength(2);
  });

  it('takes no key that would end the comment that hides it', async () => {
    await expect(
      test.forge.comment({ repository, number: 1, key: 'a-->b', body: '' }),
    ).rejects.toThrow('cannot be the key of a comment');
  });

  it('tells the latest status of each context', async () => {
    const sha = await branch('status');
    const context = 'atlantis/plan: vms/status/default';
    const set = (index: number) =>
      test.lab.setStatus('platform', 'infrastructure', sha, {
        context: `check ${index % 3}`,
        state: 'success',
        description: String(index),
      });
    await test.lab.setStatus('platform', 'infrastructure', sha, {
      context,
      state: 'pending',
    });
    for (let index = 0; index < 60; index += 1) {
      await set(index);
    }
    await test.lab.setStatus('platform', 'infrastructure', sha, {
      context,
      state: 'failure',
      description: 'Plan failed.',
      target_url: 'http://localhost:4141/jobs/1',
    });
    const statuses = await test.forge.commitStatuses({ repository, sha });
    expect(
      statuses.map(status => [status.context, status.description]),
    ).toEqual([
      [context, 'Plan failed.'],
      ['check 2', '59'],
      ['check 1', '58'],
      ['check 0', '57'],
    ]);
    expect(statuses[0]).toEqual({
      context,
      state: 'failure',
      description: 'Plan failed.',
      targetUrl: 'http://localhost:4141/jobs/1',
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
    expect(statuses[1].targetUrl).toBeUndefined();
  });

  it('asks no more for statuses than there are', async () => {
    const sha = await branch('few-statuses');
    await test.lab.setStatus('platform', 'infrastructure', sha, {
      context: 'atlantis/plan: vms/few/default',
      state: 'pending',
    });
    const look = () => test.forge.commitStatuses({ repository, sha });
    expect(await look()).toHaveLength(1);
    expect(await test.countCalls(look)).toBe(1);
  });
});
