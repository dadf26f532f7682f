import {
  ClusterCapacity,
  DatacenterCapacity,
  DatastoreCapacity,
  SourceCapacity,
} from './capacity';
import { Freshness, SourceStatus } from './freshness';
import { InventoryKind, InventoryObjectOf } from './objects';
import { GrowthRequest, PlacementRequest } from './placement';
import { Reservation } from './reservations';

/**
 * Filters, order and page of a list. Filters are exact matches on the object's own fields, by id
 * where the field is a reference.
 *
 * In `GET /v1/<kind>` each filter is a query parameter of the field's name, repeated for several
 * values of which any will do, e.g. `?source=fra&power=on&search=web&sort=-memoryMib&limit=100`.
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
  /** How many items to skip; not together with a cursor. */
  offset?: number;
  /**
   * Only what is somewhere below a node of the tree, as `formatTreeRef` writes it, e.g.
   * `folder:fra/group-v3`.
   */
  below?: string;
}

/**
 * What a list is exported as.
 *
 * @public
 */
export type InventoryExportFormat = 'csv' | 'json';

/**
 * Which objects `GET /v1/<kind>/export` answers: those of a list with the same filters, all at
 * once.
 *
 * @public
 */
export type InventoryExportQuery = Pick<
  InventoryQuery,
  'filter' | 'search' | 'sort' | 'below'
> & { format: InventoryExportFormat };

/**
 * A page of a list: the answer to `GET /v1/<kind>`.
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
 * One object: the answer to `GET /v1/<kind>/:source/:id`.
 *
 * @public
 */
export type InventoryItem<K extends InventoryKind> = InventoryObjectOf<K> & {
  freshness: Freshness;
};

/**
 * The answer to `GET /v1/sources`.
 *
 * @public
 */
export interface SourceList {
  items: SourceStatus[];
}

/**
 * One step of a connection test.
 *
 * @public
 */
export interface SourceTestStep {
  name: string;
  ok: boolean;
  /** What was seen, or what went wrong and what to do about it. */
  detail: string;
}

/**
 * The answer to `GET /v1/sources/:source/test`.
 *
 * @public
 */
export interface SourceTest {
  source: string;
  /** Whether all steps went well. */
  ok: boolean;
  steps: SourceTestStep[];
}

/**
 * The body of `POST /v1/sources/:source/refresh`.
 *
 * @public
 */
export interface SourceRefreshRequest {
  /**
   * Believe the next load even if it holds far less than what was known, which is otherwise taken
   * for a fault.
   */
  acceptLoss?: boolean;
}

/**
 * The answer to `GET /v1/capacity`.
 *
 * @public
 */
export interface InventoryCapacity {
  clusters: ClusterCapacity[];
  datastores: DatastoreCapacity[];
  /** Sums of those clusters and datastores. */
  datacenters: DatacenterCapacity[];
  /** Sums of those clusters and datastores. */
  sources: SourceCapacity[];
  freshness: Freshness;
}

/**
 * The body of `POST /v1/placements`; the answer is a {@link Placement}. Without a reservation
 * nothing is kept.
 *
 * @public
 */
export interface PlaceRequest extends PlacementRequest {
  reservation?: {
    id: string;
    /** 1 to 2,592,000: thirty days. */
    ttlSeconds: number;
  };
}

/**
 * The body of `POST /v1/machines/:source/:id/growth`; the answer is a {@link Growth}. Without a
 * reservation nothing is kept.
 *
 * @public
 */
export interface GrowRequest
  extends GrowthRequest,
    Pick<PlaceRequest, 'reservation'> {}

/**
 * The answer to `GET /v1/reservations`.
 *
 * @public
 */
export interface ReservationList {
  items: Reservation[];
}
