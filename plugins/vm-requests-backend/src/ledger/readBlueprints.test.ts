import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { settings } from '../__testUtils__/company';
import { checkBlueprintsOf, readBlueprints } from './readBlueprints';

const moduleSource =
  'git::https://forge.example/i.git//modules/rhel9-vm?ref=v1';
const provider = { source: 'vmware/vsphere', version: '1.26.0' };
const access = { mechanism: 'cloud-init', user: 'acme' };

function read(blueprints?: JsonObject, others: JsonObject = {}) {
  return readBlueprints(
    new ConfigReader({ moduleSource, provider, ...others, blueprints }),
  );
}

describe('readBlueprints', () => {
  it('has one where configuration names none', () => {
    expect(read()).toEqual({
      'rhel9-vm': {
        title: 'RHEL 9',
        family: 'linux',
        templates: {},
        name: { maxLength: 63 },
        disks: [],
        outputs: { id: 'moid' },
        values: {},
        terraform: { moduleSource, provider },
      },
    });
  });

  it('gives the module and provider of all to those that name none', () => {
    const other = {
      moduleSource: 'git::https://forge.example/i.git//modules/other?ref=v2',
      provider: { ...provider, version: '2.16.1' },
    };
    const blueprints = read({
      'rhel9-vm': { title: 'RHEL 9' },
      'other-vm': { title: 'Other', ...other },
    });
    expect(blueprints['rhel9-vm'].terraform).toEqual({
      moduleSource,
      provider,
    });
    expect(blueprints['other-vm'].terraform).toEqual(other);
  });

  it('writes the template of adoptions as the scaffolder does', () => {
    const blueprints = read({
      'other-vm': {
        title: 'Other',
        adoptTemplate: 'Template:Default/VM-Adopt',
      },
    });
    expect(blueprints['other-vm'].adoptTemplate).toBe(
      'template:default/vm-adopt',
    );
  });

  it.each<[JsonObject, string]>([
    [{ 'rhel9-vm': {} }, 'vmRequests.blueprints.rhel9-vm.title: '],
    [{ 'RHEL 9': { title: 'RHEL 9' } }, 'vmRequests.blueprints.RHEL 9: '],
    [
      { 'rhel9-vm': { title: 'RHEL 9', skeleton: './skeleton' } },
      'vmRequests.blueprints.rhel9-vm: Unrecognized key: "skeleton"',
    ],
    [
      { 'rhel9-vm': { title: 'RHEL 9', name: { maxLength: 64 } } },
      'vmRequests.blueprints.rhel9-vm.name.maxLength: ',
    ],
    [
      { 'rhel9-vm': { title: 'RHEL 9', outputs: { id: 'vm id' } } },
      "vmRequests.blueprints.rhel9-vm.outputs.id: An output's name has letters",
    ],
    [
      { 'rhel9-vm': { title: 'RHEL 9', outputs: { moid: 'vm_id' } } },
      'vmRequests.blueprints.rhel9-vm.outputs: Unrecognized key: "moid"',
    ],
    [
      { 'rhel9-vm': { title: 'RHEL 9', templates: { names: [] } } },
      'vmRequests.blueprints.rhel9-vm.templates.names: ',
    ],
    [
      { 'rhel9-vm': { title: 'RHEL 9', moduleSource: 'git::https://x.git' } },
      'vmRequests.blueprints.rhel9-vm.moduleSource: name a tag',
    ],
    [
      {
        'rhel9-vm': {
          title: 'RHEL 9',
          provider: { source: 'vmware/vsphere', version: '~> 1' },
        },
      },
      'vmRequests.blueprints.rhel9-vm.provider.version: write one version',
    ],
  ])('says of %j: %s', (blueprints, words) => {
    expect(() => read(blueprints)).toThrow(words);
  });

  it('names the blueprint’s own key where there is no module at all', () => {
    expect(() =>
      readBlueprints(
        new ConfigReader({
          provider,
          blueprints: { 'rhel9-vm': { title: 'RHEL 9' } },
        }),
      ),
    ).toThrow('vmRequests.blueprints.rhel9-vm.moduleSource: ');
  });
});

describe('checkBlueprintsOf', () => {
  const { sandbox } = settings.policy.environments;
  const check = (
    environment: Partial<typeof sandbox>,
    blueprints: JsonObject,
  ) =>
    checkBlueprintsOf(
      {
        ...settings.policy,
        environments: { sandbox: { ...sandbox, ...environment } },
      },
      read(blueprints),
    );

  it('wants environments to name blueprints that there are', () => {
    expect(() =>
      check({ blueprints: ['ubuntu-vm'] }, { 'rhel9-vm': { title: 'RHEL 9' } }),
    ).toThrow(
      'vmRequests.policy.environments.sandbox.blueprints: vmRequests.blueprints has no ubuntu-vm, only rhel9-vm',
    );
  });

  it('wants to know who signs in, of blueprints that may be requested', () => {
    const blueprints = {
      'rhel9-vm': { title: 'RHEL 9', access },
      'other-vm': { title: 'Other' },
    };
    expect(() => check({ access: undefined }, blueprints)).toThrow(
      'vmRequests.blueprints.other-vm.access: say who signs in, here or in vmRequests.policy.environments.sandbox.access',
    );
    expect(() =>
      check({ access: undefined, blueprints: ['rhel9-vm'] }, blueprints),
    ).not.toThrow();
    expect(() => check({ access }, blueprints)).not.toThrow();
  });
});
