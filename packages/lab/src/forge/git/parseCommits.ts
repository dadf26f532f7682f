/** @internal */
export interface GitPerson {
  name: string;
  email: string;
  /** ISO 8601 in UTC. */
  date: string;
}

/** @internal */
export interface GitCommit {
  sha: string;
  tree: string;
  parents: string[];
  author: GitPerson;
  committer: GitPerson;
  /** As git keeps it, with its last line break. */
  message: string;
}

const FIELD = '\u001f';

/**
 * The `--format` of `git log -z` that {@link parseCommits} reads.
 *
 * @internal
 */
export const commitFormat = [
  '%H',
  '%T',
  '%P',
  '%an',
  '%ae',
  '%at',
  '%cn',
  '%ce',
  '%ct',
  '%B',
].join('%x1f');

function person(name: string, email: string, seconds: string): GitPerson {
  return { name, email, date: isoSeconds(new Date(Number(seconds) * 1000)) };
}

/**
 * A time as Gitea writes it: ISO 8601 in UTC, whole seconds.
 *
 * @internal
 */
export function isoSeconds(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** @internal */
export function parseCommits(output: string): GitCommit[] {
  return output
    .split('\0')
    .filter(Boolean)
    .map(record => {
      const [sha, tree, parents, an, ae, at, cn, ce, ct, ...message] =
        record.split(FIELD);
      return {
        sha,
        tree,
        parents: parents.split(' ').filter(Boolean),
        author: person(an, ae, at),
        committer: person(cn, ce, ct),
        message: message.join(FIELD),
      };
    });
}
