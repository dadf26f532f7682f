import {
  repository,
  startTestForge,
  TestForge,
} from '../__testUtils__/startTestForge';

jest.setTimeout(30_000);

describe('merging', () => {
  let test: TestForge;

  beforeAll(async () => {
    test = await startTestForge();
  });

  afterEach(() => test.faults.switchOff());

  afterAll(() => test.close());

  function commit(name: string, path: string, content: string) {
    return test.forge.commitFiles({
      repository,
      branch: `vm/${name}`,
      baseBranch: 'main',
      files: [{ path, content }],
      message: `Add ${name}`,
    });
  }

  async function propose(name: string, path = `vms/${name}.txt`) {
    const { sha } = await commit(name, path, name);
    const { number } = await test.forge.openPullRequest({
      repository,
      head: `vm/${name}`,
      base: 'main',
      title: `Add ${name}`,
      body: '',
    });
    return { repository, number, expectedHead: sha, method: 'squash' as const };
  }

  function contentOnMain(path: string) {
    return test.forge
      .readFile({ repository, ref: 'main', path })
      .then(file => file?.content);
  }

  it.each(['squash', 'merge', 'rebase'] as const)(
    'brings the change to the base branch by %s',
    async method => {
      const request = await propose(method);
      await test.forge.mergePullRequest({ ...request, method });
      expect(await contentOnMain(`vms/${method}.txt`)).toBe(method);
      expect(await test.headOf(`vm/${method}`)).toBe(request.expectedHead);
    },
  );

  it('is done when it is merged already, and then only deletes the branch', async () => {
    const request = await propose('twice');
    await test.forge.mergePullRequest(request);
    const merged = await test.headOf('main');
    await test.forge.mergePullRequest({ ...request, deleteBranch: true });
    expect(await test.headOf('main')).toBe(merged);
    await expect(test.headOf('vm/twice')).rejects.toThrow('no ref');
  });

  it('asks once where the forge merges at once, the branch deleted with it', async () => {
    const request = await propose('at-once');
    const calls = await test.countCalls(() =>
      test.forge.mergePullRequest({ ...request, deleteBranch: true }),
    );
    expect(calls).toBe(1);
    await expect(test.headOf('vm/at-once')).rejects.toThrow('no ref');
  });

  it('keeps a branch that went on after it was merged', async () => {
    const request = await propose('went-on');
    await test.forge.mergePullRequest(request);
    const { sha } = await commit('went-on', 'vms/more.txt', 'more');
    await test.forge.mergePullRequest({ ...request, deleteBranch: true });
    expect(await test.headOf('vm/went-on')).toBe(sha);
  });

  it('merges once when the answer is lost', async () => {
    const request = await propose('lost');
    test.faults.switchOn({
      peer: 'forge',
      kind: 'answer-lost',
      path: '/merge',
      times: 1,
    });
    const before = await test.countCommits('main');
    await test.forge.mergePullRequest({ ...request, deleteBranch: true });
    expect(test.faults.list()).toEqual([]);
    expect(await test.countCommits('main')).toBe(before + 1);
    expect(await contentOnMain('vms/lost.txt')).toBe('lost');
    await expect(test.headOf('vm/lost')).rejects.toThrow('no ref');
  });

  it('does not merge another head', async () => {
    const request = await propose('moved');
    const { sha } = await commit('moved', 'vms/moved.txt', 'other');
    await expect(test.forge.mergePullRequest(request)).rejects.toMatchObject({
      name: 'ConflictError',
      message: `Pull request ${request.number} of platform/infrastructure is at commit ${sha}, not at the expected ${request.expectedHead}`,
    });
    expect(await contentOnMain('vms/moved.txt')).toBeUndefined();
  });

  it('does not take another head that was merged for the expected one', async () => {
    const request = await propose('other');
    await test.forge.mergePullRequest(request);
    await expect(
      test.forge.mergePullRequest({
        ...request,
        expectedHead: 'f'.repeat(40),
      }),
    ).rejects.toThrow('was merged at commit');
  });

  it('does not merge what was closed', async () => {
    const request = await propose('closed');
    await test.forge.closePullRequest(request);
    await expect(test.forge.mergePullRequest(request)).rejects.toThrow(
      'was closed without being merged',
    );
  });

  it('gives up on conflicts, with the words of the forge', async () => {
    const impatient = test.connect({ mergeTimeoutMs: 300 });
    const ours = await propose('ours', 'vms/shared.txt');
    const theirs = await propose('theirs', 'vms/shared.txt');
    await test.forge.mergePullRequest(ours);
    await expect(impatient.mergePullRequest(theirs)).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringMatching(
        /can't be merged into main: the forge says "Please try again later"\. It has conflicts/,
      ),
    });
  });

  it('stops waiting when it is told to', async () => {
    const theirs = await propose('stopped', 'vms/shared.txt');
    const stop = new AbortController();
    const merging = test.forge.mergePullRequest(theirs, {
      signal: stop.signal,
    });
    stop.abort(new Error('stopped by the test'));
    await expect(merging).rejects.toThrow();
  });

  it('merges several at once', async () => {
    const patient = test.connect({ mergeTimeoutMs: 20_000 });
    const names = ['several-a', 'several-b', 'several-c', 'several-d'];
    const requests = await Promise.all(names.map(name => propose(name)));
    const before = await test.countCommits('main');
    await Promise.all(
      requests.map(request => patient.mergePullRequest(request)),
    );
    expect(await test.countCommits('main')).toBe(before + names.length);
    for (const name of names) {
      expect(await contentOnMain(`vms/${name}.txt`)).toBe(name);
    }
  });

  it('merges also when another process merges at the same time', async () => {
    const requests = [await propose('here'), await propose('there')];
    await Promise.all(
      requests.map(request =>
        test.connect({ mergeTimeoutMs: 20_000 }).mergePullRequest(request),
      ),
    );
    expect(await contentOnMain('vms/here.txt')).toBe('here');
    expect(await contentOnMain('vms/there.txt')).toBe('there');
  });
});
