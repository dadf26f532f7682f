import { hardwarePaths } from '../inventory/propertyPaths';

/**
 * What a machine is asked for when somebody looks at it.
 *
 * @internal
 */
export const detailsPaths: readonly string[] = [
  ...hardwarePaths,
  'config.managedBy',
  'config.version',
  'config.guestFullName',
  'config.annotation',
  'config.createDate',
  'runtime.bootTime',
  'guest.guestFullName',
  'guest.hostName',
  'guest.net',
  'guest.toolsRunningStatus',
  'guest.toolsVersion',
  'guest.toolsVersionStatus2',
  'summary.storage',
  'snapshot',
  'datastore',
  'network',
];
