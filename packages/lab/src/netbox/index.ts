export { startNetBox } from './startNetBox';
export type { LabNetBox, LabNetBoxOptions } from './startNetBox';
export type { NetBoxActionName, ObjectPermission } from './accounts';
export { backlotPermissions } from './labAccounts';
export type { NetBoxLanguage } from './serveNetBox';
export type { SeedAddress } from './seedNetBox';
