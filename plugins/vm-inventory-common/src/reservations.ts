/**
 * What is being kept free for something that does not exist yet, a machine or what one is to get
 * more. The inventory does not know what for: `id` is its owner's own.
 *
 * @public
 */
export interface Reservation {
  /** The owner's idempotency key; reserving again with it replaces the reservation. */
  id: string;
  source: string;
  cluster: string;
  datastore: string;
  cpus: number;
  memoryMib: number;
  diskBytes: number;
  /** ISO 8601; ended by itself then. */
  expiresAt: string;
}
