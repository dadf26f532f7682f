/**
 * Where the inventory is kept: the answer to `GET /v1/store`.
 *
 * - `memory`: each replica collects for itself.
 * - `redis`: all replicas share what one of them collects.
 *
 * @public
 */
export interface StoreStatus {
  type: 'memory' | 'redis';
  /** Why Redis cannot be reached; absent while all is well. The inventory is served from memory. */
  problem?: string;
}
