import { LedgerMachineDetail } from '@backlot/plugin-vm-requests-common';
import { plannedRequest } from './requests';

/** A machine that stands, as the API answers its owner. */
export const webMachine: LedgerMachineDetail = {
  id: plannedRequest.machineId,
  lifecycle: 'active',
  generation: 1,
  source: 'lab',
  providerId: 'vm-42',
  name: 'web01',
  fqdn: 'web01.prod.acme.example',
  environment: 'production',
  blueprint: 'rhel9-vm',
  stack: 'default',
  owner: 'group:default/team-payments',
  request: plannedRequest.id,
  purpose: 'Shop',
  address: '10.20.110.7',
  createdAt: plannedRequest.createdAt,
  isProtected: false,
  mayProtect: true,
  hardware: {
    cpus: 2,
    memoryMib: 4096,
    disks: [{ label: 'disk0', sizeGib: 40 }],
  },
  sizes: {
    small: { title: 'Small', cpus: 2, memoryMib: 4096, diskGib: 0 },
    medium: { title: 'Medium', cpus: 4, memoryMib: 8192, diskGib: 80 },
    huge: { title: 'Huge', cpus: 64, memoryMib: 8192, diskGib: 0 },
  },
  limits: { cpus: 8, memoryMib: 16384, diskGib: 200 },
  requests: [
    {
      id: plannedRequest.id,
      kind: 'create',
      operation: 'Create',
      state: 'done',
      requestedBy: 'user:default/anna.weber',
      createdAt: plannedRequest.createdAt,
      updatedAt: plannedRequest.updatedAt,
    },
  ],
  operations: [
    {
      kind: 'resize',
      title: 'Resize',
      description: 'Changes CPUs and memory, lets disks grow, or adds disks.',
      template: 'template:default/vm-resize',
    },
    {
      kind: 'decommission',
      title: 'Decommission',
      description: 'Ends the machine and gives back its name and address.',
      template: 'template:default/vm-decommission',
    },
  ],
};

const openRequest = '01JD0000000000000000000009';

/** The same while a request on it is open. */
export const busyMachine: LedgerMachineDetail = {
  ...webMachine,
  openRequest,
  operations: webMachine.operations.map(offer => ({
    ...offer,
    refusal: `Request ${openRequest} on it is open. Wait for its end, or cancel it.`,
  })),
};
