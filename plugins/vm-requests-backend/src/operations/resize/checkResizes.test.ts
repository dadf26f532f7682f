import {
  emptyPlanSections,
  Plan,
  PlanChange,
  PlanValue,
} from '@backlot/plugin-vm-requests-common';
import { checkResizes } from './checkResizes';
import { HardwareVariables } from './hardwareVariables';

const hardware: HardwareVariables = {
  cpus: 4,
  cores_per_socket: 1,
  memory_mib: 8192,
  hot_plug: { cpu_add: true, cpu_remove: false, memory_add: false },
  scsi: { controllers: 1 },
  sata_controllers: 0,
  disks: [
    { label: 'disk0', controller: 'scsi', unit: 0, size_gib: 60 },
    { label: 'disk1', controller: 'scsi', unit: 1, size_gib: 20 },
  ],
};

const asked: PlanValue[] = [
  { path: ['num_cpus'], before: 2, after: 4 },
  { path: ['memory'], before: 4096, after: 8192 },
  { path: ['memory_reservation'], before: 4096, after: 8192 },
  { path: ['disk', 0, 'size'], before: 40, after: 60 },
  { path: ['disk', 1], after: {} },
  { path: ['disk', 1, 'label'], after: 'disk1' },
  { path: ['disk', 1, 'path'], unknown: true },
];

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
        address: 'module.vm.vsphere_virtual_machine.this[0]',
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

const check = (given: Plan) => checkResizes(given, 'vms/dev/web01', hardware);

describe('checkResizes', () => {
  it('lets CPUs, memory and disks change to what was asked for', () => {
    expect(() => check(plan(asked))).not.toThrow();
  });

  it('lets a size be put right that somebody changed meanwhile', () => {
    expect(() =>
      check(plan([{ path: ['num_cpus'], before: 8, after: 4 }])),
    ).not.toThrow();
  });

  it.each<[string, Plan, RegExp]>([
    [
      'a replacement',
      plan(asked, { actions: ['delete', 'create'] }),
      /delete and create module\.vm/,
    ],
    [
      'an attribute that forces a replacement',
      plan(asked, { replacePaths: [['name']] }),
      /would update module\.vm/,
    ],
    [
      'counts that say more than the changes',
      plan(asked, {}, { summary: { add: 1, change: 1, destroy: 0 } }),
      /add 1 and destroy 0/,
    ],
    [
      'another resource',
      plan(
        asked,
        {},
        { changes: [...plan(asked).changes, ...plan(asked).changes] },
      ),
      /also change module\.vm/,
    ],
    [
      'an import',
      plan(asked, { importing: { id: '/dc/vm/web01' } }),
      /would update/,
    ],
    [
      'another attribute',
      plan([...asked, { path: ['name'], before: 'web1', after: 'web01' }]),
      /also change name from "web1" to "web01"/,
    ],
    [
      'other CPUs than asked for',
      plan([{ path: ['num_cpus'], before: 2, after: 8 }]),
      /num_cpus from 2 to 8/,
    ],
    [
      'a disk that shrinks',
      plan([{ path: ['disk', 0, 'size'], before: 80, after: 60 }]),
      /disk\.0\.size from 80 to 60/,
    ],
    [
      'the label of a disk, which Terraform would take for another disk',
      plan([
        ...asked,
        { path: ['disk', 0, 'label'], before: 'disk0', after: '<deleted>' },
      ]),
      /disk\.0\.label/,
    ],
    [
      'a disk that goes away',
      plan([...asked, { path: ['disk', 2], before: {} }]),
      /disk\.2/,
    ],
    [
      'the MAC address of a card',
      plan([
        ...asked,
        { path: ['network_interface', 0, 'mac_address'], unknown: true },
      ]),
      /mac_address .*known after apply/,
    ],
    ['an incomplete plan', plan(asked, {}, { complete: false }), /incomplete/],
    [
      'nothing',
      plan([], {}, { changes: [], summary: { add: 0, change: 0, destroy: 0 } }),
      /changes nothing/,
    ],
  ])('refuses %s', (_, given, words) => {
    expect(() => check(given)).toThrow(words);
  });
});
