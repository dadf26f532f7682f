import * as fc from 'fast-check';
import { CommitFilesResult } from '../GitForge';
import {
  repository,
  startTestForge,
  TestForge,
} from '../__testUtils__/startTestForge';

jest.setTimeout(30_000);

describe('committing files', () => {
  let test: TestForge;

  beforeAll(async () => {
    test = await startTestForge();
  });

  afterEach(() => test.faults.switchOff());

  afterAll(() => test.close());

  function request(name: string, content = 'a = 1\n') {
    return {
      repository,
      branch: `vm/${name}`,
      baseBranch: 'main',
      files: [
        { path: `vms/dev/${name}/main.tf`, content },
        { path: `vms/dev/${name}/größe.json`, content: '{"name":"ü"}\n' },
      ],
      message: `Add ${name}`,
    };
  }

  function read(branch: string, path: string) {
    return test.forge.readFile({ repository, ref: branch, path });
  }

  it('makes the branch and one commit', async () => {
    const main = await test.headOf('main');
    const result = await test.forge.commitFiles(request('one'));
    expect(result).toEqual({
      sha: await test.headOf('vm/one'),
      committed: true,
    });
    expect(await read('vm/one', 'vms/dev/one/größe.json')).toEqual({
      path: 'vms/dev/one/größe.json',
      content: '{"name":"ü"}\n',
    });
    expect(await test.headOf('main')).toBe(main);
  });

  it('makes no second commit when all is as wanted', async () => {
    const first = await test.forge.commitFiles(request('twice'));
    expect(await test.forge.commitFiles(request('twice'))).toEqual({
      sha: first.sha,
      committed: false,
    });
  });

  it('commits only what differs, and removes what is to be gone', async () => {
    const first = await test.forge.commitFiles(request('changed'));
    const second = await test.forge.commitFiles({
      ...request('changed', 'a = 2\n'),
      files: [
        { path: 'vms/dev/changed/main.tf', content: 'a = 2\n' },
        { path: 'vms/dev/changed/größe.json', content: null },
        { path: 'vms/dev/changed/never.tf', content: null },
      ],
    });
    expect(second.committed).toBe(true);
    expect(second.sha).not.toBe(first.sha);
    expect(
      await test.forge.listDirectory({
        repository,
        ref: 'vm/changed',
        path: 'vms/dev/changed',
      }),
    ).toEqual([
      { name: 'main.tf', path: 'vms/dev/changed/main.tf', type: 'file' },
    ]);
  });

  it('makes a branch of new files by one call', async () => {
    const calls = await test.countCalls(() =>
      test.forge.commitFiles(request('new')),
    );
    expect(calls).toBe(1);
  });

  it('makes a branch of changed files by two calls where they are said to be there', async () => {
    await test.forge.commitFiles(request('said'));
    let committed: CommitFilesResult | undefined;
    const calls = await test.countCalls(async () => {
      committed = await test.forge.commitFiles({
        ...request('said', 'a = 2\n'),
        branch: 'vm/said-again',
        baseBranch: 'vm/said',
        changesExisting: true,
      });
    });
    expect(calls).toBe(2);
    expect(committed).toEqual({
      sha: await test.headOf('vm/said-again'),
      committed: true,
    });
    expect((await read('vm/said-again', 'vms/dev/said/main.tf'))?.content).toBe(
      'a = 2\n',
    );
  });

  it('goes on with a branch of changed files that is there', async () => {
    await test.forge.commitFiles(request('goes-on'));
    const changed = { ...request('goes-on', 'a = 2\n'), changesExisting: true };
    const { sha } = await test.forge.commitFiles(changed);
    expect(await test.headOf('vm/goes-on')).toBe(sha);
    expect(await test.forge.commitFiles(changed)).toEqual({
      sha,
      committed: false,
    });
  });

  it('makes one commit when the answer to it is lost', async () => {
    test.faults.switchOn({
      peer: 'forge',
      kind: 'answer-lost',
      path: '/contents',
      times: 1,
    });
    const result = await test.forge.commitFiles(request('lost'));
    expect(result).toEqual({
      sha: await test.headOf('vm/lost'),
      committed: false,
    });
    expect(test.faults.list()).toEqual([]);
  });

  it('makes one commit when it is asked for five times at once', async () => {
    const results = await Promise.all(
      Array.from({ length: 5 }, () => test.forge.commitFiles(request('five'))),
    );
    expect(new Set(results.map(({ sha }) => sha)).size).toBe(1);
    expect(results.filter(({ committed }) => committed)).toHaveLength(1);
  });

  it('has nothing to propose when the base branch is as wanted', async () => {
    await expect(
      test.forge.commitFiles({
        ...request('nothing'),
        files: [{ path: 'vms/dev/nothing/main.tf', content: null }],
      }),
    ).rejects.toThrow(
      'There is nothing to propose: main of platform/infrastructure has all files as they are to be',
    );
    await expect(test.headOf('vm/nothing')).rejects.toThrow('no ref');
  });

  it('names the base branch that is not there', async () => {
    await expect(
      test.forge.commitFiles({ ...request('x'), baseBranch: 'trunk' }),
    ).rejects.toThrow(
      'The repository platform/infrastructure has no branch trunk to begin vm/x from',
    );
  });

  it.each(['../up', '/root', 'a//b', 'a/./b', '.git/config', 'a/.GIT/x', ''])(
    'does not write to the path %p',
    async path => {
      await expect(
        test.forge.commitFiles({
          ...request('bad'),
          files: [{ path, content: 'x' }],
        }),
      ).rejects.toThrow("is not a path below the repository's root");
    },
  );

  it('does not write to the base branch', async () => {
    await expect(
      test.forge.commitFiles({ ...request('x'), branch: 'main' }),
    ).rejects.toThrow('to a branch of their own');
  });

  it('says what the forge says about a file in the place of a folder', async () => {
    await test.forge.commitFiles(request('flat'));
    await expect(
      test.forge.commitFiles({
        ...request('flat'),
        files: [{ path: 'vms/dev/flat/main.tf/below.tf', content: 'x' }],
      }),
    ).rejects.toThrow(
      'a file exists where you’re trying to create a subdirectory [path: vms/dev/flat/main.tf]',
    );
  });

  it('touches only configured repositories', async () => {
    await expect(
      test.forge.commitFiles({ ...request('x'), repository: 'other/repo' }),
    ).rejects.toMatchObject({
      name: 'NotAllowedError',
      message:
        'The repository other/repo may not be used: gitForge.repositories of the configuration does not name it',
    });
  });

  it('leaves the files as they are to be, whatever was there before, and is done then', async () => {
    const contents = fc.option(fc.string({ maxLength: 8, unit: 'grapheme' }), {
      nil: null,
    });
    const folder = fc.record({ a: contents, b: contents, 'deep/c': contents });
    let run = 0;
    await fc.assert(
      fc.asyncProperty(folder, folder, async (before, after) => {
        run += 1;
        const name = `property-${run}`;
        const of = (files: typeof before) => ({
          ...request(name),
          files: [
            { path: `vms/${name}/there`, content: 'always' },
            ...Object.entries(files).map(([path, content]) => ({
              path: `vms/${name}/${path}`,
              content,
            })),
          ],
        });
        await test.forge.commitFiles(of(before));
        const { sha } = await test.forge.commitFiles(of(after));
        for (const [path, content] of Object.entries(after)) {
          const file = await read(`vm/${name}`, `vms/${name}/${path}`);
          expect(file?.content ?? null).toBe(content);
        }
        expect(await test.forge.commitFiles(of(after))).toEqual({
          sha,
          committed: false,
        });
      }),
      { numRuns: 5 },
    );
  }, 30_000);
});
