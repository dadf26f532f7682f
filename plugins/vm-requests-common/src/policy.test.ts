import { familiesOf } from './networkFamilies';
import { policyEnvironmentSchema, policyNetworkSchema } from './policy';

const named = { name: 'app', domain: 'dev.acme.example' };
const ipv4 = { prefix: '10.20.210.0/24', gateway: '10.20.210.1' };
const ipv6 = { prefix: '2001:db8:20::/64', gateway: '2001:db8:20::1' };

describe('a network of the policy', () => {
  it.each<[string, object, string[]]>([
    ['IPv4', ipv4, ['ipv4']],
    ['IPv6', { ipv6 }, ['ipv6']],
    ['both', { ...ipv4, ipv6 }, ['ipv4', 'ipv6']],
    [
      'IPv6 with 64 addresses',
      { ipv6: { prefix: '2001:db8::/122', gateway: '2001:db8::3f' } },
      ['ipv6'],
    ],
  ])('has addresses of %s', (_, given, families) => {
    const network = policyNetworkSchema.parse({ ...named, ...given });
    expect(familiesOf(network).map(({ family }) => family)).toEqual(families);
  });

  it.each<[string, object, string]>([
    ['no prefix at all', {}, 'prefix'],
    ['a prefix without its gateway', { prefix: ipv4.prefix }, 'gateway'],
    ['a gateway without its prefix', { gateway: ipv4.gateway, ipv6 }, 'prefix'],
    [
      'an IPv4 prefix as ipv6',
      { ipv6: { ...ipv6, prefix: ipv4.prefix } },
      'ipv6.prefix',
    ],
    [
      'an ipv6 prefix without a length',
      { ipv6: { ...ipv6, prefix: '2001:db8:20::' } },
      'ipv6.prefix',
    ],
    [
      'an ipv6 prefix with a length that is no number',
      { ipv6: { ...ipv6, prefix: '2001:db8:20::/x' } },
      'ipv6.prefix',
    ],
    [
      'a gateway with a length',
      { ipv6: { ...ipv6, gateway: '2001:db8:20::1/64' } },
      'ipv6.gateway',
    ],
    [
      'a gateway outside of its prefix',
      { ipv6: { ...ipv6, gateway: '2001:db8:21::1' } },
      'ipv6.gateway',
    ],
    [
      'a link-local gateway',
      { ipv6: { ...ipv6, gateway: 'fe80::1' } },
      'ipv6.gateway',
    ],
  ])('is refused with %s, by the key', (_, given, key) => {
    const { error } = policyNetworkSchema.safeParse({ ...named, ...given });
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual([key]);
  });
});

describe('limits.networkCards', () => {
  it.each([0, 11, 1.5])('is not %p', networkCards => {
    const limits = { cpus: 1, memoryMib: 4, diskGib: 1, networkCards };
    const { error } = policyEnvironmentSchema.shape.limits.safeParse(limits);
    expect(error?.issues.map(({ path }) => path.join('.'))).toContain(
      'networkCards',
    );
  });
});
