import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { installSteps } from './installSteps';
import { publishedPackages } from './publishedPackages';

const root = resolve(__dirname, '../..');

describe('installSteps', () => {
  it('gathers commands and blocks, and takes what is said twice once', () => {
    const document = (name: string) =>
      [
        '```sh',
        'yarn --cwd packages/backend add \\',
        `  host@^0.1.0 ${name}@^0.1.0`,
        `yarn --cwd packages/app add ${name}-page@^0.1.0`,
        '```',
        '```ts',
        '// packages/backend/src/index.ts',
        "backend.add(import('host'));",
        `backend.add(import('${name}'));`,
        '```',
        '```yaml',
        '# app-config.yaml',
        `${name}: {}`,
        '```',
      ].join('\n');

    expect(installSteps([document('a'), document('b')])).toEqual({
      added: new Map([
        ['packages/backend', ['host@^0.1.0', 'a@^0.1.0', 'b@^0.1.0']],
        ['packages/app', ['a-page@^0.1.0', 'b-page@^0.1.0']],
      ]),
      backendLines: [
        "backend.add(import('host'));",
        "backend.add(import('a'));",
        "backend.add(import('b'));",
      ],
      config: ['a: {}\n', 'b: {}\n'],
    });
  });

  it('names ranges of the versions that there are, in all documents', async () => {
    const packages = await publishedPackages(root);
    const versions = new Map(
      packages.map(({ manifest }) => [manifest.name, manifest.version]),
    );
    const documents = await Promise.all(
      [
        'docs/add-to-backstage.md',
        'release/bundle/README.md',
        ...packages.map(({ folder }) => join(folder, 'README.md')),
      ].map(path => readFile(join(root, path), 'utf8')),
    );

    const ours = [...installSteps(documents).added.values()]
      .flat()
      .filter(added => added.startsWith('@backlot/'));

    expect(ours.length).toBeGreaterThan(packages.length / 2);
    for (const added of ours) {
      const [, name, range] = /^(@backlot\/[^@]+)@?(.*)$/.exec(added)!;
      expect({ name, range }).toEqual({
        name,
        range: `^${versions.get(name)}`,
      });
    }
  });

  it('has every backend plugin and module said how to install by its README', async () => {
    const installable = (await publishedPackages(root)).filter(({ manifest }) =>
      /^@backlot\/plugin-(.*-backend|.*-backend-module-.*)$/.test(
        manifest.name,
      ),
    );

    for (const { folder, manifest } of installable) {
      const { added, backendLines } = installSteps([
        await readFile(join(root, folder, 'README.md'), 'utf8'),
      ]);
      expect(added.get('packages/backend')).toContain(
        `${manifest.name}@^${manifest.version}`,
      );
      expect(backendLines).toContain(
        `backend.add(import('${manifest.name}'));`,
      );
    }
  });
});
