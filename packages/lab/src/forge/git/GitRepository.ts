import { mkdir } from 'node:fs/promises';
import { GitRun, RunGitOptions, runGit } from './runGit';
import { GitCommit, commitFormat, parseCommits } from './parseCommits';
import { TreeEntry, parseTree } from './parseTree';
import { ChangedFile, parseChangedFiles } from './parseChangedFiles';

/** @internal */
export interface GitRef {
  name: string;
  sha: string;
}

/**
 * What the name of a revision was found to be, in the order in which Gitea looks.
 *
 * @internal
 */
export interface ResolvedRevision {
  kind: 'branch' | 'tag' | 'commit';
  name: string;
  sha: string;
}

const OBJECT_NAME = /^[0-9a-f]{4,40}$/;
const WHOLE_OBJECT_NAME = /^[0-9a-f]{40}$/;

/**
 * A bare git repository, read and written by the git command.
 *
 * @internal
 */
export class GitRepository {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Makes an empty bare repository. */
  static async init(
    path: string,
    defaultBranch: string,
  ): Promise<GitRepository> {
    await mkdir(path, { recursive: true });
    const repository = new GitRepository(path);
    await repository.run(['init', '--quiet', '--bare', '--template=', path]);
    await repository.run([
      'symbolic-ref',
      'HEAD',
      `refs/heads/${defaultBranch}`,
    ]);
    return repository;
  }

  run(
    args: string[],
    options: Omit<RunGitOptions, 'gitDir'> = {},
  ): Promise<GitRun> {
    return runGit(args, { ...options, gitDir: this.path });
  }

  /** The output of a git command as text without its last line break. */
  async text(
    args: string[],
    options: Omit<RunGitOptions, 'gitDir'> = {},
  ): Promise<string> {
    const { stdout } = await this.run(args, options);
    return stdout.toString().replace(/\n$/, '');
  }

  /** The commit that a full reference, e.g. `refs/heads/main`, points to. */
  async refCommit(ref: string): Promise<string | undefined> {
    const { stdout, exitCode } = await this.run(
      ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`],
      { exitCodes: [0, 1, 128] },
    );
    return exitCode === 0 ? stdout.toString().trim() : undefined;
  }

  branch(name: string): Promise<string | undefined> {
    return this.refCommit(`refs/heads/${name}`);
  }

  /**
   * A branch, else a tag, else a commit by the beginning of its name. A whole commit name is no
   * branch's or tag's: Gitea refuses such names.
   */
  async resolve(
    name: string,
    shortestCommitName = 40,
  ): Promise<ResolvedRevision | undefined> {
    if (WHOLE_OBJECT_NAME.test(name)) {
      const whole = await this.refCommit(name);
      return whole ? { kind: 'commit', name, sha: whole } : undefined;
    }
    const branch = await this.branch(name);
    if (branch) {
      return { kind: 'branch', name, sha: branch };
    }
    const tag = await this.refCommit(`refs/tags/${name}`);
    if (tag) {
      return { kind: 'tag', name, sha: tag };
    }
    if (OBJECT_NAME.test(name) && name.length >= shortestCommitName) {
      const commit = await this.refCommit(name);
      return commit ? { kind: 'commit', name, sha: commit } : undefined;
    }
    return undefined;
  }

  /** References below a prefix, e.g. `refs/heads/`, without the prefix, by name. */
  async refs(prefix: string): Promise<GitRef[]> {
    const out = await this.text([
      'for-each-ref',
      '--format=%(objectname) %(*objectname) %(refname)',
      prefix,
    ]);
    return out
      .split('\n')
      .filter(Boolean)
      .map(line => {
        const [object, peeled, ...ref] = line.split(' ');
        return {
          name: ref.join(' ').slice(prefix.length),
          sha: peeled || object,
        };
      });
  }

  /**
   * Points a reference to a commit.
   *
   * @param from - the commit that it must point to until now; an empty string when it must not exist
   * @throws GitError when it points elsewhere
   */
  async updateRef(ref: string, to: string, from?: string): Promise<void> {
    await this.run([
      'update-ref',
      ref,
      to,
      ...(from === undefined ? [] : [from || '0'.repeat(40)]),
    ]);
  }

  async deleteRef(ref: string): Promise<void> {
    await this.run(['update-ref', '-d', ref]);
  }

  async commit(sha: string): Promise<GitCommit> {
    const { stdout } = await this.run([
      'log',
      '--max-count=1',
      '-z',
      `--format=${commitFormat}`,
      sha,
    ]);
    return parseCommits(stdout.toString())[0];
  }

  /** Commits reachable from a range, newest first. */
  async log(
    range: string,
    options: { path?: string; skip?: number; limit?: number } = {},
  ): Promise<GitCommit[]> {
    const { stdout } = await this.run([
      'log',
      '-z',
      `--format=${commitFormat}`,
      ...(options.skip ? [`--skip=${options.skip}`] : []),
      ...(options.limit ? [`--max-count=${options.limit}`] : []),
      range,
      '--',
      ...(options.path ? [options.path] : []),
    ]);
    return parseCommits(stdout.toString());
  }

  async countCommits(range: string, path?: string): Promise<number> {
    return Number(
      await this.text([
        'rev-list',
        '--count',
        range,
        '--',
        ...(path ? [path] : []),
      ]),
    );
  }

  /**
   * What lies at each of some paths of a commit, and the folders on the way there; paths where
   * there is nothing are left out.
   */
  async entries(
    revision: string,
    paths: string[],
  ): Promise<Map<string, TreeEntry>> {
    const { stdout } = await this.run(
      ['ls-tree', '-l', '-t', '-z', '--full-tree', revision, '--', ...paths],
      { env: { GIT_LITERAL_PATHSPECS: '1' } },
    );
    return new Map(
      parseTree(stdout.toString()).map(entry => [entry.path, entry]),
    );
  }

  /** What lies at a path of a commit: a file, a folder, or nothing. */
  async entry(revision: string, path: string): Promise<TreeEntry | undefined> {
    if (path === '') {
      const sha = await this.text(['rev-parse', `${revision}^{tree}`]);
      return { mode: '040000', type: 'tree', sha, size: 0, path: '' };
    }
    return (await this.entries(revision, [path])).get(path);
  }

  /** What a folder of a commit holds; paths are those from the root. */
  async list(
    revision: string,
    path: string,
    options: { recursive?: boolean } = {},
  ): Promise<TreeEntry[]> {
    const { stdout } = await this.run(
      [
        'ls-tree',
        '-l',
        '-z',
        '--full-tree',
        ...(options.recursive ? ['-r', '-t'] : []),
        revision,
        ...(path === '' ? [] : ['--', `${path}/`]),
      ],
      { env: { GIT_LITERAL_PATHSPECS: '1' } },
    );
    return parseTree(stdout.toString());
  }

  async blob(sha: string): Promise<Buffer> {
    const { stdout } = await this.run(['cat-file', 'blob', sha]);
    return stdout;
  }

  async mergeBase(one: string, other: string): Promise<string | undefined> {
    const { stdout, exitCode } = await this.run(['merge-base', one, other], {
      exitCodes: [0, 1],
    });
    return exitCode === 0 ? stdout.toString().trim() : undefined;
  }

  async isAncestor(ancestor: string, descendant: string): Promise<boolean> {
    const { exitCode } = await this.run(
      ['merge-base', '--is-ancestor', ancestor, descendant],
      { exitCodes: [0, 1] },
    );
    return exitCode === 0;
  }

  async changedFiles(from: string, to: string): Promise<ChangedFile[]> {
    const { stdout } = await this.run([
      'diff-tree',
      '-r',
      '-z',
      '--raw',
      '--numstat',
      '--no-renames',
      from,
      to,
    ]);
    return parseChangedFiles(stdout.toString());
  }

  diff(from: string, to: string): Promise<string> {
    return this.text(['diff', '--no-color', '--no-ext-diff', from, to]);
  }
}
