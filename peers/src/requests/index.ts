export type { BackendPeers } from './backendConfig';
export { PlatformApi } from './PlatformApi';
export type { FormValues } from './PlatformApi';
export type { Backend } from './startBackend';
export { startPlatform } from './startPlatform';
export type { Platform, PlatformOptions } from './startPlatform';
export { formValues } from './formValues';
