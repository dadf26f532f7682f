import { InventoryObject } from './ManagedObject';
import { ManagedObjectStore } from './ManagedObjectStore';

/** What is kept of a vCenter. */
export interface VCenterState {
  instanceUuid: string;
  /** The highest number that a reference has had: none is given out twice. */
  lastId: number;
  objects: InventoryObject[];
}

/** The state as it is now; tasks are not kept. */
export function snapshot(
  store: ManagedObjectStore,
  instanceUuid: string,
): VCenterState {
  return {
    instanceUuid,
    lastId: store.lastId,
    objects: [...store.values()].flatMap(object =>
      object.type === 'Task' ? [] : object,
    ),
  };
}
