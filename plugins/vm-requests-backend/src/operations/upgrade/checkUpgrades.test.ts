import {
  emptyPlanSections,
  Plan,
  PlanChange,
  PlanValue,
} from '@backlot/plugin-vm-requests-common';
import { checkUpgrades } from './checkUpgrades';

/** What 2.16.1 plans for a machine that 1.26.0 made. */
const ofProvider: PlanValue[] = [
  { path: ['extra_config_reboot_required'], after: true },
  { path: ['nvme_controller_count'], after: 0 },
  { path: ['sync_time_with_host'], before: false, after: true },
  { path: ['tools_upgrade_policy'], after: 'manual' },
];

const address = 'module.vm.vsphere_virtual_machine.this[0]';

function plan(
  values: PlanValue[],
  change: Partial<PlanChange> = {},
  more: Partial<Plan> = {},
): Plan {
  return {
    ...emptyPlanSections,
    digest: `sha256:${'0'.repeat(64)}`,
    commit: 'f'.repeat(40),
    summary: { add: 0, change: 1, destroy: 0 },
    text: '',
    exact: true,
    changes: [
      {
        address,
        mode: 'managed',
        type: 'vsphere_virtual_machine',
        actions: ['update'],
        replacePaths: [],
        values,
        ...change,
      },
    ],
    ...more,
  };
}

const check = (given: Plan) => checkUpgrades(given, 'vms/dev/web01');

describe('checkUpgrades', () => {
  it('lets attributes change in place, and data be read', () => {
    const { changes } = plan(ofProvider);
    expect(() => check(plan(ofProvider))).not.toThrow();
    expect(() =>
      check(
        plan(
          [],
          {},
          {
            changes: [
              ...changes,
              { ...changes[0], mode: 'data', actions: ['read'] },
            ],
          },
        ),
      ),
    ).not.toThrow();
    expect(() =>
      check(plan([{ path: ['disk', 0, 'io_share_level'], after: 'normal' }])),
    ).not.toThrow();
  });

  it('lets a plan change nothing at all', () => {
    expect(() =>
      check(
        plan(
          [],
          {},
          { changes: [], summary: { add: 0, change: 0, destroy: 0 } },
        ),
      ),
    ).not.toThrow();
  });

  it('lets the module keep another value in its state, such as the number of rebuilds', () => {
    const { changes } = plan(ofProvider);
    const kept = (actions: PlanChange['actions']): PlanChange => ({
      address: 'module.vm.terraform_data.rebuild[0]',
      mode: 'managed',
      type: 'terraform_data',
      provider: 'terraform.io/builtin/terraform',
      actions,
      replacePaths: [],
      values: [{ path: [], after: {} }],
    });
    const summaryOf = (add: number, destroy: number) => ({
      summary: { add, change: 1, destroy },
    });
    expect(() =>
      check(
        plan(
          [],
          {},
          {
            changes: [...changes, kept(['create'])],
            ...summaryOf(1, 0),
          },
        ),
      ),
    ).not.toThrow();
    // As a roll-back to the module before does.
    expect(() =>
      check(
        plan(
          [],
          {},
          {
            changes: [...changes, kept(['delete'])],
            ...summaryOf(0, 1),
          },
        ),
      ),
    ).not.toThrow();
    expect(() =>
      check(
        plan(
          [],
          {},
          {
            changes: [...changes, kept(['create'])],
            ...summaryOf(2, 0),
          },
        ),
      ),
    ).toThrow(/add 1 and destroy 0/);
  });

  it.each<[string, Plan, RegExp]>([
    [
      'a replacement',
      plan(ofProvider, { actions: ['delete', 'create'] }),
      /delete and create module\.vm/,
    ],
    [
      'an attribute that forces a replacement',
      plan(ofProvider, { replacePaths: [['name']] }),
      /replace module\.vm/,
    ],
    ['another resource', plan([], { actions: ['create'] }), /create module/],
    ['an import', plan([], { importing: { id: '/dc/vm/x' } }), /import module/],
    [
      'a resource that moves',
      plan([], { actions: ['no-op'], previousAddress: 'module.vm.old' }),
      /move module\.vm\.old to module\.vm/,
    ],
    [
      'counts that say more than the changes',
      plan(ofProvider, {}, { summary: { add: 0, change: 1, destroy: 1 } }),
      /add 0 and destroy 1/,
    ],
    ['an incomplete plan', plan([], {}, { complete: false }), /incomplete/],
    [
      'the label of a disk, which empties it',
      plan([
        { path: ['disk', 0, 'label'], before: 'disk0', after: '<deleted>' },
      ]),
      /change disk\.0\.label from "disk0" to "<deleted>"/,
    ],
    [
      'a disk that is added',
      plan([{ path: ['disk', 1], after: {} }]),
      /disk\.1/,
    ],
    [
      'the MAC address of a card',
      plan([{ path: ['network_interface', 0, 'mac_address'], unknown: true }]),
      /mac_address .*known after apply/,
    ],
  ])('refuses %s', (_, given, words) => {
    expect(() => check(given)).toThrow(words);
  });
});
