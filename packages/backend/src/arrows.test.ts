import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../../..');

const { arrows } = jest.requireActual<{
  arrows: Record<string, { src: string[]; tests?: string[] }>;
}>(join(root, '.eslintrc.arrows.js'));

interface PackageJson {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

const directories = [
  ...['packages', 'plugins'].flatMap(group =>
    readdirSync(join(root, group)).map(name => `${group}/${name}`),
  ),
  'peers',
  'bench',
  'e2e',
  'release',
];

const ours = (...dependencies: (Record<string, string> | undefined)[]) =>
  dependencies
    .flatMap(some => Object.keys(some ?? {}))
    .filter(name => name.startsWith('@backlot/'))
    .map(name => name.slice('@backlot/'.length))
    .sort();

// The linter reads import statements. It also demands that whatever is imported is a dependency, so
// these hold for other ways to import, too.
describe('the arrows between packages', () => {
  it('name each package', () => {
    expect(Object.keys(arrows).sort()).toEqual([...directories].sort());
  });

  it.each(directories)('are the dependencies of %s', directory => {
    const { dependencies, devDependencies, peerDependencies }: PackageJson =
      JSON.parse(readFileSync(join(root, directory, 'package.json'), 'utf8'));
    const { src, tests = [] } = arrows[directory];

    expect(ours(dependencies, peerDependencies)).toEqual([...src].sort());
    expect(ours(devDependencies)).toEqual([...tests].sort());
  });

  it('lead to no backend plugin but from those that start backends', () => {
    const backends = Object.entries(arrows).flatMap(([directory, { src }]) =>
      ['packages/backend', 'bench', 'peers'].includes(directory)
        ? []
        : src.filter(name => /-backend($|-module-)/.test(name)),
    );
    expect(backends).toEqual([]);
  });

  it('lead from nothing of the inventory to requests, but from the module of requests', () => {
    const requests = Object.entries(arrows)
      .filter(
        ([directory]) =>
          /vm-inventory/.test(directory) &&
          !/-module-vm-requests$/.test(directory),
      )
      .flatMap(([, { src, tests = [] }]) => [...src, ...tests])
      .filter(name => /vm-requests/.test(name));
    expect(requests).toEqual([]);
  });
});
