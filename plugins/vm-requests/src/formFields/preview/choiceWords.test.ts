import { policy, publicKey } from '../../__testUtils__/company';
import { choiceWords } from './choiceWords';

const form = {
  name: 'web01',
  environment: 'production',
  size: 'large',
  place: { source: 'lab', datacenter: 'ams1' },
  network: 'ams1-prod-app',
  template: 'rhel9-2026.11',
  sshPublicKeys: [publicKey, ''],
  owner: 'group:default/team-payments',
  requestedFor: 'user:default/anna.weber',
  purpose: 'Web shop',
  startAt: '2026-12-03T08:00',
};

const known = { policy, blueprint: 'rhel9-vm' };
const owners = [{ value: 'group:default/team-payments', label: 'Payments' }];

describe('choiceWords', () => {
  it('says what was chosen as people say it, in the order of the form', () => {
    expect(Object.entries(choiceWords(form, { ...known, owners }))).toEqual([
      ['name', 'web01'],
      ['blueprint', 'RHEL 9'],
      ['environment', 'Production'],
      ['size', 'Large – 8 CPUs, 32 GiB memory, 160 GiB disk'],
      ['place', 'Amsterdam'],
      ['cluster', 'The one with the most room'],
      ['network', 'ams1-prod-app'],
      ['template', 'rhel9-2026.11'],
      ['sshPublicKeys', 'ssh-ed25519 anna@laptop'],
      ['requestedFor', 'user:default/anna.weber'],
      ['owner', 'Payments'],
      ['purpose', 'Web shop'],
      ['startAt', '2026-12-03, 08:00 (UTC)'],
    ]);
  });

  it('says further network cards and data disks where there are any', () => {
    expect(
      choiceWords(
        {
          ...form,
          extraCards: [{ network: 'ams1-prod-db' }],
          extraDisks: [
            { sizeGib: 50, mountPoint: '/srv/data', fileSystem: 'ext4' },
            { sizeGib: 10 },
          ],
        },
        known,
      ),
    ).toMatchObject({
      extraCards: 'ams1-prod-db',
      extraDisks: '50 GiB at /srv/data (ext4), 10 GiB',
    });
  });

  it('says the stack where the environment has several, also of one that nobody chose', () => {
    const several = {
      ...policy,
      stacks: { default: { title: 'Platform' }, payments: {} },
      environments: {
        production: {
          ...policy.environments.production,
          stacks: ['payments', 'default'],
        },
      },
    };
    const stackOf = (stack?: string) =>
      choiceWords({ ...form, stack }, { ...known, policy: several }).stack;
    expect([stackOf('default'), stackOf()]).toEqual(['Platform', 'payments']);
    expect(
      choiceWords({ ...form, stack: 'default' }, known),
    ).not.toHaveProperty('stack');
  });

  it('says the numbers of a custom size', () => {
    const { size } = choiceWords(
      {
        ...form,
        size: 'custom',
        custom: { cpus: 1, memoryMib: 6144, diskGib: 0 },
      },
      known,
    );
    expect(size).toBe("Custom – 1 CPU, 6 GiB memory, the template's disk");
  });

  it('leaves what nobody names as it is', () => {
    expect(
      choiceWords({ ...form, cluster: 'c1' }, { blueprint: 'rhel9-vm' }),
    ).toMatchObject({
      blueprint: 'rhel9-vm',
      environment: 'production',
      size: 'large',
      place: 'ams1',
      cluster: 'c1',
      owner: 'group:default/team-payments',
    });
  });
});
