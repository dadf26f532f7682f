/** @internal */
export interface ChangedFile {
  path: string;
  status: 'added' | 'changed' | 'deleted';
  additions: number;
  deletions: number;
}

const statuses: Record<string, ChangedFile['status']> = {
  A: 'added',
  D: 'deleted',
};

/**
 * Reads the output of `git diff-tree -r -z --raw --numstat --no-renames`: first one `:…` record and
 * its path for each file, then one `added<TAB>deleted<TAB>path` record for each.
 *
 * @internal
 */
export function parseChangedFiles(output: string): ChangedFile[] {
  const records = output.split('\0').filter(Boolean);
  const status = new Map<string, ChangedFile['status']>();
  const files: ChangedFile[] = [];
  for (let index = 0; index < records.length; index += 1) {
    const record = records[index];
    if (record.startsWith(':')) {
      index += 1;
      status.set(
        records[index],
        statuses[record.split(' ')[4][0]] ?? 'changed',
      );
    } else {
      const [additions, deletions, ...path] = record.split('\t');
      files.push({
        path: path.join('\t'),
        status: status.get(path.join('\t')) ?? 'changed',
        additions: Number(additions) || 0,
        deletions: Number(deletions) || 0,
      });
    }
  }
  return files;
}
