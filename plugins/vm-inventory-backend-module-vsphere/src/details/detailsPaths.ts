/**
 * What a machine is asked for when somebody looks at it.
 *
 * @internal
 */
export const detailsPaths: readonly string[] = [
  'config.hardware.device',
  'config.version',
  'config.firmware',
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
