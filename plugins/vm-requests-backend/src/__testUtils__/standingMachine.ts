import { exampleHardware } from '@backlot/vsphere-templates/testUtils';
import {
  MachineHardware,
  machineHardwareSchema,
} from '@backlot/vsphere-templates';
import { jsonRecordSchema } from '@backlot/plugin-vm-requests-common';
import { StandingMachine } from '../operations/adopt/StandingMachine';

/** The hardware of a machine that is in nothing unusual. */
export function machineHardware(
  changes: Partial<MachineHardware> = {},
): MachineHardware {
  return machineHardwareSchema.parse({
    ...exampleHardware(),
    linkedDisks: [],
    unknownCdDrives: [],
    ...changes,
  });
}

/** A machine that nobody requested, which policy lets be adopted. */
export function standingMachine(
  changes: Partial<StandingMachine> = {},
  machine: Partial<StandingMachine['machine']> = {},
): StandingMachine {
  return {
    machine: {
      source: 'lab',
      id: 'vm-77',
      name: 'old01',
      instanceUuid: '5023-77',
      uuid: '4223-77',
      power: 'on',
      cpus: 2,
      memoryMib: 4096,
      connected: true,
      ...machine,
    },
    live: true,
    datacenter: { id: 'datacenter-1', name: 'fra1', folders: [] },
    cluster: { id: 'domain-c1', name: 'fra1-dev-01' },
    resourcePool: { id: 'resgroup-1', name: 'Resources', vApp: false },
    datastores: [{ id: 'datastore-1', name: 'fast-01' }],
    folder: {
      id: 'group-v1',
      path: 'backlot/development',
      names: ['backlot', 'development'],
    },
    cards: [
      {
        label: 'Network adapter 1',
        adapterType: 'vmxnet3',
        macAddress: '00:50:56:81:00:77',
        network: { id: 'network-1', name: 'fra1-dev-app' },
        addresses: ['10.20.210.77', 'fe80::77'],
      },
    ],
    snapshots: [],
    hardware: jsonRecordSchema.parse(machineHardware()),
    problems: [],
    ...changes,
  };
}
