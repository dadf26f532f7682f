import { VirtualMachine } from '../model/ManagedObject';
import { escapeXml } from '../soap/escapeXml';
import {
  boolean,
  data,
  dataList,
  DataItem,
  enumeration,
  int,
  long,
  PropertyContext,
  PropertyNode,
  reference,
  references,
  string,
} from './PropertyNode';
import { entityProperties } from './entityProperties';

const guestNames: Record<string, string> = {
  rhel9_64Guest: 'Red Hat Enterprise Linux 9 (64-bit)',
  rhel8_64Guest: 'Red Hat Enterprise Linux 8 (64-bit)',
};
const controllerKey = 1000;
const firstDiskKey = 2000;
const firstNicKey = 4000;

function hasConfig(machine: VirtualMachine): boolean {
  return machine.config !== undefined;
}

function datastoreName(machine: VirtualMachine, context: PropertyContext) {
  return (
    context.store.ofType(machine.datastores[0], 'Datastore')?.name ?? 'unknown'
  );
}

function diskDevices(
  machine: VirtualMachine,
  context: PropertyContext,
): DataItem[] {
  const folder = escapeXml(
    `[${datastoreName(machine, context)}] ${machine.name}/${machine.name}`,
  );
  return (machine.config?.disks ?? []).map((disk, index) => {
    const kib = disk.sizeGib * 1024 ** 2;
    const suffix = index === 0 ? '' : `_${index}`;
    return {
      xsiType: 'VirtualDisk',
      content:
        `<key>${firstDiskKey + index}</key>` +
        `<deviceInfo xsi:type="Description"><label>${escapeXml(
          disk.label,
        )}</label><summary>${kib} KB</summary></deviceInfo>` +
        `<backing xsi:type="VirtualDiskFlatVer2BackingInfo"><fileName>${folder}${suffix}.vmdk</fileName>` +
        `<datastore type="Datastore">${machine.datastores[0]}</datastore><diskMode>persistent</diskMode>` +
        `<thinProvisioned>${disk.thin}</thinProvisioned></backing>` +
        `<controllerKey>${controllerKey}</controllerKey><unitNumber>${index}</unitNumber>` +
        `<capacityInKB>${kib}</capacityInKB><capacityInBytes>${
          kib * 1024
        }</capacityInBytes>`,
    };
  });
}

function nicDevices(
  machine: VirtualMachine,
  context: PropertyContext,
): DataItem[] {
  return machine.networks.map((ref, index) => {
    const portgroup = context.store.ofType(ref, 'DistributedVirtualPortgroup');
    const dvs = context.store.ofType(
      portgroup?.dvs,
      'VmwareDistributedVirtualSwitch',
    );
    const backing = portgroup
      ? `<backing xsi:type="VirtualEthernetCardDistributedVirtualPortBackingInfo"><port><switchUuid>${dvs?.uuid}</switchUuid><portgroupKey>${ref}</portgroupKey></port></backing>`
      : `<backing xsi:type="VirtualEthernetCardNetworkBackingInfo"><deviceName>${escapeXml(
          context.store.ofType(ref, 'Network', 'OpaqueNetwork')?.name ?? '',
        )}</deviceName><network type="Network">${ref}</network></backing>`;
    return {
      xsiType: 'VirtualVmxnet3',
      content:
        `<key>${firstNicKey + index}</key>` +
        `<deviceInfo xsi:type="Description"><label>Network adapter ${
          index + 1
        }</label><summary>Network adapter</summary></deviceInfo>${backing}` +
        `<controllerKey>100</controllerKey><unitNumber>${
          7 + index
        }</unitNumber>` +
        `<addressType>assigned</addressType><macAddress>${macAddress(
          machine.ref,
          index,
        )}</macAddress>`,
    };
  });
}

/** From VMware's range for addresses that a vCenter assigns, the same for the same reference. */
function macAddress(ref: string, index: number): string {
  const number = Number(ref.replace(/\D/g, '')) * 4 + index;
  const octets = [(number >> 16) & 0x3f, (number >> 8) & 0xff, number & 0xff];
  return [
    '00',
    '50',
    '56',
    ...octets.map(o => o.toString(16).padStart(2, '0')),
  ].join(':');
}

function devices(
  machine: VirtualMachine,
  context: PropertyContext,
): DataItem[] | undefined {
  return (
    machine.config && [
      {
        xsiType: 'ParaVirtualSCSIController',
        content: `<key>${controllerKey}</key><deviceInfo xsi:type="Description"><label>SCSI controller 0</label><summary>VMware paravirtual SCSI</summary></deviceInfo><busNumber>0</busNumber><sharedBus>noSharing</sharedBus>`,
      },
      ...diskDevices(machine, context),
      ...nicDevices(machine, context),
    ]
  );
}

function extraConfig(machine: VirtualMachine): DataItem[] {
  return Object.entries(machine.config?.extraConfig ?? {}).map(
    ([key, value]) => ({
      xsiType: 'OptionValue',
      content: `<key>${escapeXml(
        key,
      )}</key><value xsi:type="xsd:string">${escapeXml(value)}</value>`,
    }),
  );
}

const memory = int<VirtualMachine>(vm => vm.config?.memoryMib);
const cpus = int<VirtualMachine>(vm => vm.config?.cpus);
const guestId = string<VirtualMachine>(vm => vm.config?.guestId);
const uuid = string<VirtualMachine>(vm => vm.config?.uuid);
const instanceUuid = string<VirtualMachine>(vm => vm.config?.instanceUuid);
const annotation = string<VirtualMachine>(vm => vm.config?.annotation);
const template = boolean<VirtualMachine>(vm => vm.config?.template);
const guestFullName = string<VirtualMachine>(
  vm => vm.config && (guestNames[vm.config.guestId] ?? 'Other Linux (64-bit)'),
);
const ipAddress = string<VirtualMachine>(vm => vm.ipAddress);
const path = string<VirtualMachine>(
  (vm, context) =>
    vm.config &&
    `[${datastoreName(vm, context)}] ${vm.name}/${vm.name}.${
      vm.config.template ? 'vmtx' : 'vmx'
    }`,
);
const toolsRunning = string<VirtualMachine>(vm =>
  vm.ipAddress ? 'guestToolsRunning' : 'guestToolsNotRunning',
);
const hostName = string<VirtualMachine>(vm => vm.ipAddress && vm.name);

const runtime = data<VirtualMachine>('VirtualMachineRuntimeInfo', {
  host: reference(vm => vm.host),
  connectionState: enumeration('VirtualMachineConnectionState', vm =>
    vm.config ? 'connected' : 'inaccessible',
  ),
  powerState: enumeration('VirtualMachinePowerState', vm => vm.powerState),
  toolsInstallerMounted: boolean(() => false),
});

/** Bytes that the disks may take at most. */
export function provisionedBytes(machine: VirtualMachine): number {
  return (machine.config?.disks ?? []).reduce(
    (sum, disk) => sum + disk.sizeGib * 1024 ** 3,
    0,
  );
}

export const machineProperties: Record<string, PropertyNode<VirtualMachine>> = {
  ...entityProperties<VirtualMachine>(),
  config: data(
    'VirtualMachineConfigInfo',
    {
      changeVersion: string(() => '1'),
      name: string(vm => vm.name),
      guestFullName,
      version: string(() => 'vmx-19'),
      uuid,
      instanceUuid,
      template,
      guestId,
      annotation,
      files: data('VirtualMachineFileInfo', { vmPathName: path }),
      hardware: data('VirtualHardware', {
        numCPU: cpus,
        numCoresPerSocket: int(() => 1),
        memoryMB: memory,
        device: dataList('VirtualDevice', devices),
      }),
      extraConfig: dataList('OptionValue', vm =>
        vm.config ? extraConfig(vm) : undefined,
      ),
      firmware: string(vm => vm.config?.firmware),
    },
    hasConfig,
  ),
  runtime,
  guest: data('GuestInfo', {
    toolsRunningStatus: toolsRunning,
    guestId: string(vm => (vm.ipAddress ? vm.config?.guestId : undefined)),
    hostName,
    ipAddress,
    guestState: string(vm => (vm.ipAddress ? 'running' : 'notRunning')),
  }),
  summary: data('VirtualMachineSummary', {
    vm: reference(vm => vm.ref),
    runtime,
    guest: data('VirtualMachineGuestSummary', {
      guestId: string(vm => (vm.ipAddress ? vm.config?.guestId : undefined)),
      toolsRunningStatus: toolsRunning,
      hostName,
      ipAddress,
    }),
    config: data('VirtualMachineConfigSummary', {
      name: string(vm => vm.name),
      template: boolean(vm => vm.config?.template ?? false),
      vmPathName: path,
      memorySizeMB: memory,
      numCpu: cpus,
      numEthernetCards: int(vm => vm.config && vm.networks.length),
      numVirtualDisks: int(vm => vm.config?.disks.length),
      uuid,
      instanceUuid,
      guestId,
      guestFullName,
      annotation,
    }),
    storage: data('VirtualMachineStorageSummary', {
      committed: long(vm => Math.round(provisionedBytes(vm) * 0.4)),
      uncommitted: long(vm => Math.round(provisionedBytes(vm) * 0.6)),
      unshared: long(vm => Math.round(provisionedBytes(vm) * 0.4)),
    }),
    overallStatus: enumeration('ManagedEntityStatus', () => 'green'),
  }),
  datastore: references(vm => vm.datastores),
  network: references(vm => vm.networks),
  resourcePool: reference(vm => vm.resourcePool),
  parentVApp: reference((vm, { store }) =>
    vm.resourcePool && store.ofType(vm.resourcePool, 'VirtualApp')
      ? vm.resourcePool
      : undefined,
  ),
};
