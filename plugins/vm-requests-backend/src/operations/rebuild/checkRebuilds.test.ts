import fc from 'fast-check';
import {
  emptyPlanSections,
  Plan,
  PlanChange,
  PlanValue,
} from '@backlot/plugin-vm-requests-common';
import { checkRebuildCompletes, checkRebuilds } from './checkRebuilds';

const wanted = {
  rebuild: 1,
  placement: { template_uuid: 'newer', template: 'rhel9-2026.12' },
  hardware: {
    cpus: 2,
    cores_per_socket: 1,
    memory_mib: 4096,
    guest_id: 'rhel9_64Guest',
    firmware: 'efi',
    hot_plug: { cpu_add: false, cpu_remove: false, memory_add: false },
    scsi: { controllers: 1 },
    sata_controllers: 0,
    disks: [{ label: 'disk0', controller: 'scsi', unit: 0, size_gib: 40 }],
  },
};

const stays = (path: PlanValue['path'], value: PlanValue['after']) => ({
  path,
  before: value,
  after: value,
});

/** As Terraform 1.11 and provider 1.26.0 plan it, as far as it is looked at. */
const values: PlanValue[] = [
  stays(['name'], 'web01'),
  stays(['folder'], 'backlot/development'),
  stays(['resource_pool_id'], 'resgroup-8'),
  stays(['datastore_id'], 'datastore-9'),
  stays(['num_cpus'], 2),
  stays(['memory'], 4096),
  { path: ['moid'], unknown: true },
  { path: ['tags'], before: [] },
  { path: ['clone', 0, 'template_uuid'], before: 'older', after: 'newer' },
  stays(['disk', 0], {}),
  stays(['disk', 0, 'label'], 'disk0'),
  stays(['disk', 0, 'size'], 40),
  { path: ['disk', 0, 'uuid'], unknown: true },
  stays(['network_interface', 0, 'mac_address'], '00:50:56:00:00:11'),
  stays(['network_interface', 0, 'network_id'], 'dvportgroup-12'),
];

const number: PlanChange = {
  address: 'module.vm.terraform_data.rebuild[0]',
  mode: 'managed',
  type: 'terraform_data',
  actions: ['delete', 'create'],
  reason: 'replace_because_cannot_update',
  replacePaths: [['triggers_replace']],
  values: [{ path: ['triggers_replace'], before: 0, after: 1 }],
};

const machine: PlanChange = {
  address: 'module.vm.vsphere_virtual_machine.this[0]',
  mode: 'managed',
  type: 'vsphere_virtual_machine',
  actions: ['delete', 'create'],
  reason: 'replace_by_triggers',
  replacePaths: [],
  values,
};

function planOf(
  changes: PlanChange[] = [number, machine],
  sections: Partial<Plan> = {},
): Plan {
  return {
    ...emptyPlanSections,
    digest: `sha256:${'1'.repeat(64)}`,
    commit: 'a'.repeat(40),
    summary: { add: 2, change: 0, destroy: 2 },
    text: '',
    exact: true,
    changes,
    ...sections,
  };
}

const check = (plan: Plan) =>
  checkRebuilds(plan, 'vms/development/web01', wanted);
const withValue = (path: PlanValue['path'], value: object) =>
  planOf([
    number,
    {
      ...machine,
      values: [
        ...values.filter(each => each.path.join() !== path.join()),
        { path, ...value },
      ],
    },
  ]);

describe('checkRebuilds', () => {
  it('takes the one replacement', () => {
    expect(() => check(planOf())).not.toThrow();
    const data: PlanChange = { ...number, mode: 'data', actions: ['read'] };
    expect(() => check(planOf([number, machine, data]))).not.toThrow();
  });

  it.each<[string, Plan, RegExp]>([
    ['nothing', planOf([]), /does not make the machine again/],
    ['the number alone', planOf([number]), /does not make the machine again/],
    ['the machine alone', planOf([machine]), /does not make the machine again/],
    [
      'another number',
      planOf([
        {
          ...number,
          values: [{ path: ['triggers_replace'], before: 0, after: 2 }],
        },
        machine,
      ]),
      /delete and create module.vm.terraform_data/,
    ],
    [
      'a replacement for another reason',
      planOf([number, { ...machine, reason: 'replace_because_cannot_update' }]),
      /delete and create module.vm.vsphere_virtual_machine/,
    ],
    [
      'the new one before the old one is gone',
      planOf([number, { ...machine, actions: ['create', 'delete'] }]),
      /create and delete/,
    ],
    [
      'two machines',
      planOf([number, machine, { ...machine }]),
      /delete and create/,
    ],
    [
      'an object that an earlier replacement left',
      planOf([number, { ...machine, deposed: '1f2e' }]),
      /delete and create/,
    ],
    [
      'more than it says',
      planOf(undefined, { summary: { add: 3, change: 0, destroy: 2 } }),
      /add 3, change 0 and destroy 2/,
    ],
    ['less than all', planOf(undefined, { complete: false }), /incomplete/],
    [
      'an action',
      planOf(undefined, {
        actions: [{ address: 'action.a', type: 'a', trigger: {}, values: [] }],
      }),
      /take action.a/,
    ],
    [
      'another template',
      withValue(['clone', 0, 'template_uuid'], { after: 'other' }),
      /another template/,
    ],
    [
      'another MAC address',
      withValue(['network_interface', 0, 'mac_address'], {
        before: '00:50:56:00:00:11',
        unknown: true,
      }),
      /mac_address from "00:50:56:00:00:11" to what is known after apply/,
    ],
    [
      'a smaller disk',
      withValue(['disk', 0, 'size'], { before: 60, after: 40 }),
      /disk.0.size from 60 to 40/,
    ],
    [
      'a disk that its files do not know',
      withValue(['disk', 1], { before: {} }),
      /destroy disk 2, which is not of its template/,
    ],
    [
      'another folder',
      withValue(['folder'], { before: 'moved', after: 'backlot/development' }),
      /folder from "moved"/,
    ],
  ])('refuses %s', (_, plan, words) => {
    expect(() => check(plan)).toThrow(words);
  });

  it('refuses whatever else there is', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<PlanChange['actions']>(
          ['create'],
          ['update'],
          ['delete'],
          ['forget'],
          ['no-op'],
          ['create', 'delete'],
          ['delete', 'create'],
        ),
        fc.constantFrom('terraform_data', 'vsphere_virtual_machine', 'other'),
        fc.nat(2),
        (actions, type, at) => {
          const changes = [number, machine];
          changes.splice(at, 0, { ...machine, address: 'x', type, actions });
          // A second one that is alike is still one too many.
          expect(() => check(planOf(changes))).toThrow();
        },
      ),
    );
  });
});

describe('checkRebuildCompletes', () => {
  const made = new Set([number.address, machine.address]);
  const completes = (plan: Plan) =>
    checkRebuildCompletes(plan, 'vms/development/web01', wanted, made);
  const creates = { summary: { add: 1, change: 0, destroy: 0 } };

  it('takes the whole still, and what is missing', () => {
    expect(() => completes(planOf())).not.toThrow();
    const missing: PlanChange = {
      ...machine,
      actions: ['create'],
      reason: undefined,
    };
    expect(() => completes(planOf([missing], creates))).not.toThrow();
    const halfMade = { ...machine, reason: 'replace_because_tainted' };
    expect(() =>
      completes(
        planOf([halfMade], { summary: { add: 1, change: 0, destroy: 1 } }),
      ),
    ).not.toThrow();
  });

  it('refuses what neither is', () => {
    expect(() =>
      completes(
        planOf([{ ...machine, actions: ['delete'] }], {
          summary: { add: 0, change: 0, destroy: 1 },
        }),
      ),
    ).toThrow(/would also delete/);
    expect(() =>
      completes(withValue(['disk', 0, 'size'], { before: 60, after: 40 })),
    ).toThrow(/disk.0.size/);
  });
});
