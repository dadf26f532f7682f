import { ConfigReader } from '@backstage/config';
import { settings } from '../__testUtils__/company';
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

describe('readLedgerSettings', () => {
  it('has a sensible default for all that is not the installation’s own', () => {
    expect(read()).toEqual({
      ...settings,
      repository: least.repository,
      terraform: { moduleSource: least.moduleSource, provider: least.provider },
      expiry: 14 * 24 * 3600_000,
      reservation: 24 * 3600_000,
      machineWait: 20_000,
    });
  });

  it('reads durations, and names a template as others do', () => {
    expect(
      read({
        quarantine: 'PT1H',
        expiry: { days: 1 },
        attempts: { lease: { seconds: 30 }, limit: 1 },
        applyTemplate: 'platform/apply',
      }),
    ).toMatchObject({
      quarantine: 3600_000,
      expiry: 24 * 3600_000,
      attempts: { lease: 30_000, limit: 1 },
      applyTemplate: 'template:platform/apply',
    });
  });

  it.each([
    [{ policy: { environments: { dev: {} } } }, /vmRequests.policy.*not right/],
    [{ directory: 'vms/{name}' }, /must hold \{environment\} and \{name\}/],
    [{ attempts: { limit: 0 } }, /whole number of at least 1/],
    [{ repository: undefined }, /repository/],
    [{ provider: undefined }, /vmRequests\.provider/],
  ])('says what is wrong with %j', (overrides, words) => {
    expect(() => read(overrides)).toThrow(words);
  });
});
