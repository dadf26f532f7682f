import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { InventoryChanges } from '@backlot/plugin-vm-inventory-common';
import { VmRequestPage } from '@backlot/plugin-vm-requests-common';
import { LabBackend, labFormValues, OpenCall } from './LabBackend';
import { until } from './until';

/**
 * What a backend is kept busy with.
 *
 * @public
 */
export interface Busyness {
  /** Streams of a request's changes or log, in equal parts. */
  streams: OpenCall[];
  /** Calls that wait for changes of the inventory, as they are now. */
  waiting: OpenCall[];
  /** Makes no new calls, and resolves once each has ended. */
  end(): Promise<void>;
}

/**
 * Has a backend work on tasks, and opens streams and calls that wait. The lab has to take longer for
 * a plan than all of it is looked at.
 *
 * @param backend - with a cap on streams that is high enough
 * @public
 */
export async function keepBusy(
  backend: LabBackend,
  counts: { tasks: number; streams: number; polls: number },
): Promise<Busyness> {
  await Promise.all(
    Array.from({ length: counts.tasks }, (_, index) =>
      backend.api.request(labFormValues(`stop-${index}`)),
    ),
  );
  let requests: VmRequestPage['items'] = [];
  await until(`${counts.tasks} requests are being planned`, async () => {
    const page = await backend.read<VmRequestPage>('/vm-requests/v1/requests');
    requests = page.items;
    return requests.length === counts.tasks;
  });

  const agent = new Agent({ keepAlive: true, maxSockets: 1_000 });
  const streams = Array.from({ length: counts.streams }, (_, index) => {
    const { id } = requests[index % requests.length];
    const what = index % 2 === 0 ? 'changes' : 'log?of=plan';
    return backend.open(`/vm-requests/v1/requests/${id}/${what}`, { agent });
  });
  await until('all streams are open', () =>
    streams.every(({ status }) => status === 200),
  );

  const { cursor } = await backend.read<InventoryChanges>(
    '/vm-inventory/v1/changes',
  );
  const path = `/vm-inventory/v1/changes?wait=20&cursor=${encodeURIComponent(
    cursor,
  )}`;
  const polls: OpenCall[] = [];
  let told = false;
  const polling = Array.from({ length: counts.polls }, async () => {
    while (!told) {
      const call = backend.open(path, { agent });
      polls.push(call);
      await until('a call that waits ends', () => call.ended !== undefined);
    }
  });
  await backend.read('/vm-inventory/health');
  await sleep(1_000);
  return {
    streams,
    waiting: polls.filter(({ ended }) => !ended),
    async end() {
      told = true;
      await Promise.all(polling);
      await until('all streams have ended', () =>
        streams.every(({ ended }) => ended),
      );
      agent.destroy();
    },
  };
}
