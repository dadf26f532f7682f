import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  CatalogReport,
  InventoryChanges,
  InventoryChangesQuery,
  InventoryItem,
  InventoryKind,
  InventoryPage,
  InventoryQuery,
  MachineDetails,
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
