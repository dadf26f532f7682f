export { keepBusy } from './keepBusy';
export type { Busyness } from './keepBusy';
export { LabBackend, labFormValues } from './LabBackend';
export type { OpenCall } from './LabBackend';
export { until } from './until';
