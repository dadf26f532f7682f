import * as fc from 'fast-check';
import { FileChange } from '../GitForge';
import { blobName, planFileChanges } from './planFileChanges';

const contents = fc.string({ unit: 'binary' });
const paths = fc.constantFrom('a', 'b', 'c', 'd/e');
const wanted = fc
  .dictionary(paths, fc.option(contents, { nil: null }))
  .map((files): FileChange[] =>
    Object.entries(files).map(([path, content]) => ({ path, content })),
  );
const present = fc.dictionary(paths, contents);

function namesOf(files: Record<string, string>): Map<string, string> {
  return new Map(
    Object.entries(files).map(([path, content]) => [path, blobName(content)]),
  );
}

/** What the forge would do. */
function perform(
  files: Record<string, string>,
  operations: ReturnType<typeof planFileChanges>,
): Record<string, string> {
  const result = { ...files };
  for (const { operation, path, content, sha } of operations) {
    expect(operation === 'create').toBe(result[path] === undefined);
    expect(sha).toBe(
      result[path] === undefined ? undefined : blobName(result[path]),
    );
    if (operation === 'delete') {
      delete result[path];
    } else {
      result[path] = Buffer.from(content ?? '', 'base64').toString();
    }
  }
  return result;
}

describe('planFileChanges', () => {
  it('names contents as git does', () => {
    expect(blobName('hello\n')).toBe(
      'ce013625030ba8dba906f756967f9e9ca394464a',
    );
    expect(blobName('')).toBe('e69de29bb2d1d6434b8b29ae775ad8c2e48c5391');
  });

  it('makes all files as they are to be, and leaves the others', () => {
    fc.assert(
      fc.property(present, wanted, (before, files) => {
        const after = perform(before, planFileChanges(files, namesOf(before)));
        const expected = { ...before };
        for (const { path, content } of files) {
          if (content === null) {
            delete expected[path];
          } else {
            expected[path] = Buffer.from(content).toString();
          }
        }
        expect(after).toEqual(expected);
      }),
    );
  });

  it('has nothing to do once it is done', () => {
    fc.assert(
      fc.property(present, wanted, (before, files) => {
        const after = perform(before, planFileChanges(files, namesOf(before)));
        expect(planFileChanges(files, namesOf(after))).toEqual([]);
      }),
    );
  });
});
