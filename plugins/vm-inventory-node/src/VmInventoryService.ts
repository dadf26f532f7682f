import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  InventoryItem,
  InventoryKind,
  InventoryPage,
  InventoryQuery,
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
  list<K extends InventoryKind>(
    kind: K,
    query: InventoryQuery,
    options: VmInventoryCallOptions,
  ): Promise<InventoryPage<K>>;
  /** @throws NotFoundError when there is none */
  get<K extends InventoryKind>(
    kind: K,
    ref: { source: string; id: string },
    options: VmInventoryCallOptions,
  ): Promise<InventoryItem<K>>;
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
  /** Ends a reservation; nothing happens when there is none. */
  endReservation(id: string, options: VmInventoryCallOptions): Promise<void>;
}
