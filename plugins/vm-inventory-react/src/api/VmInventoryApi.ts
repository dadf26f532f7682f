import { createApiRef } from '@backstage/core-plugin-api';
import {
  CapacityHistory,
  CapacityHistoryQuery,
  CatalogStatus,
  InventoryCapacity,
  InventoryExportQuery,
  InventoryItem,
  InventoryKind,
  InventoryPage,
  InventoryQuery,
  InventoryTreeLevel,
  InventoryTreePath,
  InventoryTreeQuery,
  InventoryTreeRef,
  InventoryTreeView,
  MachineDetails,
  MachineOperation,
  MachineOperationPage,
  MachineOperationsOffer,
  MachinePowerRequest,
  MachineSnapshotList,
  MachineSnapshotRequest,
  PlaceRequest,
  Placement,
  SourceList,
  SourceTest,
  StoreStatus,
} from '@backlot/plugin-vm-inventory-common';

/**
 * The inventory as the signed-in user may see it. Every call throws a ResponseError when the backend
 * refuses, and an AbortError when the signal aborts.
 *
 * @public
 */
export interface VmInventoryApi {
  list<K extends InventoryKind>(
    kind: K,
    query?: InventoryQuery,
    options?: { signal?: AbortSignal },
  ): Promise<InventoryPage<K>>;
  get<K extends InventoryKind>(
    kind: K,
    ref: { source: string; id: string },
    options?: { signal?: AbortSignal },
  ): Promise<InventoryItem<K>>;
  /**
   * What the inventory does not hold of a machine: disks, network cards, guest tools, dates. Its
   * source is asked for it, so it fails when that does not answer.
   */
  getMachineDetails(
    ref: { source: string; id: string },
    options?: { signal?: AbortSignal },
  ): Promise<MachineDetails>;
  /** What the signed-in user may do to a machine and, where not, why. */
  getOfferedOperations(
    ref: { source: string; id: string },
    options?: { signal?: AbortSignal },
  ): Promise<MachineOperationsOffer>;
  /**
   * Begins a change of a machine's power. What each of these calls begins goes on after it was
   * answered: `getMachineOperation` says how.
   */
  changePower(
    ref: { source: string; id: string },
    request: MachinePowerRequest,
    options?: { signal?: AbortSignal },
  ): Promise<MachineOperation>;
  /** The snapshots of a machine, asked of its source. */
  listSnapshots(
    ref: { source: string; id: string },
    options?: { signal?: AbortSignal },
  ): Promise<MachineSnapshotList>;
  /** Begins to take a snapshot. */
  takeSnapshot(
    ref: { source: string; id: string },
    request: MachineSnapshotRequest,
    options?: { signal?: AbortSignal },
  ): Promise<MachineOperation>;
  /** Begins to bring a machine back to a snapshot. */
  revertToSnapshot(
    ref: { source: string; id: string },
    snapshot: string,
    options?: { signal?: AbortSignal },
  ): Promise<MachineOperation>;
  /** Begins to delete a snapshot. */
  deleteSnapshot(
    ref: { source: string; id: string },
    snapshot: string,
    options?: { signal?: AbortSignal },
  ): Promise<MachineOperation>;
  /** Who did what to a machine, newest first. */
  listMachineOperations(
    ref: { source: string; id: string },
    query?: { limit?: number; cursor?: string },
    options?: { signal?: AbortSignal },
  ): Promise<MachineOperationPage>;
  getMachineOperation(
    ref: { source: string; id: string },
    operation: string,
    options?: { signal?: AbortSignal },
  ): Promise<MachineOperation>;
  /** All objects that a filter lets through, as a file. */
  exportObjects(
    kind: InventoryKind,
    query: InventoryExportQuery,
    options?: { signal?: AbortSignal },
  ): Promise<Blob>;
  /** The children of one node of the tree. */
  getTreeLevel(
    query: InventoryTreeQuery,
    options?: { signal?: AbortSignal },
  ): Promise<InventoryTreeLevel>;
  /** The nodes from a source down to one node of the tree. */
  getTreePath(
    query: { view: InventoryTreeView; of: InventoryTreeRef },
    options?: { signal?: AbortSignal },
  ): Promise<InventoryTreePath>;
  getSources(options?: { signal?: AbortSignal }): Promise<SourceList>;
  getCapacity(
    query?: { source?: string; datacenter?: string },
    options?: { signal?: AbortSignal },
  ): Promise<InventoryCapacity>;
  getCapacityHistory(
    query: CapacityHistoryQuery,
    options?: { signal?: AbortSignal },
  ): Promise<CapacityHistory>;
  /** Where a machine would go now; keeps nothing. */
  findPlacement(
    request: PlaceRequest,
    options?: { signal?: AbortSignal },
  ): Promise<Placement>;
  refreshSource(
    source: string,
    options?: { acceptLoss?: boolean; signal?: AbortSignal },
  ): Promise<void>;
  /** Where the inventory is kept. */
  getStore(options?: { signal?: AbortSignal }): Promise<StoreStatus>;
  /** Tests, step by step, what the inventory is kept in, where that is Redis. */
  testStore(options?: { signal?: AbortSignal }): Promise<SourceTest>;
  /** Which machines are in the catalog, as its module reported last. */
  getCatalog(options?: { signal?: AbortSignal }): Promise<CatalogStatus>;
  testSource(
    source: string,
    options?: { signal?: AbortSignal },
  ): Promise<SourceTest>;
}

/**
 * The inventory as the signed-in user may see it.
 *
 * @public
 */
export const vmInventoryApiRef = createApiRef<VmInventoryApi>({
  id: 'plugin.vm-inventory.service',
});
