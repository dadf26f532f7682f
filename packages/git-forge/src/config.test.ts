import { ConfigReader } from '@backstage/config';
import { readGitForgeConfig } from './config';

function read(gitForge: object) {
  return readGitForgeConfig(
    new ConfigReader({
      gitForge: {
        type: 'gitea',
        url: 'https://git.example.com/',
        token: 'secret',
        repositories: ['platform/infrastructure'],
        ...gitForge,
      },
    }),
  );
}

describe('readGitForgeConfig', () => {
  it('fills in what is left out', () => {
    expect(read({})).toEqual({
      type: 'gitea',
      url: 'https://git.example.com',
      token: 'secret',
      ca: undefined,
      insecure: undefined,
      timeoutMs: 30_000,
      mergeTimeoutMs: 180_000,
      repositories: ['platform/infrastructure'],
    });
  });

  it('reads times and certificate authorities', () => {
    expect(
      read({
        timeout: '5s',
        mergeTimeout: { minutes: 2 },
        tls: { ca: 'PEM', insecure: true },
      }),
    ).toMatchObject({
      timeoutMs: 5_000,
      mergeTimeoutMs: 120_000,
      ca: 'PEM',
      insecure: true,
    });
  });

  it('knows only forges that there is code for', () => {
    expect(() => read({ type: 'sourcehut' })).toThrow(
      'gitForge.type must be gitea',
    );
  });

  it.each(['git.example.com', 'ftp://git.example.com', 'https://'])(
    'refuses the address %p',
    url => {
      expect(() => read({ url })).toThrow('gitForge.url must be');
    },
  );

  it('takes no password in the address, and does not repeat it', () => {
    expect(() => read({ url: 'https://me:hidden@git.example.com' })).toThrow(
      'got "https://…@git.example.com"',
    );
  });

  it.each(['infrastructure', 'a/b/c', '../b', 'a/..'])(
    'refuses the repository %p',
    name => {
      expect(() => read({ repositories: [name] })).toThrow(
        'gitForge.repositories must name repositories as owner/name',
      );
    },
  );
});
