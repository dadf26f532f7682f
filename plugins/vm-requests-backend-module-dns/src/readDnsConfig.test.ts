import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { readDnsConfig } from './readDnsConfig';

const secret = Buffer.from('secret of the server').toString('base64');

const read = (dns: JsonObject) =>
  readDnsConfig(
    new ConfigReader({
      vmRequests: {
        dns: {
          server: 'ns1.acme.example',
          key: { name: 'backlot', secret },
          zones: ['dev.acme.example'],
          ...dns,
        },
      },
    }),
  );

describe('readDnsConfig', () => {
  it('fills in what is left out', () => {
    expect(read({})).toEqual({
      server: 'ns1.acme.example',
      port: 53,
      key: {
        name: 'backlot',
        algorithm: 'hmac-sha256',
        secret: Buffer.from('secret of the server'),
      },
      zones: ['dev.acme.example'],
      reverseZones: [],
      ttlSeconds: 3600,
      timeoutMs: 10_000,
    });
  });

  it('reads names as DNS compares them, and times', () => {
    expect(
      read({
        port: 5353,
        key: { name: 'Backlot.', algorithm: 'hmac-sha512', secret },
        zones: ['Dev.ACME.example.'],
        reverseZones: ['20.10.IN-ADDR.arpa.', '8.b.d.0.1.0.0.2.ip6.arpa'],
        ttl: { minutes: 5 },
        timeout: '2s',
      }),
    ).toMatchObject({
      port: 5353,
      key: { name: 'backlot', algorithm: 'hmac-sha512' },
      zones: ['dev.acme.example'],
      reverseZones: ['20.10.in-addr.arpa', '8.b.d.0.1.0.0.2.ip6.arpa'],
      ttlSeconds: 300,
      timeoutMs: 2_000,
    });
  });

  it('is nothing where nothing is configured', () => {
    expect(readDnsConfig(new ConfigReader({ vmRequests: {} }))).toBeUndefined();
  });

  it.each<[JsonObject, string]>([
    [
      { key: { name: 'backlot', algorithm: 'hmac-md5', secret } },
      'vmRequests.dns.key.algorithm must be one of hmac-sha256, hmac-sha384, hmac-sha512; got "hmac-md5"',
    ],
    [
      { key: { name: 'backlot', secret: 'no Base64!' } },
      'vmRequests.dns.key.secret must be Base64',
    ],
    [
      { reverseZones: ['10.20.0.0/16'] },
      'vmRequests.dns.reverseZones must end with .in-addr.arpa or .ip6.arpa, got "10.20.0.0/16"',
    ],
    [
      { zones: ['dev..example'] },
      '"dev..example" is no name that DNS can hold',
    ],
  ])('refuses %j', (dns, words) => {
    expect(() => read(dns)).toThrow(words);
  });

  it('does not repeat a secret that is wrong', () => {
    expect(() => read({ key: { name: 'k', secret: 'hunter2!' } })).toThrow(
      /^(?!.*hunter2)/,
    );
  });
});
