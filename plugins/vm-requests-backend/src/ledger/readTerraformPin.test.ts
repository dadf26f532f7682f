import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { readTerraformPin } from './readTerraformPin';

const moduleSource =
  'git::https://forge.example/i.git//modules/rhel9-vm?ref=v1';
const provider = { source: 'vmware/vsphere', version: '1.26.0' };

const lockFile = (version: string) => `
provider "registry.terraform.io/vmware/vsphere" {
  version = "${version}"
  hashes  = ["h1:kaI0I86OR2xy7EOwyVwBfUnB6y234qgND9Zebdw6tPQ="]
}`;

function read(overrides: JsonObject = {}) {
  return readTerraformPin(
    new ConfigReader({ moduleSource, provider, ...overrides }),
  );
}

describe('readTerraformPin', () => {
  it('reads a module with its tag, and one version of a provider', () => {
    expect(read()).toEqual({ moduleSource, provider });
  });

  it('reads a lock file that names that version, and ends it with a line', () => {
    expect(
      read({ provider: { ...provider, lockFile: lockFile('1.26.0') } }),
    ).toEqual({
      moduleSource,
      provider,
      lockFile: `${lockFile('1.26.0')}\n`,
    });
  });

  it.each<[JsonObject, string]>([
    [
      { moduleSource: 'git::https://forge.example/i.git//modules/rhel9-vm' },
      'vmRequests.moduleSource: end it with ?ref=<tag>',
    ],
    [
      { moduleSource: 'git::https://forge.example/i.git?ref=' },
      'vmRequests.moduleSource: end it with ?ref=<tag>',
    ],
    [{ moduleSource: '../../modules/rhel9-vm' }, 'vmRequests.moduleSource'],
    [
      { provider: { ...provider, version: '>= 1.26.0, < 3.0.0' } },
      'vmRequests.provider.version: write one version, such as 1.26.0',
    ],
    [
      { provider: { ...provider, version: '= 1.26.0' } },
      'vmRequests.provider.version',
    ],
    [
      { provider: { ...provider, version: '1.26' } },
      'vmRequests.provider.version',
    ],
    [
      { provider: { ...provider, version: 2.16 } },
      'vmRequests.provider.version: write one version between quotes',
    ],
    [
      { provider: { ...provider, source: 'vsphere' } },
      'vmRequests.provider.source',
    ],
    [{ provider: { ...provider, name: 'vsphere' } }, 'vmRequests.provider'],
    [
      { provider: { ...provider, lockFile: lockFile('2.16.1') } },
      'vmRequests.provider.lockFile:2:1 the lock file has version 2.16.1 of registry.terraform.io/vmware/vsphere, and the pinned one is 1.26.0 (make it with terraform providers lock',
    ],
    [
      { provider: { ...provider, lockFile: 'provider {' } },
      'vmRequests.provider.lockFile:1:1 block provider is not closed',
    ],
  ])('says what is wrong with %j', (overrides, words) => {
    expect(() => read(overrides)).toThrow(words);
  });
});
