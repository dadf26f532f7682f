import {
  MachineDetails,
  MachineDisk,
  MachineNetworkCard,
  MachineSnapshot,
  MachineTools,
  NetworkMacAddresses,
} from '@backlot/plugin-vm-inventory-common';
import { z } from 'zod';
import { templateProblem } from './objectSchemas';
import { schemaOf } from './schemaOf';

const bytes = z.number().describe('Bytes');
const time = z.iso.datetime();

const disk = schemaOf<MachineDisk>('A disk of a machine.', {
  label: z.string().describe('E.g. Hard disk 1'),
  capacityBytes: bytes,
  datastore: z.string().optional().describe('Id of the datastore'),
  file: z.string().optional().describe('E.g. [fast-01] web01/web01.vmdk'),
  thin: z.boolean().optional().describe('Takes space only as it is written'),
  controller: z.string().optional().describe('E.g. SCSI controller 0'),
});

const networkCard = schemaOf<MachineNetworkCard>(
  'A network card of a machine.',
  {
    label: z.string().describe('E.g. Network adapter 1'),
    adapterType: z.string().describe('E.g. vmxnet3'),
    macAddress: z.string().optional(),
    connected: z.boolean().optional(),
    network: z.string().optional().describe('Id of the network'),
    addresses: z.array(z.string()).describe('As the guest reports them'),
  },
);

const tools = schemaOf<MachineTools>("The hypervisor's tools in a guest.", {
  state: z.enum(['running', 'not-running', 'not-installed']),
  version: z.string().optional().describe('E.g. 12.3.5'),
  versionStatus: z
    .enum(['current', 'old', 'newer', 'unsupported', 'unmanaged'])
    .optional(),
});

const snapshot = schemaOf<MachineSnapshot>('A snapshot of a machine.', {
  name: z.string(),
  createdAt: time.optional(),
});

const details = schemaOf<MachineDetails>(
  'What a source says of one machine when it is asked. Absent is what it says nothing of.',
  {
    asOf: time.describe('When the source was asked'),
    disks: z.array(disk),
    networkCards: z.array(networkCard),
    tools: tools.optional(),
    guest: z.object({
      fullName: z.string().optional().describe('The operating system'),
      hostName: z.string().optional(),
    }),
    hardwareVersion: z.string().optional().describe('E.g. vmx-19'),
    firmware: z.enum(['bios', 'efi']).optional(),
    storage: z
      .object({
        committedBytes: bytes.describe('What its files take'),
        uncommittedBytes: bytes.describe('What thin disks may still take'),
      })
      .optional(),
    createdAt: time.optional(),
    bootedAt: time.optional().describe('When it was last powered on'),
    note: z.string().optional(),
    snapshots: z.array(snapshot),
    hardware: z
      .record(z.string(), z.any())
      .optional()
      .describe('Its virtual hardware, in the words of its hypervisor'),
    problems: z
      .array(templateProblem)
      .optional()
      .describe('What stands in the way of managing it with Terraform'),
  },
);

const macAddresses = schemaOf<NetworkMacAddresses>(
  'The MAC addresses of the machines in a network.',
  {
    asOf: time.describe('When the source was asked'),
    macAddresses: z
      .array(z.string())
      .describe('In lower case, with colons, each once'),
  },
);

/**
 * Schemas of what sources are asked of single objects, by their names in the document.
 *
 * @internal
 */
export const machineDetailsSchemas = {
  MachineDisk: disk,
  MachineNetworkCard: networkCard,
  MachineTools: tools,
  MachineSnapshot: snapshot,
  MachineDetails: details,
  NetworkMacAddresses: macAddresses,
};
