import { Freshness } from './freshness';
import { InventoryKind, InventoryObject } from './objects';

/**
 * A change of one object: its new state, or its end.
 *
 * @public
 */
export type InventoryChangeItem =
  | { type: 'set'; object: InventoryObject }
  | { type: 'delete'; kind: InventoryKind; source: string; id: string };

/**
 * What to ask of `GET /v1/changes`.
 *
 * @public
 */
export interface InventoryChangesQuery {
  /** From the answer before; absent to begin. */
  cursor?: string;
  /** All kinds when absent. */
  kinds?: InventoryKind[];
  /** 1 to 10,000; 1,000 when absent. */
  limit?: number;
  /** Waits so many seconds for a change when there is none yet; 0 to 20. */
  waitSeconds?: number;
}

/**
 * The answer to `GET /v1/changes`. To follow the inventory: ask without a cursor, read the lists,
 * then ask again and again with the cursor of the answer before. An object may be set several
 * times, or as the lists had it already; the last counts.
 *
 * @public
 */
export interface InventoryChanges {
  items: InventoryChangeItem[];
  /** Where the next call goes on, on whichever replica. */
  cursor: string;
  /**
   * What came before is not remembered, as when there was no cursor, it is very old, or sources
   * were added: read the lists again.
   */
  reset: boolean;
  /** More is there already: ask again at once. */
  more: boolean;
  freshness: Freshness;
}
