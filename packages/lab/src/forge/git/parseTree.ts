/** @internal */
export interface TreeEntry {
  /** E.g. `100644`. */
  mode: string;
  type: 'blob' | 'tree' | 'commit';
  sha: string;
  /** Bytes; 0 for what is not a file. */
  size: number;
  path: string;
}

/**
 * Reads the output of `git ls-tree -l -z`.
 *
 * @internal
 */
export function parseTree(output: string): TreeEntry[] {
  return output
    .split('\0')
    .filter(Boolean)
    .map(record => {
      const tab = record.indexOf('\t');
      const [mode, type, sha, size] = record.slice(0, tab).split(/ +/);
      return {
        mode,
        type: type as TreeEntry['type'],
        sha,
        size: Number(size) || 0,
        path: record.slice(tab + 1),
      };
    });
}
