import { generateKeyPairSync } from 'node:crypto';
import { blueprintSchema } from './blueprint';
import { quotaProblem, resolveSpec } from './machineSpec';
import { policySchema } from './policy';
import { machineSpecSchema } from './requests';

const policy = policySchema.parse({
  environments: {
    development: {
      title: 'Development',
      approval: { required: true, approvers: ['group:default/vm-approvers'] },
      sites: [
        {
          source: 'lab',
          datacenter: 'fra1',
          clusters: ['fra1-dev-01', 'fra1-dev-02'],
          networks: [
            {
              name: 'fra1-dev-app',
              prefix: '10.20.210.0/24',
              gateway: '10.20.210.1',
              domain: 'dev.acme.example',
            },
          ],
          templates: ['rhel9-*'],
        },
      ],
      sizes: { small: { title: 'Small', cpus: 2, memoryMib: 4096 } },
      limits: { cpus: 8, memoryMib: 16384, diskGib: 200 },
      access: { mechanism: 'cloud-init', user: 'acme' },
      blueprints: ['rhel9-vm', 'keyless-vm'],
    },
  },
});

const blueprints = {
  'rhel9-vm': blueprintSchema.parse({
    title: 'RHEL 9',
    templates: { names: ['rhel9-*', 'other'] },
  }),
  'keyless-vm': blueprintSchema.parse({
    title: 'Without keys',
    templates: { guestIds: ['windows*'], folders: ['templates/*'] },
    name: { maxLength: 15 },
    access: { mechanism: 'sysprep', user: 'Administrator', sshKeys: false },
  }),
  'staging-vm': blueprintSchema.parse({ title: 'Not here' }),
};

const key = (() => {
  const { x } = generateKeyPairSync('ed25519').publicKey.export({
    format: 'jwk',
  });
  const bytes = Buffer.concat([
    Buffer.from('0000000b', 'hex'),
    Buffer.from('ssh-ed25519'),
    Buffer.from('00000020', 'hex'),
    Buffer.from(x!, 'base64url'),
  ]);
  return `ssh-ed25519 ${bytes.toString('base64')}`;
})();

const spec = machineSpecSchema.parse({
  name: 'web01',
  environment: 'development',
  size: 'small',
  source: 'lab',
  datacenter: 'fra1',
  network: 'fra1-dev-app',
  template: 'rhel9-2026.11',
  sshPublicKeys: [key],
  owner: 'group:default/team-payments',
  purpose: 'Payment API',
});

function problems(overrides: Partial<typeof spec>): string {
  return resolveSpec(policy, blueprints, {
    ...spec,
    ...overrides,
  }).problems.join('\n');
}

describe('resolveSpec', () => {
  it('turns what is allowed into hardware, network and clusters', () => {
    expect(resolveSpec(policy, blueprints, spec)).toMatchObject({
      problems: [],
      resolved: {
        fqdn: 'web01.dev.acme.example',
        nameKey: 'web01',
        clusters: ['fra1-dev-01', 'fra1-dev-02'],
        hardware: { cpus: 2, memoryMib: 4096, disksGib: [0] },
        network: { gateway: '10.20.210.1' },
        sshPublicKeys: [key],
      },
    });
  });

  it('adds the disks and takes the cluster that was asked for', () => {
    expect(
      resolveSpec(policy, blueprints, {
        ...spec,
        size: 'custom',
        custom: { cpus: 4, memoryMib: 8192, diskGib: 60 },
        extraDisks: [{ sizeGib: 100 }],
        cluster: 'fra1-dev-02',
        sshPublicKeys: [key, key],
      }),
    ).toMatchObject({
      resolved: {
        hardware: { cpus: 4, memoryMib: 8192, disksGib: [60, 100] },
        clusters: ['fra1-dev-02'],
        sshPublicKeys: [key],
      },
    });
  });

  it.each([
    [{ name: 'Web01' }, /lowercase letters/],
    [{ environment: 'toString' }, /There is no environment toString/],
    [{ size: 'huge' }, /There is no size huge; the sizes are small, custom/],
    [{ size: 'constructor' }, /There is no size constructor/],
    [{ size: 'custom' }, /needs CPUs and memory/],
    [
      { size: 'custom', custom: { cpus: 9, memoryMib: 99999, diskGib: 0 } },
      /CPUs: 9 is over the limit of 8[^]*Memory: 99999 MiB/,
    ],
    [
      { extraDisks: [{ sizeGib: 150 }, { sizeGib: 51 }] },
      /Disks: 201 GiB is over the limit of 200 GiB/,
    ],
    [{ datacenter: 'ams1' }, /Datacenter ams1 of lab is not allowed/],
    [{ source: 'other' }, /Datacenter fra1 of other is not allowed/],
    [{ cluster: 'fra1-prod-01' }, /Cluster fra1-prod-01 is not allowed/],
    [{ network: 'fra1-prod-app' }, /Network fra1-prod-app is not allowed/],
    [{ template: 'other' }, /Template other is not allowed/],
    [
      { template: 'ubuntu' },
      /ubuntu does not fit blueprint rhel9-vm; those fit that have: name rhel9-\* or other/,
    ],
    [
      { blueprint: 'toString' },
      /no blueprint toString; the blueprints are rhel9-vm, keyless-vm\./,
    ],
    [
      { blueprint: 'staging-vm' },
      /Blueprint staging-vm is not allowed in development; allowed: rhel9-vm, keyless-vm\./,
    ],
    [{ sshPublicKeys: [] }, /At least one SSH public key is needed/],
    [{ blueprint: 'keyless-vm' }, /keyless-vm take no SSH public keys/],
    [
      { blueprint: 'keyless-vm', name: 'sixteen-letters0' },
      /at most 15 characters; this one has 16/,
    ],
    [{ sshPublicKeys: ['nonsense'] }, /SSH public key 1: A key begins/],
    [{ purpose: '  ' }, /purpose is needed/],
    [
      { purpose: '-----BEGIN RSA PRIVATE KEY-----\nMIIE' },
      /The purpose holds a private key/,
    ],
  ])('refuses %j in words', (overrides, words) => {
    expect(problems(overrides)).toMatch(words);
  });

  it('takes who signs in from the blueprint before the environment', () => {
    const keyless = { ...spec, blueprint: 'keyless-vm', sshPublicKeys: [] };
    const template = { disksGib: [], guestId: 'windows2022srv_64Guest' };

    expect(
      resolveSpec(policy, blueprints, keyless, {
        ...template,
        folder: 'templates/windows',
      }),
    ).toMatchObject({
      resolved: { access: { user: 'Administrator' }, sshPublicKeys: [] },
    });
    expect(resolveSpec(policy, blueprints, spec)).toMatchObject({
      resolved: { access: { user: 'acme' } },
    });
  });

  it.each([
    [{ guestId: 'rhel9_64Guest', folder: 'templates/windows' }],
    [{ guestId: 'windows2022srv_64Guest', folder: 'elsewhere' }],
    [{ guestId: 'windows2022srv_64Guest' }],
    [{}],
  ])('refuses a template of %j by guest id and folder', facts => {
    const keyless = { ...spec, blueprint: 'keyless-vm', sshPublicKeys: [] };

    expect(
      resolveSpec(policy, blueprints, keyless, { disksGib: [], ...facts })
        .problems,
    ).toEqual([
      'Template rhel9-2026.11 does not fit blueprint keyless-vm; those fit that have: operating system windows*, folder templates/*.',
    ]);
  });

  it('names everything that is wrong at once', () => {
    expect(
      problems({ name: '-', size: 'huge', network: 'nowhere' }).split('\n'),
    ).toHaveLength(3);
  });
});

describe('quotaProblem', () => {
  const environment = {
    title: 'Development',
    limits: { cpus: 1, memoryMib: 1, diskGib: 1, machinesPerOwner: 2 },
  };

  it('counts up to the limit', () => {
    expect(quotaProblem(environment, 'group:default/a', 1)).toBeUndefined();
    expect(quotaProblem(environment, 'group:default/a', 2)).toBe(
      'group:default/a has 2 machines and open requests in Development; 2 are allowed.',
    );
  });
});
