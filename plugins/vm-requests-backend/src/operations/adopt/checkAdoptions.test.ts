import fc from 'fast-check';
import {
  emptyPlanSections,
  Plan,
  PlanChange,
  planSectionsSchema,
  PlanValue,
} from '@backlot/plugin-vm-requests-common';
import { checkAdoptionCompletes, checkAdoptions } from './checkAdoptions';
import { machineAddress } from './adoptionVariables';
import imported from './__fixtures__/import-1.26.0.json';

const id = '/DC0/vm/backlot/development/old01';

const timeout: PlanValue = {
  path: ['wait_for_guest_net_timeout'],
  before: 5,
  after: 0,
};

const number: PlanChange = {
  address: 'module.vm.terraform_data.rebuild[0]',
  mode: 'managed',
  type: 'terraform_data',
  actions: ['create'],
  replacePaths: [],
  values: [{ path: ['triggers_replace'], after: 0 }],
};

function machine(changes: Partial<PlanChange> = {}): PlanChange {
  return {
    address: machineAddress,
    mode: 'managed',
    type: 'vsphere_virtual_machine',
    actions: ['update'],
    importing: { id },
    replacePaths: [],
    values: [timeout],
    ...changes,
  };
}

function planOf(changes: PlanChange[], otherwise: Partial<Plan> = {}): Plan {
  const count = (action: string) =>
    changes.filter(({ actions }) => actions.join() === action).length;
  return {
    ...emptyPlanSections,
    digest: `sha256:${'0'.repeat(64)}`,
    commit: '0'.repeat(40),
    text: '',
    exact: true,
    summary: {
      add: count('create'),
      change: count('update'),
      destroy: count('delete'),
    },
    changes,
    ...otherwise,
  };
}

const check = (plan: Plan) => () => checkAdoptions(plan, 'vms/old01', { id });

describe('checkAdoptions', () => {
  it('takes what the real provider 1.26.0 planned on the simulator', () => {
    const sections = planSectionsSchema.parse(imported);
    expect(check(planOf(sections.changes, sections))).not.toThrow();
  });

  it('takes an import that changes nothing of the machine', () => {
    expect(check(planOf([number, machine()]))).not.toThrow();
    expect(
      check(planOf([number, machine({ actions: ['no-op'], values: [] })])),
    ).not.toThrow();
  });

  it.each<[string, PlanValue[]]>([
    [
      'the timeouts and defaults that an import lacks',
      [
        timeout,
        { path: ['boot_retry_delay'], before: 0, after: 10_000 },
        { path: ['disk', 0, 'keep_on_remove'], before: true, after: false },
        { path: ['disk', 0, 'io_limit'], before: 0, after: -1 },
        { path: ['disk', 1, 'io_share_level'], before: '', after: 'normal' },
        { path: ['imported'], before: true, after: false },
        { path: ['efi_secure_boot_enabled'], after: false },
      ],
    ],
  ])('lets an update write %s', (_what, values) => {
    expect(check(planOf([number, machine({ values })]))).not.toThrow();
  });

  it.each<[string, PlanValue]>([
    [
      'a label of a disk, as 1.26.0 does',
      {
        path: ['disk', 0, 'label'],
        before: 'disk-202-0',
        after: '<remove, keep disk>',
      },
    ],
    ['a further disk', { path: ['disk', 1], after: {} }],
    ['a disk that goes', { path: ['disk', 0], before: {} }],
    [
      'a disk that would be kept from now on',
      { path: ['disk', 0, 'keep_on_remove'], before: false, after: true },
    ],
    [
      'sharing of a disk, for which the provider restarts the machine',
      { path: ['disk', 0, 'disk_sharing'], before: '', after: 'sharingNone' },
    ],
    [
      'scripts of the tools, for which it restarts the machine',
      {
        path: ['run_tools_scripts_after_power_on'],
        before: false,
        after: true,
      },
    ],
    [
      'a MAC address',
      {
        path: ['network_interface', 0, 'mac_address'],
        before: '00:50:56:81:00:77',
        after: '00:50:56:00:00:01',
      },
    ],
    [
      'how a MAC address is chosen',
      {
        path: ['network_interface', 0, 'use_static_mac'],
        before: false,
        after: true,
      },
    ],
    ['the name', { path: ['name'], before: 'old01', after: 'old02' }],
    ['what nobody knows yet', { path: ['imported'], unknown: true }],
  ])(
    'refuses a plan that changes %s, whatever its counts say',
    (_what, value) => {
      expect(
        check(planOf([number, machine({ values: [timeout, value] })])),
      ).toThrow(
        /leaves the machine as it is, but the plan of vms\/old01 would change/,
      );
    },
  );

  it.each<[string, Plan]>([
    ['replaces it', planOf([machine({ actions: ['delete', 'create'] })])],
    [
      'makes it',
      planOf([machine({ actions: ['create'], importing: undefined })]),
    ],
    [
      'makes another besides',
      planOf([
        machine(),
        machine({
          address: 'vsphere_virtual_machine.other',
          actions: ['create'],
          importing: undefined,
        }),
      ]),
    ],
    [
      'destroys something',
      planOf([machine(), { ...number, actions: ['delete'] }]),
    ],
    [
      'counts more than it says',
      planOf([machine()], { summary: { add: 0, change: 1, destroy: 1 } }),
    ],
    ['is incomplete', planOf([machine()], { complete: false })],
    ['imports another', planOf([machine({ importing: { id: `${id}x` } })])],
    ['imports nothing', planOf([machine({ importing: undefined })])],
    ['does nothing', planOf([])],
    [
      'moves it',
      planOf([machine({ previousAddress: 'vsphere_virtual_machine.old' })]),
    ],
    [
      'has paths that force a replacement',
      planOf([machine({ replacePaths: [['clone']] })]),
    ],
  ])('refuses a plan that %s', (_what, plan) => {
    expect(check(plan)).toThrow();
  });

  it('lets no value of a disk or a card through but those that are known to be harmless', () => {
    const blocks = fc.constantFrom(
      'disk',
      'network_interface',
      'cdrom',
      'clone',
    );
    fc.assert(
      fc.property(
        blocks,
        fc.nat(3),
        fc.string({ minLength: 1 }),
        fc.jsonValue(),
        fc.jsonValue(),
        (block, place, attribute, before, after) => {
          fc.pre(
            !['keep_on_remove', 'io_limit', 'io_share_level'].includes(
              attribute,
            ),
          );
          // What is not set stays off: no change.
          fc.pre(
            !(after === false && (before === null || before === undefined)),
          );
          const values = [
            { path: [block, place, attribute], before, after } as PlanValue,
          ];
          expect(check(planOf([machine({ values })]))).toThrow();
        },
      ),
    );
  });

  it('lets what a failed apply has left be finished', () => {
    const completes = (plan: Plan) => () =>
      checkAdoptionCompletes(plan, 'vms/old01', { id });
    expect(completes(planOf([number, machine()]))).not.toThrow();
    expect(
      completes(planOf([machine({ importing: undefined })])),
    ).not.toThrow();
    expect(completes(planOf([]))).not.toThrow();
    expect(
      completes(
        planOf([machine({ importing: undefined, actions: ['create'] })]),
      ),
    ).toThrow();
  });
});
