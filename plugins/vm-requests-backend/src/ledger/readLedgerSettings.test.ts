import { ConfigReader } from '@backstage/config';
import { blueprint, settings } from '../__testUtils__/company';
import { readLedgerSettings } from './readLedgerSettings';

const least = {
  repository: 'platform/infrastructure',
  moduleSource: 'git::https://forge.example/i.git//modules/rhel9-vm?ref=v1',
  provider: { source: 'vmware/vsphere', version: '1.26.0' },
  policy: JSON.parse(JSON.stringify(settings.policy)),
};

function read(overrides: object = {}) {
  return readLedgerSettings(
    new ConfigReader({ vmRequests: { ...least, ...overrides } }),
  );
}

/** A policy whose sandbox gives guests so much time. */
function withGuest(reportWithin: unknown) {
  const { sandbox } = least.policy.environments;
  return {
    policy: {
      environments: { sandbox: { ...sandbox, guest: { reportWithin } } },
    },
  };
}

/** A policy whose sandbox has a network with such an IPv6 prefix. */
function withIpv6Prefix(prefix: string) {
  const { sandbox } = least.policy.environments;
  const [site] = sandbox.sites;
  const network = {
    ...site.networks[0],
    ipv6: { prefix, gateway: '2001:db8::1' },
  };
  return {
    policy: {
      environments: {
        sandbox: { ...sandbox, sites: [{ ...site, networks: [network] }] },
      },
    },
  };
}

/** A policy whose sandbox has such change windows and freezes. */
function withChanges(changes: object) {
  const { sandbox } = least.policy.environments;
  return { policy: { environments: { sandbox: { ...sandbox, ...changes } } } };
}

const night = { from: '20:00', to: '06:00' };
const freeze = {
  from: '2020-01-01T00:00',
  to: '2999-01-01T00:00',
  reason: 'For ever',
};

describe('readLedgerSettings', () => {
  it('has a sensible default for all that is not the installation’s own', () => {
    expect(read()).toEqual({
      ...settings,
      platformTeam: [],
      blueprints: {
        'rhel9-vm': {
          ...blueprint,
          terraform: {
            moduleSource: least.moduleSource,
            provider: least.provider,
          },
        },
      },
      expiry: 14 * 24 * 3600_000,
      reservation: 24 * 3600_000,
      machineWait: 20_000,
    });
  });

  it('reads durations, and names a template as others do', () => {
    expect(
      read({
        quarantine: 'PT1H',
        retention: { events: { days: 400 }, logs: '7d' },
        expiry: { days: 1 },
        attempts: { lease: { seconds: 30 }, limit: 1 },
        applyTemplate: 'platform/apply',
      }),
    ).toMatchObject({
      quarantine: 3600_000,
      retention: {
        events: 400 * 24 * 3600_000,
        logs: 7 * 24 * 3600_000,
      },
      expiry: 24 * 3600_000,
      attempts: { lease: 30_000, limit: 1 },
      applyTemplate: 'template:platform/apply',
    });
  });

  it.each([
    ['20m', { minutes: 20 }],
    ['PT1H', { hours: 1 }],
    [{ seconds: 90 }, { seconds: 90 }],
  ])('gives guests %j for their report', (reportWithin, said) => {
    const { policy } = read(withGuest(reportWithin));
    expect(policy.environments.sandbox.guest).toEqual({ reportWithin: said });
  });

  it.each([
    [{ policy: { environments: { dev: {} } } }, /vmRequests.policy.*invalid/],
    [{ directory: 'vms/{name}' }, /must hold \{environment\} and \{name\}/],
    [{ attempts: { limit: 0 } }, /whole number of at least 1/],
    [{ repository: undefined }, /repository/],
    [{ provider: undefined }, /vmRequests\.provider/],
    [withGuest('soon'), /"soon" is not a duration/],
    [withGuest({ fortnights: 1 }), /is not a duration/],
    [withGuest({ minutes: 0 }), /is not a duration/],
    [
      withIpv6Prefix('2001:db8::'),
      /Invalid IPv6 range[^]*networks\[0\]\.ipv6\.prefix/,
    ],
    [
      withIpv6Prefix('2001:db8::/x'),
      /Invalid IPv6 range[^]*networks\[0\]\.ipv6\.prefix/,
    ],
    [
      { macAddresses: { from: '00:50:56:10:00:00', to: '00:50:56:00:00:00' } },
      /vmRequests.macAddresses.*ends before it begins/,
    ],
    [{ macAddresses: { from: '00:50:56:10:00:00' } }, /macAddresses.*'?to/],
    [
      withChanges({ windows: [{ ...night, from: '24:30' }] }),
      /Not a time of day[^]*environments\.sandbox\.windows\[0\]\.from/,
    ],
    [
      withChanges({ windows: [{ ...night, days: ['monday'] }] }),
      /environments\.sandbox\.windows\[0\]\.days\[0\]/,
    ],
    [
      withChanges({ windows: [{ ...night, timeZone: 'Mars/Base' }] }),
      /Not a time zone[^]*windows\[0\]\.timeZone/,
    ],
    [
      withChanges({ freezes: [{ ...freeze, to: freeze.from }] }),
      /A freeze ends after it begins[^]*freezes\[0\]\.to/,
    ],
    [
      withChanges({ freezes: [{ ...freeze, from: '2026-01-01T00:00Z' }] }),
      /freezes\[0\]\.from/,
    ],
    [
      withChanges({ windows: [night], freezes: [freeze] }),
      /environments\.sandbox: windows and freezes leave no time to apply create within 400 days/,
    ],
    [
      withChanges({ freezes: [{ ...freeze, operations: ['resize'] }] }),
      /leave no time to apply resize/,
    ],
    [withChanges({ onBehalf: { by: [] } }), /sandbox\.onBehalf\.by/],
  ])('says what is wrong with %j', (overrides, words) => {
    expect(() => read(overrides)).toThrow(words);
  });
});
