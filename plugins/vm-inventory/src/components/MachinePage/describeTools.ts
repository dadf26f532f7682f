import {
  MachineTools,
  MachineToolsVersionStatus,
} from '@backlot/plugin-vm-inventory-common';

const states: Record<MachineTools['state'], string> = {
  running: 'Running',
  'not-running': 'Not running',
  'not-installed': 'Not installed',
};

const statuses: Record<MachineToolsVersionStatus, string> = {
  current: 'up to date',
  old: 'a newer version is available',
  newer: "newer than the host's",
  unsupported: 'not supported',
  unmanaged: 'managed by the guest',
};

/** How the tools in a guest are, e.g. `Running, version 12.3.5, up to date`. */
export function describeTools(tools: MachineTools): string {
  const { state, version, versionStatus } = tools;
  return [
    states[state],
    ...(version ? [`version ${version}`] : []),
    ...(versionStatus ? [statuses[versionStatus]] : []),
  ].join(', ');
}
