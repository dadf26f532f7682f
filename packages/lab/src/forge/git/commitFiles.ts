import { GitRepository } from './GitRepository';
import { GitPerson } from './parseCommits';

/**
 * One file of a commit: its new content, or null when it is removed.
 *
 * @internal
 */
export interface FileChange {
  path: string;
  content: Buffer | null;
  /** `100644` unless told. */
  mode?: string;
}

function quote(path: string): string {
  return `"${path
    .replace(/[\\"]/g, character => `\\${character}`)
    .replace(/\n/g, '\\n')}"`;
}

function signature({ name, email, date }: GitPerson): string {
  const plain = (text: string) => text.replace(/[<>\n]/g, '');
  const seconds = Math.floor(Date.parse(date) / 1000);
  return `${plain(name)} <${plain(email)}> ${seconds} +0000`;
}

function data(content: Buffer): Buffer[] {
  return [Buffer.from(`data ${content.length}\n`), content, Buffer.from('\n')];
}

/**
 * Commits changes of files to a branch, by one run of `git fast-import`, and returns the commit.
 *
 * @param commit - `parent` is the commit that the branch is at, or is to begin from; undefined in a
 *   repository without any
 * @throws GitError when the branch is elsewhere meanwhile
 * @internal
 */
export async function commitFiles(
  repository: GitRepository,
  commit: {
    branch: string;
    parent: string | undefined;
    changes: FileChange[];
    message: string;
    author: GitPerson;
    committer: GitPerson;
  },
): Promise<string> {
  const { branch, parent, changes, message, author, committer } = commit;
  const input = Buffer.concat([
    Buffer.from(
      [
        `commit refs/heads/${branch}`,
        'mark :1',
        `author ${signature(author)}`,
        `committer ${signature(committer)}`,
        '',
      ].join('\n'),
    ),
    ...data(Buffer.from(`${message.trim()}\n`)),
    Buffer.from(parent ? `from ${parent}\n` : ''),
    ...changes.flatMap(({ path, content, mode = '100644' }) =>
      content === null
        ? [Buffer.from(`D ${quote(path)}\n`)]
        : [Buffer.from(`M ${mode} inline ${quote(path)}\n`), ...data(content)],
    ),
    Buffer.from('\nget-mark :1\n'),
  ]);
  return repository.text(['fast-import', '--quiet', '--date-format=raw'], {
    input,
  });
}
