import { codeBlocks } from './codeBlocks';

describe('codeBlocks', () => {
  it('finds the blocks of a text, and the files that they belong into', () => {
    expect(
      codeBlocks(
        [
          '# Plugin',
          '```sh',
          'yarn --cwd packages/backend add a@^0.1.0',
          '```',
          'Then:',
          '```ts',
          '// packages/backend/src/index.ts',
          "backend.add(import('a'));",
          '```',
          '```yaml',
          '# app-config.yaml',
          'a:',
          '  url: https://a.example.com # of a',
          '```',
          '```yaml',
          '# an example',
          'b: 1',
          '```',
          '```',
          'plain',
          '```',
        ].join('\n'),
      ),
    ).toEqual([
      { language: 'sh', text: 'yarn --cwd packages/backend add a@^0.1.0\n' },
      {
        language: 'ts',
        file: 'packages/backend/src/index.ts',
        text: "backend.add(import('a'));\n",
      },
      {
        language: 'yaml',
        file: 'app-config.yaml',
        text: 'a:\n  url: https://a.example.com # of a\n',
      },
      { language: 'yaml', text: '# an example\nb: 1\n' },
    ]);
  });
});
