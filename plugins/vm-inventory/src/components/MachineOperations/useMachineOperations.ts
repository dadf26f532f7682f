import { useEffect, useState } from 'react';
import { useApi } from '@backstage/core-plugin-api';
import {
  Machine,
  MachineOperation,
  MachineOperationPage,
  MachineOperationsOffer,
  MachineSnapshotList,
} from '@backlot/plugin-vm-inventory-common';
import { vmInventoryApiRef } from '@backlot/plugin-vm-inventory-react';
import { Loaded, useEvery, useLoad } from '@backlot/ui-common';

const BUSY_MS = 2_000;
const IDLE_MS = 30_000;

/** What is offered of a machine, what is done to it, and what was. */
export interface MachineOperations {
  offer: Loaded<MachineOperationsOffer>;
  snapshots: Loaded<MachineSnapshotList>;
  history: Loaded<MachineOperationPage>;
  /** What is done to it now, by whomever. */
  running?: MachineOperation;
  /** What was begun on this page last, once it has ended. */
  ended?: MachineOperation;
  /** Shows what was begun until it has ended. */
  follow: (begun: MachineOperation) => void;
}

/** @param onEnd - called when something has ended, so that the machine is looked at again */
export function useMachineOperations(
  machine: Machine,
  onEnd: () => void,
): MachineOperations {
  const api = useApi(vmInventoryApiRef);
  const { source, id, power } = machine;
  const offer = useLoad(
    signal => api.getOfferedOperations({ source, id }, { signal }),
    [source, id, power],
  );
  const snapshots = useLoad(
    signal => api.listSnapshots({ source, id }, { signal }),
    [source, id],
  );
  const history = useLoad(
    signal => api.listMachineOperations({ source, id }, {}, { signal }),
    [source, id],
  );
  const [begun, setBegun] = useState<MachineOperation>();
  const ended = history.value?.items.find(
    each => each.id === begun?.id && each.outcome !== 'running',
  );
  const running = offer.value?.running ?? (begun && !ended ? begun : undefined);

  const reloadAll = () => {
    offer.reload();
    snapshots.reload();
    history.reload();
  };
  useEvery(running ? BUSY_MS : IDLE_MS, () => {
    offer.reload();
    history.reload();
  });
  const isBusy = running !== undefined;
  const [wasBusy, setWasBusy] = useState(isBusy);
  useEffect(() => {
    if (wasBusy !== isBusy) {
      setWasBusy(isBusy);
      if (!isBusy) {
        snapshots.reload();
        onEnd();
      }
    }
  }, [isBusy, wasBusy, snapshots, onEnd]);

  return {
    offer,
    snapshots,
    history,
    running,
    ended,
    follow: operation => {
      setBegun(operation);
      reloadAll();
    },
  };
}
