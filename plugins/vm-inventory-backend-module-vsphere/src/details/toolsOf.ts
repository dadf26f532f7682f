import {
  MachineTools,
  MachineToolsVersionStatus,
} from '@backlot/plugin-vm-inventory-common';

/** By `VirtualMachineToolsVersionStatus` of the vim25 API. */
const versionStatuses: Record<string, MachineToolsVersionStatus> = {
  guestToolsCurrent: 'current',
  guestToolsNeedUpgrade: 'old',
  guestToolsSupportedOld: 'old',
  guestToolsSupportedNew: 'newer',
  guestToolsTooOld: 'unsupported',
  guestToolsTooNew: 'unsupported',
  guestToolsBlacklisted: 'unsupported',
  guestToolsUnmanaged: 'unmanaged',
};

/**
 * VMware Tools, by the properties of `guest` that vCenter has of them.
 *
 * @internal
 */
export function toolsOf(guest: {
  toolsRunningStatus?: string;
  toolsVersion?: string;
  toolsVersionStatus2?: string;
}): MachineTools | undefined {
  const { toolsRunningStatus: running, toolsVersionStatus2: status } = guest;
  if (status === 'guestToolsNotInstalled') {
    return { state: 'not-installed' };
  }
  if (running === undefined) {
    return undefined;
  }
  return {
    state: running === 'guestToolsNotRunning' ? 'not-running' : 'running',
    version: versionOf(guest.toolsVersion),
    versionStatus: versionStatuses[status ?? ''],
  };
}

/**
 * vCenter has the version as one number, five bits for each of the two last parts
 * (TOOLS_VERSION_TO_UINT in vm_tools_version.h of open-vm-tools). It is 0 where it is not known,
 * and the greatest there is where others made the tools.
 */
function versionOf(text: string | undefined): string | undefined {
  const number = Number(text);
  const major = Math.floor(number / 1024);
  return major > 0 && major < 1024
    ? `${major}.${Math.floor(number / 32) % 32}.${number % 32}`
    : undefined;
}
