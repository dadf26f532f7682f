import { settings } from '../../__testUtils__/company';
import {
  machineHardware,
  standingMachine,
} from '../../__testUtils__/standingMachine';
import {
  DEFAULT_BLUEPRINT,
  jsonRecordSchema,
} from '@backlot/plugin-vm-requests-common';
import { exampleDisk } from '@backlot/vsphere-templates/testUtils';
import { planAdoption } from './planAdoption';
import { StandingMachine } from './StandingMachine';

const { policy, blueprints } = settings;
const blueprint = blueprints[DEFAULT_BLUEPRINT];
const asked = { environment: 'development' };
const terms = { environment: policy.environments.development, blueprint };

function problemsOf(
  changes: Partial<StandingMachine> = {},
  machine: Partial<StandingMachine['machine']> = {},
  options: { given?: object; terms?: object; policy?: object } = {},
) {
  return planAdoption(
    { ...policy, ...options.policy },
    { ...asked, ...options.given },
    { ...terms, ...options.terms },
    standingMachine(changes, machine),
  ).problems;
}

const [card] = standingMachine().cards;

describe('planAdoption', () => {
  it('takes a machine as it is', () => {
    const { resolved } = planAdoption(policy, asked, terms, standingMachine());
    expect(resolved).toMatchObject({
      fqdn: 'old01.dev.acme.example',
      nameKey: 'old01',
      cpus: 2,
      memoryMib: 4096,
      disksGib: [40],
      cards: [
        {
          name: 'eth0',
          network_id: 'network-1',
          mac_address: '00:50:56:81:00:77',
          static_mac: false,
          ipv4: {
            address: '10.20.210.77',
            prefix_length: 24,
            gateway: '10.20.210.1',
          },
        },
      ],
    });
  });

  it('keeps a MAC address static that somebody chose, and gives a gateway to the first card only', () => {
    const hardware = jsonRecordSchema.parse(
      machineHardware({ staticMacAddresses: ['Network adapter 2'] }),
    );
    const second = {
      ...card,
      label: 'Network adapter 2',
      macAddress: '00:50:56:00:00:78',
      addresses: ['10.20.210.78'],
    };
    const { resolved } = planAdoption(
      policy,
      asked,
      terms,
      standingMachine({ hardware, cards: [card, second] }),
    );
    expect(resolved?.cards).toMatchObject([
      { name: 'eth0', static_mac: false },
      { name: 'eth1', static_mac: true, ipv4: { address: '10.20.210.78' } },
    ]);
    expect(resolved?.cards[1].ipv4).not.toHaveProperty('gateway');
  });

  it('takes an IPv6 address where the guest reports one of the prefix, and names several', () => {
    const environment = policy.environments.networks;
    const resolvedOf = (addresses: string[]) =>
      planAdoption(
        policy,
        { environment: 'networks' },
        { ...terms, environment },
        standingMachine({
          cards: [{ ...card, addresses: ['10.20.210.77', ...addresses] }],
        }),
      ).resolved;
    expect(resolvedOf(['2001:db8::77', 'fe80::1'])).toMatchObject({
      cards: [
        {
          ipv6: {
            address: '2001:db8::77',
            prefix_length: 64,
            gateway: '2001:db8::1',
          },
        },
      ],
      allocations: [{ family: 'ipv4' }, { family: 'ipv6', interface: 'eth0' }],
      unrecorded: [],
    });
    const several = resolvedOf(['2001:db8::77', '2001:db8::abcd']);
    expect(several?.cards[0]).not.toHaveProperty('ipv6');
    expect(several?.unrecorded).toEqual([
      { card: 'eth0', addresses: ['2001:db8::77', '2001:db8::abcd'] },
    ]);
  });

  it.each<[string, Partial<StandingMachine>, RegExp]>([
    ['an inventory that is not live', { live: false }, /not followed live/],
    ['an unread configuration', { hardware: undefined }, /cannot be read/],
    ['snapshots', { snapshots: ['before'] }, /snapshots \(before\)/],
    ['a vApp', { folder: undefined }, /lies in a vApp/],
    [
      'another cluster',
      { cluster: { id: 'c', name: 'fra1-prod-01' } },
      /cluster fra1-prod-01, which is not allowed in fra1 of development; allowed: fra1-dev-01/,
    ],
    [
      'another datacenter',
      { datacenter: { id: 'd', name: 'muc1', folders: [] } },
      /muc1 of lab, which is not allowed/,
    ],
    [
      'another network',
      { cards: [{ ...card, network: { id: 'n', name: 'dmz' } }] },
      /Network adapter 1 is in network dmz, which is not allowed/,
    ],
    ['no network card', { cards: [] }, /has no network card/],
    [
      'a guest that reports nothing',
      { cards: [{ ...card, addresses: [] }] },
      /reports no address of Network adapter 1 in 10\.20\.210\.0\/24 .*Give it/,
    ],
    [
      'the address of the gateway',
      { cards: [{ ...card, addresses: ['10.20.210.1'] }] },
      /address of the gateway/,
    ],
    [
      'an odd network card',
      { cards: [{ ...card, adapterType: 'pcnet32' }] },
      /of the type pcnet32/,
    ],
    [
      'what the provider cannot keep',
      { problems: ['CD/DVD drive 1 is a drive of the host.'] },
      /CD\/DVD drive 1/,
    ],
  ])('refuses %s in words', (_what, changes, words) => {
    expect(problemsOf(changes).join(' ')).toMatch(words);
  });

  it.each<[string, Partial<StandingMachine['machine']>, RegExp]>([
    [
      'a name that machines cannot have',
      { name: 'Old_01' },
      /Rename it in lab/,
    ],
    ['a machine that is not reached', { connected: false }, /does not reach/],
    ['a suspended machine', { power: 'suspended' }, /is suspended/],
    ['more CPUs than allowed', { cpus: 64 }, /CPUs: 64 is over the limit of 8/],
  ])('refuses %s in words', (_what, machine, words) => {
    expect(problemsOf({}, machine).join(' ')).toMatch(words);
  });

  it('counts all disks towards the limit', () => {
    const disks = [0, 1, 2].map(unit =>
      exampleDisk({ unit, sizeBytes: 100 * 1024 ** 3 }),
    );
    expect(
      problemsOf({
        hardware: jsonRecordSchema.parse(machineHardware({ disks })),
      }),
    ).toEqual([expect.stringContaining('Disks: 300 GiB is over the limit')]);
  });

  it('takes the address that is given where the guest reports none', () => {
    const silent = { cards: [{ ...card, addresses: [] }] };
    const given = { address: '10.20.210.9' };
    expect(problemsOf(silent, {}, { given })).toEqual([]);
    expect(
      problemsOf(silent, {}, { given: { address: '10.9.9.9' } }).join(),
    ).toMatch(/reports no address/);
  });

  it('leaves the machines of another tool to it, by note or folder', () => {
    const managing = {
      policy: {
        adoption: {
          managedBy: [
            { title: 'Ansible', note: '*managed by ansible*' },
            { title: 'the lab', folder: 'backlot/development/lab*' },
          ],
        },
      },
    };
    expect(problemsOf({}, {}, managing)).toEqual([]);
    expect(
      problemsOf({ note: 'web, managed by ansible.' }, {}, managing).join(),
    ).toMatch(/Ansible manages it, by its note/);
    expect(
      problemsOf(
        {
          folder: { id: 'f', path: 'backlot/development/lab1', names: [] },
        },
        {},
        managing,
      ).join(),
    ).toMatch(/the lab manages it, by its folder backlot\/development\/lab1/);
  });

  it('says all at once', () => {
    expect(
      problemsOf({ snapshots: ['a'], cluster: undefined }, { cpus: 9 }),
    ).toHaveLength(3);
  });

  it.each([
    [
      { templates: { guestIds: ['windows*'] } },
      /Its operating system is rhel9_64Guest, and machines of .* have windows\*\. Adopt it by the template of another blueprint/,
    ],
    [{ name: { maxLength: 4 } }, /at most 4 characters/],
  ])('refuses one that does not fit its blueprint: %j', (changes, words) => {
    const given = { blueprint: { ...blueprint, ...changes } };
    expect(problemsOf({}, {}, { terms: given }).join(' ')).toMatch(words);
  });

  it('takes one from a folder in which no new machine lies', () => {
    const folder = { id: 'f', path: 'legacy', names: ['legacy'] };
    expect(problemsOf({ folder })).toEqual([]);
  });

  it('takes one whose operating system is its blueprint’s', () => {
    const given = {
      blueprint: { ...blueprint, templates: { guestIds: ['rhel9*'] } },
    };
    expect(problemsOf({}, {}, { terms: given })).toEqual([]);
  });
});
