/**
 * Leases and slots in a backend's database: what several replicas do one at a time, or a few at a
 * time; errors in words for people; and what several backends do alike.
 *
 * @packageDocumentation
 */

export {
  audited,
  eventOfTask,
  type AuditedEvent,
  type EventMeta,
} from './audited';
export {
  causeInWords,
  errorOfStatus,
  sentences,
  typedError,
  withCause,
} from './errors';
export { assertLeaseHeld, type Lease } from './leases/Lease';
export { Leases, type LeasesOptions } from './leases/Leases';
export { Slots, type Slot, type SlotsOptions } from './leases/Slots';
export { addToNow, databaseNow } from './leases/databaseNow';
export {
  configNameSchema,
  configsByName,
  DEFAULT_NAME,
  namedConfigs,
  type NamedConfig,
} from './namedConfigs';
export { readMilliseconds } from './readMilliseconds';
export { notModified, etagOf } from './routes/notModified';
export { parseInput } from './routes/parseInput';
export { untilAborted } from './untilAborted';
