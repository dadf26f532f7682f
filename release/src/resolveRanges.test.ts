import * as fc from 'fast-check';
import { dependencyKinds } from './Manifest';
import { resolveRanges } from './resolveRanges';

const versions = new Map([
  ['@backlot/a', '1.2.3'],
  ['@backlot/b', '0.4.0'],
]);

describe('resolveRanges', () => {
  it('puts versions in place of workspace ranges, as Yarn does', () => {
    expect(
      resolveRanges(
        {
          name: '@backlot/c',
          version: '0.1.0',
          dependencies: { '@backlot/a': 'workspace:^', express: '^4.22.0' },
          devDependencies: { '@backlot/b': 'workspace:~' },
          peerDependencies: { '@backlot/a': 'workspace:*' },
          optionalDependencies: { '@backlot/b': 'workspace:^0.3.0' },
        },
        versions,
      ),
    ).toEqual({
      name: '@backlot/c',
      version: '0.1.0',
      dependencies: { '@backlot/a': '^1.2.3', express: '^4.22.0' },
      devDependencies: { '@backlot/b': '~0.4.0' },
      peerDependencies: { '@backlot/a': '1.2.3' },
      optionalDependencies: { '@backlot/b': '^0.3.0' },
    });
  });

  it('refuses a dependency that nobody could install', () => {
    expect(() =>
      resolveRanges(
        {
          name: '@backlot/c',
          version: '0.1.0',
          dependencies: { '@backlot/e2e': 'workspace:^' },
        },
        versions,
      ),
    ).toThrow(
      '@backlot/c depends on @backlot/e2e, which is not published: make @backlot/e2e public, or drop the dependency',
    );
  });

  it('leaves no workspace range, and all else as it is', () => {
    const ranges = fc.dictionary(
      fc.constantFrom('@backlot/a', '@backlot/b', 'express', 'zod'),
      fc.constantFrom('^4.0.0', '*', 'npm:x@1.0.0'),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...dependencyKinds),
        ranges,
        fc.constantFrom('workspace:^', 'workspace:~', 'workspace:*'),
        (kind, others, range) => {
          const manifest = {
            name: 'c',
            version: '0.1.0',
            [kind]: { ...others, '@backlot/a': range },
          };
          const { [kind]: resolved, ...rest } = resolveRanges(
            manifest,
            versions,
          );
          expect(JSON.stringify(resolved)).not.toContain('workspace:');
          expect(resolved).toMatchObject(
            Object.fromEntries(
              Object.entries(others).filter(([name]) => name !== '@backlot/a'),
            ),
          );
          expect(rest).toEqual({ name: 'c', version: '0.1.0' });
        },
      ),
    );
  });
});
