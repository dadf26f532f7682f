import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  CatalogReport,
  Growth,
  GrowRequest,
  InventoryChanges,
  InventoryChangesQuery,
  InventoryItem,
  InventoryKind,
  InventoryPage,
  InventoryQuery,
  MachineDetails,
  MachineOperation,
  MachinePowerRequest,
  MachineSnapshotFacts,
  MachineSnapshotRequest,
  NetworkMacAddresses,
  Placement,
  PlaceRequest,
  Reservation,
} from '@backlot/plugin-vm-inventory-common';

export type {
  InventoryPage,
  InventoryQuery,
} from '@backlot/plugin-vm-inventory-common';

/**
 * Whose permissions a call is made with.
 *
 * @public
 */
export interface VmInventoryCallOptions {
  credentials: BackstageCredentials;
  signal?: AbortSignal;
}

/**
 * The inventory as other backend plugins read it, over HTTP.
 *
 * @public
 */
export interface VmInventoryService {
  /**
   * @param options - `etag` is that of an earlier answer to the same query
   * @returns the page with the ETag of the list
   * @throws NotModifiedError when nothing of this kind, and no source's state, has changed since
   * the ETag
   */
  list<K extends InventoryKind>(
    kind: K,
    query: InventoryQuery,
    options: VmInventoryCallOptions & { etag?: string },
  ): Promise<InventoryPage<K> & { etag?: string }>;
  /** @throws NotFoundError when there is none */
  get<K extends InventoryKind>(
    kind: K,
    ref: { source: string; id: string },
    options: VmInventoryCallOptions,
  ): Promise<InventoryItem<K>>;
  /**
   * What the inventory does not hold of one machine, asked of its source.
   *
   * @throws NotFoundError when there is no such machine
   * @throws NotImplementedError when the source cannot be asked so
   * @throws ServiceUnavailableError when it does not answer
   */
  machineDetails(
    ref: { source: string; id: string },
    options: VmInventoryCallOptions,
  ): Promise<MachineDetails>;
  /**
   * The MAC addresses of the machines in one network, asked of its source.
   *
   * @throws NotFoundError when there is no such network
   * @throws NotImplementedError when the source cannot be asked so
   * @throws ServiceUnavailableError when it does not answer
   */
  listMacAddresses(
    network: { source: string; id: string },
    options: VmInventoryCallOptions,
  ): Promise<NetworkMacAddresses>;
  /**
   * Begins a change of a machine's power, and does nothing anew when it is asked again with the same
   * id. {@link waitForMachineOperation} waits for its end.
   *
   * @throws NotFoundError when there is no such machine
   * @throws NotImplementedError when the source has no account that may write
   * @throws NotAllowedError when it is not the caller's to do
   * @throws ConflictError while something else is done to the machine
   */
  changePower(
    ref: { source: string; id: string },
    request: MachinePowerRequest & { id: string },
    options: VmInventoryCallOptions,
  ): Promise<MachineOperation>;
  /** Each after the one that it was taken on top of. */
  listSnapshots(
    ref: { source: string; id: string },
    options: VmInventoryCallOptions,
  ): Promise<MachineSnapshotFacts[]>;
  /** Begins to take a snapshot, as `changePower` begins a change. */
  takeSnapshot(
    ref: { source: string; id: string },
    request: MachineSnapshotRequest & { id: string },
    options: VmInventoryCallOptions,
  ): Promise<MachineOperation>;
  /** Begins to bring a machine back to a snapshot, as `changePower` begins a change. */
  revertToSnapshot(
    ref: { source: string; id: string },
    request: { snapshot: string; id: string },
    options: VmInventoryCallOptions,
  ): Promise<MachineOperation>;
  /** Begins to delete a snapshot, as `changePower` begins a change. */
  deleteSnapshot(
    ref: { source: string; id: string },
    request: { snapshot: string; id: string },
    options: VmInventoryCallOptions,
  ): Promise<MachineOperation>;
  /** How an operation goes, or went. */
  getMachineOperation(
    ref: { source: string; id: string },
    operation: string,
    options: VmInventoryCallOptions,
  ): Promise<MachineOperation>;
  /**
   * What has changed since the answer before; without a cursor, where to begin.
   *
   * @throws InputError when the cursor is none
   */
  changes(
    query: InventoryChangesQuery,
    options: VmInventoryCallOptions,
  ): Promise<InventoryChanges>;
  /**
   * Chooses a place and, with a reservation, keeps it: choosing and keeping are one step, so that
   * two requests cannot be given the same room. Choosing again with the same reservation id
   * answers the same place as long as it still fits.
   *
   * @throws ConflictError when it fits nowhere, with the reason for each candidate
   * @throws InputError when the network, template or cluster does not exist
   */
  place(
    request: PlaceRequest,
    options: VmInventoryCallOptions,
  ): Promise<Placement>;
  /**
   * Finds room for what a machine is to get more, in the cluster and on a datastore where it is
   * now, and, with a reservation, keeps it in the same step. Doing so again with the same
   * reservation id replaces what was kept. End the reservation once the machine has what it was
   * kept for: until then it counts twice.
   *
   * @throws ConflictError when there is no room, with the reasons, or it is not known where the
   * machine is
   * @throws InputError when the machine is not on the datastore that is asked for
   * @throws NotFoundError when there is no such machine
   */
  reserveGrowth(
    machine: { source: string; id: string },
    request: GrowRequest,
    options: VmInventoryCallOptions,
  ): Promise<Growth>;
  listReservations(
    query: { source?: string },
    options: VmInventoryCallOptions,
  ): Promise<Reservation[]>;
  /** Reports which machines are in the catalog; for the catalog's module. */
  reportCatalog(
    report: CatalogReport,
    options: VmInventoryCallOptions,
  ): Promise<void>;
  /** Ends a reservation; nothing happens when there is none. */
  endReservation(id: string, options: VmInventoryCallOptions): Promise<void>;
}
