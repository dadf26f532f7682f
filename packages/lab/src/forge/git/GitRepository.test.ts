import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { commitFiles, FileChange } from './commitFiles';
import { GitRepository } from './GitRepository';
import { mergeTrees } from './mergeTrees';

describe('GitRepository', () => {
  const person = {
    name: 'Ann <Other>',
    email: 'ann@example.com',
    date: '2026-11-21T10:00:00Z',
  };
  let folder: string;
  let repository: GitRepository;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'forge-git-'));
    repository = await GitRepository.init(join(folder, 'r.git'), 'main');
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  function commit(
    branch: string,
    parent: string | undefined,
    files: Record<string, string | null>,
  ) {
    return commitFiles(repository, {
      branch,
      parent,
      changes: Object.entries(files).map(
        ([path, content]): FileChange => ({
          path,
          content: content === null ? null : Buffer.from(content),
        }),
      ),
      message: `Change ${branch}\n\nWith “quotes”.`,
      author: person,
      committer: person,
    });
  }

  it('keeps names and contents of files as they are', async () => {
    const files = {
      'a b/"quoted".txt': 'with\ttab\n',
      'a b/back\\slash': '',
      'größe/日本.txt': 'no line break',
      'new\nline': '\0binary\n',
    };
    const sha = await commit('names', undefined, files);
    const listed = await repository.list(sha, '', { recursive: true });
    const blobs = listed.filter(entry => entry.type === 'blob');
    const read = await Promise.all(
      blobs.map(async entry => [
        entry.path,
        (await repository.blob(entry.sha)).toString(),
      ]),
    );
    expect(Object.fromEntries(read)).toEqual(files);
  });

  it('tells a commit as it was made', async () => {
    const first = await commit('told', undefined, { a: '1' });
    const second = await commit('told', first, { a: '2', b: 'x\ny\n' });
    expect(await repository.commit(second)).toEqual({
      sha: second,
      tree: expect.stringMatching(/^[0-9a-f]{40}$/),
      parents: [first],
      author: { ...person, name: 'Ann Other' },
      committer: { ...person, name: 'Ann Other' },
      message: 'Change told\n\nWith “quotes”.\n',
    });
    expect((await repository.log('told')).map(({ sha }) => sha)).toEqual([
      second,
      first,
    ]);
    expect(await repository.changedFiles(first, second)).toEqual([
      { path: 'a', status: 'changed', additions: 1, deletions: 1 },
      { path: 'b', status: 'added', additions: 2, deletions: 0 },
    ]);
  });

  it('does not move a branch that is elsewhere', async () => {
    const first = await commit('elsewhere', undefined, { a: '1' });
    const second = await commit('elsewhere', first, { a: '2' });
    await expect(commit('elsewhere', first, { a: '3' })).rejects.toThrow(
      'git fast-import',
    );
    expect(await repository.branch('elsewhere')).toBe(second);
  });

  it('finds a name as branch, as tag, and as commit', async () => {
    const sha = await commit('vm/one', undefined, { a: '1' });
    await repository.updateRef('refs/tags/v1', sha, '');
    expect(await repository.resolve('vm/one')).toMatchObject({
      kind: 'branch',
    });
    expect(await repository.resolve('v1')).toMatchObject({ kind: 'tag', sha });
    expect(await repository.resolve(sha)).toMatchObject({ kind: 'commit' });
    expect(await repository.resolve(sha.slice(0, 8), 7)).toMatchObject({
      kind: 'commit',
      sha,
    });
    for (const name of ['vm', '--all', 'HEAD', 'vm/one~1', sha.slice(0, 8)]) {
      expect(await repository.resolve(name)).toBeUndefined();
    }
  });

  it('merges changes of different files and of different lines, and tells conflicts', async () => {
    const lines = (changed: Record<number, string>) =>
      Array.from({ length: 20 }, (_, n) => changed[n] ?? `line ${n}`)
        .concat('')
        .join('\n');
    const base = await commit('merge', undefined, { a: lines({}), b: 'b' });
    const top = await commit('top', base, { a: lines({ 1: 'top' }) });
    const bottom = await commit('bottom', base, {
      a: lines({ 18: 'bottom' }),
      b: null,
    });
    const other = await commit('other', base, { a: lines({ 1: 'other' }) });
    const tree = await mergeTrees(repository, base, top, bottom);
    const merged = await repository.entry(tree!, 'a');
    expect((await repository.blob(merged!.sha)).toString()).toBe(
      lines({ 1: 'top', 18: 'bottom' }),
    );
    expect(await repository.entry(tree!, 'b')).toBeUndefined();
    expect(await mergeTrees(repository, base, top, other)).toBeUndefined();
  });
});
