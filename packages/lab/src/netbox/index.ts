export { startNetBox } from './startNetBox';
export type { LabNetBox, LabNetBoxOptions } from './startNetBox';
export type { SeedAddress } from './seedNetBox';
