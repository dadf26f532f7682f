import {
  BatchItem,
  RequestBatch,
  RequestBatchSummary,
} from '@backlot/plugin-vm-requests-common';

export const batchSummary: RequestBatchSummary = {
  id: '01JD0000000000000000000009',
  kind: 'create',
  operation: 'Create',
  state: 'running',
  inTurn: false,
  requestedBy: 'user:default/anna.weber',
  owner: 'group:default/team-payments',
  environment: 'production',
  purpose: 'Shop',
  createdAt: '2026-11-21T12:00:00.000Z',
  updatedAt: '2026-11-21T12:01:00.000Z',
  count: 3,
};

/** One of a batch whose request waits for approval. */
export function plannedItem(
  position: number,
  change: Partial<BatchItem> = {},
): BatchItem {
  return {
    position,
    name: `web-0${position}`,
    state: 'opened',
    isWrong: false,
    isPassed: false,
    request: {
      id: `request-${position}`,
      state: 'planned',
      wait: {
        for: 'approval',
        since: '2026-11-21T12:01:00.000Z',
        why: 'An approver decides on the plan.',
      },
      fqdn: `web-0${position}.prod.acme.example`,
      hardware: { cpus: 2, memoryMib: 4096, disksGib: [40], diskGib: 40 },
      plan: {
        digest: `sha256:${position}`,
        summary: { add: 2, change: 0, destroy: 0 },
        doings: ['create vsphere_virtual_machine'],
      },
    },
    can: [],
    ...change,
  };
}

/** A batch of three, as the API answers it. */
export function batchOf(
  items: BatchItem[],
  change: Partial<RequestBatch> = {},
): RequestBatch {
  const { count: _, ...head } = batchSummary;
  return { ...head, items, can: [], ...change };
}
