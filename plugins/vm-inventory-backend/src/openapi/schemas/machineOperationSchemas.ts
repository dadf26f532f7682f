import {
  MachineOperation,
  MachineOperationPage,
  machinePowerOperations,
  MachineOperationsOffer,
  MachineOperationsVerdict,
  MachinePowerRequest,
  MachineSnapshotFacts,
  MachineSnapshotList,
  MachineSnapshotRequest,
} from '@backlot/plugin-vm-inventory-common';
import { z } from 'zod';
import { bodyOf, schemaOf } from './schemaOf';

const time = z.iso.datetime();
const ownId = z
  .string()
  .optional()
  .describe(
    "A ULID of the caller's: asking again with it does nothing anew and answers the first time's",
  );

const powerRequest = bodyOf<MachinePowerRequest>(
  "A change of a machine's power.",
  {
    operation: z
      .enum(machinePowerOperations)
      .describe(
        'shut-down and restart are the guest’s; power-off and reset are as pulling the plug',
      ),
    force: z
      .boolean()
      .optional()
      .describe('Cut the power of a guest that does not shut down or restart'),
    id: ownId,
  },
);

const snapshotRequest = bodyOf<MachineSnapshotRequest>('A snapshot to take.', {
  name: z.string().min(1).max(80),
  description: z.string().max(1000).optional(),
  memory: z.boolean().optional().describe('With what runs in it'),
  quiesce: z
    .boolean()
    .optional()
    .describe('Has the guest write its files out first; not with memory'),
  id: ownId,
});

const operation = schemaOf<MachineOperation>(
  'An operation on a machine: an entry of its history.',
  {
    id: z.string().describe('Sortable by time'),
    at: time,
    by: z.string().describe('Entity ref of the person, or a backend plugin'),
    via: z
      .string()
      .optional()
      .describe("Backend plugin that acted in the person's name"),
    source: z.string(),
    machine: z.string().describe('Id within the source'),
    machineName: z.string().describe('As it was called then'),
    instanceUuid: z.string().optional(),
    operation: z.enum([
      ...machinePowerOperations,
      'take-snapshot',
      'revert-snapshot',
      'delete-snapshot',
    ]),
    force: z.boolean().optional(),
    snapshotName: z.string().optional(),
    snapshot: z.string().optional().describe('Id within the source'),
    outcome: z
      .enum(['running', 'done', 'failed', 'unknown'])
      .describe('unknown: only a look at the machine tells'),
    error: z.string().optional(),
    endedAt: time.optional(),
  },
);

const page = schemaOf<MachineOperationPage>(
  "A page of a machine's history, newest first.",
  { items: z.array(operation), nextCursor: z.string().optional() },
);

const verdict = schemaOf<MachineOperationsVerdict>(
  'Whether something may be done.',
  {
    allowed: z.boolean(),
    reason: z.string().optional().describe('Why not, and what to do about it'),
  },
);

const offer = schemaOf<MachineOperationsOffer>(
  'What the caller may do to a machine.',
  { power: verdict, snapshots: verdict, running: operation.optional() },
);

const snapshotFacts = schemaOf<MachineSnapshotFacts>(
  'A snapshot, with what is needed to go back to it.',
  {
    id: z.string().describe('Within the source, e.g. snapshot-42'),
    name: z.string(),
    description: z.string().optional(),
    parent: z
      .string()
      .optional()
      .describe('Id of the snapshot that it was taken on top of'),
    createdAt: time.optional(),
    current: z.boolean().describe('Whether the machine runs on top of it'),
    power: z
      .enum(['on', 'off', 'suspended'])
      .optional()
      .describe('What the machine is after it was reverted to'),
    sizeBytes: z.number().optional().describe('Where the source says'),
    operation: z
      .string()
      .optional()
      .describe('Id of the operation that took it'),
    takenBy: z.string().optional().describe('Entity ref'),
  },
);

const snapshotList = schemaOf<MachineSnapshotList>(
  'The snapshots of a machine, each after the one that it was taken on top of.',
  { items: z.array(snapshotFacts) },
);

/**
 * Schemas of what is done to machines, by their names in the document.
 *
 * @internal
 */
export const machineOperationSchemas = {
  MachineOperation: operation,
  MachineOperationPage: page,
  MachineOperationsVerdict: verdict,
  MachineOperationsOffer: offer,
  MachineSnapshotFacts: snapshotFacts,
  MachineSnapshotList: snapshotList,
};

/**
 * Schemas of what is to be done to machines, by their names in the document.
 *
 * @internal
 */
export const machineOperationInputs = {
  MachinePowerRequest: powerRequest,
  MachineSnapshotRequest: snapshotRequest,
};
