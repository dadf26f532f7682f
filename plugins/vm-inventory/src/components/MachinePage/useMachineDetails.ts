import { useApi } from '@backstage/core-plugin-api';
import { Machine, MachineDetails } from '@backlot/plugin-vm-inventory-common';
import { vmInventoryApiRef } from '@backlot/plugin-vm-inventory-react';
import { Loaded, useEvery, useLoad } from '@backlot/ui-common';

const REFRESH_MS = 60_000;

/** What the source says of a machine; asked anew every minute, and when it was switched on or off. */
export function useMachineDetails(machine: Machine): Loaded<MachineDetails> {
  const api = useApi(vmInventoryApiRef);
  const { source, id, power } = machine;
  const details = useLoad(
    signal => api.getMachineDetails({ source, id }, { signal }),
    [source, id, power],
  );
  useEvery(REFRESH_MS, details.reload);
  return details;
}
