import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  Freshness,
  InventoryKind,
  InventoryObjectOf,
  Placement,
  PlacementRequest,
  Reservation,
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
 * A page of a list.
 *
 * @public
 */
export interface InventoryPage<K extends InventoryKind> {
  items: InventoryObjectOf<K>[];
  /** Number of all items that the filter lets through. */
  total: number;
  /** Absent on the last page. */
  nextCursor?: string;
  freshness: Freshness;
}

/**
 * Filters, order and page of a list. Filters are exact matches on the object's own fields, by id
 * where the field is a reference.
 *
 * @public
 */
export interface InventoryQuery {
  filter?: Record<string, string | string[]>;
  /** Part of the name, address or id; case does not matter. */
  search?: string;
  /** Field, with `-` before it for descending order. */
  sort?: string;
  /** 1 to 1000; 50 when absent. */
  limit?: number;
  cursor?: string;
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
  ): Promise<InventoryObjectOf<K> & { freshness: Freshness }>;
  /**
   * Chooses a place and, with a reservation, keeps it: choosing and keeping are one step, so that
   * two requests cannot be given the same room. Choosing again with the same reservation id
   * answers the same place as long as it still fits.
   *
   * @throws ConflictError when it fits nowhere, with the reason for each candidate
   * @throws InputError when the network, template or cluster does not exist
   */
  place(
    request: PlacementRequest & {
      reservation?: { id: string; ttlSeconds: number };
    },
    options: VmInventoryCallOptions,
  ): Promise<Placement>;
  listReservations(
    query: { source?: string },
    options: VmInventoryCallOptions,
  ): Promise<Reservation[]>;
  /** Ends a reservation; nothing happens when there is none. */
  endReservation(id: string, options: VmInventoryCallOptions): Promise<void>;
}
