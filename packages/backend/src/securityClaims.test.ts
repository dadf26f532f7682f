import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const docs = resolve(__dirname, '../../../docs');

/** The table at the end of docs/security.md: a claim, the file of a test, and its name. */
const claims = [
  ...readFileSync(join(docs, 'security.md'), 'utf8').matchAll(
    /^\| (.+?) +\| \[`.+?`\]\((\S+\.test\.tsx?)\) +\| (.+?) +\|$/gm,
  ),
].map(([, claim, file, name]) => ({ claim, file, name }));

/** Whether a file has a test of that name, whichever quotes it is in. */
function hasTest(text: string, name: string): boolean {
  return ["'", '"', '`'].some(quote =>
    text.includes(`${quote}${name}${quote}`),
  );
}

describe('docs/security.md', () => {
  it('has its claims in a table', () => {
    expect(claims.length).toBeGreaterThan(50);
  });

  it.each(claims)('shows by a test: $claim', ({ file, name }) => {
    const path = join(docs, file);
    expect([file, existsSync(path)]).toEqual([file, true]);
    expect([name, hasTest(readFileSync(path, 'utf8'), name)]).toEqual([
      name,
      true,
    ]);
  });
});
