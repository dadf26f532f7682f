import { ConfigReader } from '@backstage/config';
import { readGitForgeConfigs } from './config';

function read(gitForge: object) {
  return readGitForgeConfigs(
    new ConfigReader({
      gitForge: {
        type: 'gitea',
        url: 'https://git.example.com/',
        token: 'secret',
        repositories: ['platform/infrastructure'],
        ...gitForge,
      },
    }),
  ).default;
}

describe('a forge of the configuration', () => {
  it('fills in what is left out', () => {
    expect(read({})).toEqual({
      name: 'default',
      key: 'gitForge',
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

describe('readGitForgeConfigs', () => {
  const forge = {
    type: 'gitea',
    url: 'https://git.example.com',
    token: 'secret',
    repositories: ['platform/infrastructure'],
  };
  const readAll = (data: object) =>
    readGitForgeConfigs(new ConfigReader({ ...data }));

  it('reads the one that has no name as the default, and the others by theirs', () => {
    const forges = readAll({
      gitForge: forge,
      gitForges: { payments: { ...forge, url: 'https://git.pay.example.com' } },
    });

    expect(Object.keys(forges)).toEqual(['default', 'payments']);
    expect(forges.payments).toMatchObject({
      name: 'payments',
      key: 'gitForges.payments',
      url: 'https://git.pay.example.com',
    });
  });

  it('needs none without a name', () => {
    expect(Object.keys(readAll({ gitForges: { payments: forge } }))).toEqual([
      'payments',
    ]);
  });

  it('names the key of what is wrong', () => {
    expect(() =>
      readAll({ gitForges: { payments: { ...forge, type: 'sourcehut' } } }),
    ).toThrow('gitForges.payments.type must be gitea');
  });

  it.each(['Payments', 'pay_ments', '-a'])('refuses the name %p', name => {
    expect(() => readAll({ gitForges: { [name]: forge } })).toThrow(
      `gitForges.${name} of the configuration`,
    );
  });

  it('refuses two defaults, and none at all', () => {
    expect(() =>
      readAll({ gitForge: forge, gitForges: { default: forge } }),
    ).toThrow('gitForges.default and gitForge are both the forge "default"');
    expect(() => readAll({})).toThrow(
      "Missing required config value at 'gitForge'",
    );
  });
});
