import { ConfigReader } from '@backstage/config';
import { readAtlantisConfig } from './config';

function read(atlantis: object) {
  return readAtlantisConfig(new ConfigReader({ atlantis: { ...atlantis } }));
}

describe('readAtlantisConfig', () => {
  it('has defaults, and allows nothing by itself', () => {
    expect(read({ url: 'https://atlantis.example/', apiSecret: 's' })).toEqual({
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
