import { VirtualMachine } from '../model/ManagedObject';
import { escapeXml } from '../soap/escapeXml';
import {
  boolean,
  data,
  dataList,
  DataItem,
  dateTime,
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
import { bootTime, createDate } from './machineDates';
import { datastoreName, devices, guestNics } from './machineDevices';
import { hardwareSettings } from './machineHardware';
import { layoutDisks, layoutFiles, layoutSnapshots } from './machineLayout';
import {
  currentSnapshot,
  hasSnapshots,
  snapshotTrees,
} from './machineSnapshots';

const guestNames: Record<string, string> = {
  rhel9_64Guest: 'Red Hat Enterprise Linux 9 (64-bit)',
  ubuntu64Guest: 'Ubuntu Linux (64-bit)',
  windows2019srvNext_64Guest: 'Microsoft Windows Server 2022 (64-bit)',
  rhel8_64Guest: 'Red Hat Enterprise Linux 8 (64-bit)',
};
function guestNameOf(guestId: string): string {
  return guestNames[guestId] ?? 'Other Linux (64-bit)';
}

function hasConfig(machine: VirtualMachine): boolean {
  return machine.config !== undefined;
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
  vm => vm.config && guestNameOf(vm.config.guestId),
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
// open-vm-tools 12.3.5, which RHEL brings along: 12 * 1024 + 3 * 32 + 5.
const toolsVersion = '12389';
const toolsVersionStatus = string<VirtualMachine>(() => 'guestToolsUnmanaged');

function connectionState(
  vm: VirtualMachine,
  { store }: PropertyContext,
): string {
  const host = store.ofType(vm.host, 'HostSystem');
  if (host && host.connectionState !== 'connected') {
    return 'disconnected';
  }
  if (vm.fault) {
    return vm.fault;
  }
  const isReadable =
    vm.config &&
    vm.datastores.every(ref => store.ofType(ref, 'Datastore')?.accessible);
  return isReadable ? 'connected' : 'inaccessible';
}

const runtime = data<VirtualMachine>('VirtualMachineRuntimeInfo', {
  host: reference(vm => vm.host),
  connectionState: enumeration(
    'VirtualMachineConnectionState',
    connectionState,
  ),
  powerState: enumeration('VirtualMachinePowerState', vm => vm.powerState),
  toolsInstallerMounted: boolean(() => false),
  question: data(
    'VirtualMachineQuestionInfo',
    { id: string(() => '1'), text: string(vm => vm.question) },
    vm => vm.question !== undefined,
  ),
  bootTime: dateTime(bootTime),
});

const written = 0.4;

/** Bytes that the disks may take at most, and those that they take. */
function storageOf(machine: VirtualMachine): {
  provisioned: number;
  committed: number;
} {
  let [provisioned, committed] = [0, 0];
  for (const { sizeGib, thin } of machine.config?.disks ?? []) {
    const bytes = sizeGib * 1024 ** 3;
    provisioned += bytes;
    committed += thin ? Math.round(bytes * written) : bytes;
  }
  return { provisioned, committed };
}

const committed = long<VirtualMachine>(vm => storageOf(vm).committed);

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
      createDate: dateTime(createDate),
      instanceUuid,
      template,
      guestId,
      annotation,
      files: data('VirtualMachineFileInfo', { vmPathName: path }),
      hardware: data('VirtualHardware', {
        numCPU: cpus,
        numCoresPerSocket: int(vm => vm.config?.hardware?.coresPerSocket ?? 1),
        memoryMB: memory,
        device: dataList('VirtualDevice', devices),
      }),
      extraConfig: dataList('OptionValue', vm =>
        vm.config ? extraConfig(vm) : undefined,
      ),
      firmware: string(vm => vm.config?.firmware),
      ...hardwareSettings,
    },
    hasConfig,
  ),
  runtime,
  guest: data('GuestInfo', {
    toolsVersionStatus,
    toolsVersionStatus2: toolsVersionStatus,
    toolsRunningStatus: toolsRunning,
    toolsVersion: string(() => toolsVersion),
    guestId: string(vm => (vm.ipAddress ? vm.config?.guestId : undefined)),
    guestFullName: string(vm =>
      vm.ipAddress && vm.config ? guestNameOf(vm.config.guestId) : undefined,
    ),
    hostName,
    ipAddress,
    net: dataList('GuestNicInfo', guestNics),
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
      committed,
      uncommitted: long(vm => {
        const storage = storageOf(vm);
        return storage.provisioned - storage.committed;
      }),
      unshared: committed,
    }),
    overallStatus: enumeration('ManagedEntityStatus', () => 'green'),
  }),
  snapshot: data(
    'VirtualMachineSnapshotInfo',
    {
      currentSnapshot: {
        val: vm =>
          `<val type="VirtualMachineSnapshot" xsi:type="ManagedObjectReference">${currentSnapshot(
            vm,
          )}</val>`,
        element: (name, vm) =>
          `<${name} type="VirtualMachineSnapshot">${currentSnapshot(
            vm,
          )}</${name}>`,
      },
      rootSnapshotList: dataList('VirtualMachineSnapshotTree', snapshotTrees),
    },
    hasSnapshots,
  ),
  layoutEx: data(
    'VirtualMachineFileLayoutEx',
    {
      file: dataList('VirtualMachineFileLayoutExFileInfo', layoutFiles),
      disk: dataList('VirtualMachineFileLayoutExDiskLayout', layoutDisks),
      snapshot: dataList(
        'VirtualMachineFileLayoutExSnapshotLayout',
        layoutSnapshots,
      ),
    },
    hasConfig,
  ),
  datastore: references(vm => vm.datastores),
  network: references(vm => new Set(vm.networks)),
  resourcePool: reference(vm => vm.resourcePool),
  parentVApp: reference((vm, { store }) =>
    vm.resourcePool && store.ofType(vm.resourcePool, 'VirtualApp')
      ? vm.resourcePool
      : undefined,
  ),
};
