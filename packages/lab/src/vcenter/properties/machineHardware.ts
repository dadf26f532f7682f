import { LabHardware } from '../machines/LabMachines';
import { VirtualMachine } from '../model/ManagedObject';
import {
  boolean,
  data,
  enumeration,
  int,
  long,
  PropertyNode,
  string,
} from './PropertyNode';

function setting(name: keyof LabHardware): PropertyNode<VirtualMachine> {
  return boolean(vm => vm.config?.hardware?.[name] === true);
}

function always(value: boolean): PropertyNode<VirtualMachine> {
  return boolean(() => value);
}

const allocation = data<VirtualMachine>('ResourceAllocationInfo', {
  reservation: long(() => 0),
  expandableReservation: always(false),
  limit: long(() => -1),
  shares: data('SharesInfo', {
    shares: int(vm => (vm.config?.cpus ?? 1) * 1000),
    level: enumeration('SharesLevel', () => 'normal'),
  }),
});

/**
 * What `config` says of a machine's hardware besides its devices; what the lab does not keep is as
 * vSphere gives it by itself.
 */
export const hardwareSettings: Record<string, PropertyNode<VirtualMachine>> = {
  alternateGuestName: string(() => ''),
  bootOptions: data('VirtualMachineBootOptions', {
    bootDelay: long(() => 0),
    enterBIOSSetup: always(false),
    efiSecureBootEnabled: setting('secureBoot'),
    bootRetryEnabled: always(false),
    bootRetryDelay: long(() => 10_000),
  }),
  cpuAllocation: allocation,
  memoryAllocation: allocation,
  cpuHotAddEnabled: setting('cpuHotAdd'),
  cpuHotRemoveEnabled: always(false),
  memoryHotAddEnabled: setting('memoryHotAdd'),
  memoryReservationLockedToMax: always(false),
  nestedHVEnabled: always(false),
  vPMCEnabled: always(false),
  swapPlacement: string(() => 'inherit'),
  latencySensitivity: data('LatencySensitivity', {
    level: enumeration('LatencySensitivitySensitivityLevel', () => 'normal'),
  }),
  flags: data('VirtualMachineFlagInfo', {
    enableLogging: always(true),
    diskUuidEnabled: setting('diskUuid'),
    virtualMmuUsage: string(() => 'automatic'),
    virtualExecUsage: string(() => 'hvAuto'),
    vvtdEnabled: always(false),
    vbsEnabled: always(false),
  }),
  tools: data('ToolsConfigInfo', {
    afterPowerOn: always(true),
    afterResume: always(true),
    beforeGuestStandby: always(true),
    beforeGuestShutdown: always(true),
    beforeGuestReboot: always(false),
    toolsUpgradePolicy: string(() => 'manual'),
    syncTimeWithHostAllowed: always(true),
    syncTimeWithHost: always(false),
  }),
  // Unset: no extension manages machines here.
  managedBy: data(
    'ManagedByInfo',
    {
      extensionKey: string(() => undefined),
      type: string(() => undefined),
    },
    () => false,
  ),
  // Unset: only machines that came from an OVF have one.
  vAppConfig: data(
    'VmConfigInfo',
    { ovfEnvironmentTransport: string(() => undefined) },
    () => false,
  ),
};
