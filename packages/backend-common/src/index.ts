/**
 * Leases and slots in a backend's database: what several replicas do one at a time, or a few at a
 * time; errors in words for people; and what routes of several backends do alike.
 *
 * @packageDocumentation
 */

export { causeInWords } from './errors/causeInWords';
export { sentences } from './errors/sentences';
export { withCause } from './errors/withCause';
export { assertLeaseHeld, type Lease } from './leases/Lease';
export { Leases, type LeasesOptions } from './leases/Leases';
export { Slots, type Slot, type SlotsOptions } from './leases/Slots';
export { addToNow, databaseNow } from './leases/databaseNow';
export { audited, type AuditedEvent, type EventMeta } from './routes/audited';
export {
  findMalformedText,
  type MalformedText,
} from './routes/findMalformedText';
