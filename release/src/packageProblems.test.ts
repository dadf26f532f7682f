import { packageProblems } from './packageProblems';

const files = ['LICENSE', 'README.md', 'dist/index.cjs.js', 'package.json'];
const manifest = {
  name: '@backlot/a',
  version: '0.1.0',
  license: 'Apache-2.0',
  engines: { node: '22' },
  exports: {
    '.': { types: './dist/index.d.ts', default: './dist/index.cjs.js' },
    './package.json': './package.json',
  },
  dependencies: { express: '^4.22.0', '@backlot/b': '^0.1.0' },
};

describe('packageProblems', () => {
  it('finds none in a package that can be published', () => {
    expect(packageProblems(manifest, files)).toEqual([]);
  });

  it.each([
    ['LICENSE', /^has no LICENSE: copy/],
    ['README.md', /^has no README.md: write/],
  ])('misses %s', (file, problem) => {
    expect(
      packageProblems(
        manifest,
        files.filter(other => other !== file),
      ),
    ).toEqual([expect.stringMatching(problem)]);
  });

  it.each([
    [{ license: undefined }, /^names no license/],
    [{ engines: undefined }, /^does not say which Node/],
    [
      {
        exports: {
          './cli': {
            require: './dist/cli.cjs.js',
            types: './dist/cli.d.ts',
          },
        },
      },
      /^does not name the types of "\.\/cli" before all else/,
    ],
    [
      { peerDependencies: { '@backlot/b': 'workspace:^' } },
      /^has the range workspace:\^ of @backlot\/b in peerDependencies/,
    ],
    [
      { dependencies: { sqlite: 'patch:sqlite@1.0.0#x.patch' } },
      /^has the range patch:.* of sqlite in dependencies/,
    ],
  ])('sees what is wrong with %j', (change, problem) => {
    expect(packageProblems({ ...manifest, ...change }, files)).toEqual([
      expect.stringMatching(problem),
    ]);
  });
});
