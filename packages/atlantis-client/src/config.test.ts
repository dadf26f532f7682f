import { ConfigReader } from '@backstage/config';
import { readAtlantisConfigs } from './config';

function read(atlantis: object) {
  return readAtlantisConfigs(new ConfigReader({ atlantis: { ...atlantis } }))
    .default;
}

describe('an Atlantis of the configuration', () => {
  it('has defaults, and allows nothing by itself', () => {
    expect(read({ url: 'https://atlantis.example/', apiSecret: 's' })).toEqual({
      name: 'default',
      key: 'atlantis',
      url: 'https://atlantis.example',
      apiSecret: 's',
      forgeType: 'Gitea',
      ca: undefined,
      webAuth: undefined,
      concurrency: 4,
      timeouts: {
        connect: 10_000,
        plan: 900_000,
        apply: 3_600_000,
        lock: 600_000,
        settle: 30_000,
      },
      allow: [],
    });
  });

  it('reads all', () => {
    expect(
      read({
        url: 'http://127.0.0.1:4141',
        apiSecret: 's',
        forgeType: 'Gitlab',
        tls: { ca: 'PEM' },
        timeouts: { plan: { minutes: 2 }, lock: '90s' },
        allow: [{ repository: 'o/r', directories: ['vms/*/*'] }],
      }),
    ).toMatchObject({
      forgeType: 'Gitlab',
      ca: 'PEM',
      timeouts: { plan: 120_000, lock: 90_000 },
      allow: [{ repository: 'o/r', directories: ['vms/*/*'] }],
    });
  });

  it.each([
    [{ url: 'atlantis.example', apiSecret: 's' }, /http or https/],
    [{ url: 'https://a', apiSecret: 's', forgeType: 'Bitbucket' }, /Gitea/],
    [{ url: 'https://a' }, /apiSecret/],
  ])('refuses %j', (atlantis, words) => {
    expect(() => read(atlantis)).toThrow(words);
  });
});

describe('readAtlantisConfigs', () => {
  const server = { url: 'https://atlantis.example', apiSecret: 's' };
  const readAll = (data: object) =>
    readAtlantisConfigs(new ConfigReader({ ...data }));

  it('reads the one that has no name as the default, and the others by theirs', () => {
    const servers = readAll({
      atlantis: server,
      atlantisServers: {
        payments: {
          url: 'https://atlantis.pay.example',
          apiSecret: 'p',
          allow: [{ repository: 'payments/vms', directories: ['vms/*/*'] }],
        },
      },
    });

    expect(Object.keys(servers)).toEqual(['default', 'payments']);
    expect(servers.default).toMatchObject({ allow: [] });
    expect(servers.payments).toMatchObject({
      name: 'payments',
      key: 'atlantisServers.payments',
      apiSecret: 'p',
      allow: [{ repository: 'payments/vms' }],
    });
  });

  it('names the key of what is wrong', () => {
    expect(() =>
      readAll({ atlantisServers: { payments: { ...server, url: 'a' } } }),
    ).toThrow('atlantisServers.payments.url must be');
  });

  it('refuses two defaults, and none at all', () => {
    expect(() =>
      readAll({ atlantis: server, atlantisServers: { default: server } }),
    ).toThrow('atlantisServers.default and atlantis are both');
    expect(() => readAll({})).toThrow(
      "Missing required config value at 'atlantis'",
    );
  });
});
