import { TemplateHardware, unitNumber } from '@backlot/vsphere-templates';
import { elementAt, textBelow } from '../details/elements';
import { ObjectContent } from '../propertyCollector/ObjectContent';
import { childOf, childrenOf, XmlElement } from '../soap/XmlElement';

type Controller = TemplateHardware['controllers'][number];
type Disk = TemplateHardware['disks'][number];

/** SCSI controllers' types by the provider's word for them. */
const scsiTypes: Record<string, string> = {
  ParaVirtualSCSIController: 'pvscsi',
  VirtualLsiLogicController: 'lsilogic',
  VirtualLsiLogicSASController: 'lsilogic-sas',
  VirtualBusLogicController: 'buslogic',
};

const kinds: Record<string, Controller['kind']> = {
  VirtualAHCIController: 'sata',
  VirtualSATAController: 'sata',
  VirtualIDEController: 'ide',
  VirtualNVMEController: 'nvme',
};

/** The place of a SCSI controller on its own bus. */
const SCSI_CONTROLLER_UNIT = 7;

/**
 * Translates what vCenter answered of a template. What it leaves out has the value that vSphere
 * gives by itself.
 *
 * @internal
 */
export function templateHardwareOf(object: ObjectContent): TemplateHardware {
  const hardware = elementAt(object, 'config.hardware');
  const devices = hardware ? childrenOf(hardware, 'device') : [];
  const flags = elementAt(object, 'config.flags');
  const boot = elementAt(object, 'config.bootOptions');
  const flag = (name: string) => textBelow(flags, name) === 'true';
  const isOn = (path: string) => object.properties.get(path) === true;
  const text = (path: string, otherwise: string) => {
    const value = object.properties.get(path);
    return typeof value === 'string' && value !== '' ? value : otherwise;
  };
  return {
    coresPerSocket: numberBelow(hardware, 'numCoresPerSocket') ?? 1,
    coresPerSocketAutomatic:
      textBelow(hardware, 'autoCoresPerSocket') === 'true',
    guestId: text('config.guestId', ''),
    guestName: text('config.alternateGuestName', ''),
    firmware: text('config.firmware', 'bios') === 'efi' ? 'efi' : 'bios',
    secureBoot: textBelow(boot, 'efiSecureBootEnabled') === 'true',
    boot: {
      delayMs: numberBelow(boot, 'bootDelay') ?? 0,
      retry: textBelow(boot, 'bootRetryEnabled') === 'true',
      retryDelayMs: numberBelow(boot, 'bootRetryDelay') ?? 10_000,
    },
    hotPlug: {
      cpuAdd: isOn('config.cpuHotAddEnabled'),
      cpuRemove: isOn('config.cpuHotRemoveEnabled'),
      memoryAdd: isOn('config.memoryHotAddEnabled'),
    },
    nestedVirtualization: isOn('config.nestedHVEnabled'),
    performanceCounters: isOn('config.vPMCEnabled'),
    hvMode: textBelow(flags, 'virtualExecUsage') ?? 'hvAuto',
    eptRviMode: textBelow(flags, 'virtualMmuUsage') ?? 'automatic',
    latencySensitivity:
      textBelow(elementAt(object, 'config.latencySensitivity'), 'level') ??
      'normal',
    swapPlacement: text('config.swapPlacement', 'inherit'),
    diskUuid: flag('diskUuidEnabled') || hasDiskUuid(object),
    logging: flag('enableLogging'),
    iommu: flag('vvtdEnabled'),
    virtualizationBasedSecurity: flag('vbsEnabled'),
    cpuAllocation: allocationOf(elementAt(object, 'config.cpuAllocation')),
    memoryAllocation: {
      ...allocationOf(elementAt(object, 'config.memoryAllocation')),
      reserveAll: isOn('config.memoryReservationLockedToMax'),
    },
    tools: toolsOf(elementAt(object, 'config.tools')),
    ...storageOf(devices),
    staticMacAddresses: devices
      .filter(device => textBelow(device, 'addressType') === 'manual')
      .map(labelOf),
    passthrough: devices
      .filter(({ xsiType }) => xsiType === 'VirtualPCIPassthrough')
      .map(labelOf),
    tpm: devices.some(({ xsiType }) => xsiType === 'VirtualTPM'),
    vAppByCdOnly: isOnlyIso(
      object.properties.get('config.vAppConfig.ovfEnvironmentTransport'),
    ),
  };
}

function toolsOf(tools: XmlElement | undefined): TemplateHardware['tools'] {
  const runs = (name: string, otherwise: boolean) =>
    (textBelow(tools, name) ?? String(otherwise)) === 'true';
  const allowed = textBelow(tools, 'syncTimeWithHostAllowed');
  return {
    ...(allowed !== undefined && { syncTimeAllowed: allowed === 'true' }),
    syncTime: runs('syncTimeWithHost', false),
    afterPowerOn: runs('afterPowerOn', true),
    afterResume: runs('afterResume', true),
    beforeReboot: runs('beforeGuestReboot', false),
    beforeShutdown: runs('beforeGuestShutdown', true),
    beforeStandby: runs('beforeGuestStandby', true),
    upgradeAtPowerOn:
      textBelow(tools, 'toolsUpgradePolicy') === 'upgradeAtPowerCycle',
  };
}

function storageOf(
  devices: XmlElement[],
): Pick<TemplateHardware, 'controllers' | 'disks'> {
  const controllers = new Map(
    devices.flatMap(device => {
      const controller = controllerOf(device);
      return controller
        ? [[textBelow(device, 'key') ?? '', controller] as const]
        : [];
    }),
  );
  return {
    controllers: [...controllers.values()],
    // A device with a capacity is a disk, whatever its type.
    disks: devices
      .filter(device => childOf(device, 'capacityInKB'))
      .map(device =>
        diskOf(
          device,
          controllers.get(textBelow(device, 'controllerKey') ?? ''),
        ),
      )
      .sort((a, b) => unitNumber(a) - unitNumber(b)),
  };
}

function controllerOf(device: XmlElement): Controller | undefined {
  const bus = numberBelow(device, 'busNumber');
  if (bus === undefined) {
    return undefined;
  }
  const type = scsiTypes[device.xsiType ?? ''];
  return type
    ? {
        kind: 'scsi',
        type,
        bus,
        busSharing: textBelow(device, 'sharedBus') ?? 'noSharing',
      }
    : { kind: kinds[device.xsiType ?? ''] ?? 'other', bus };
}

function diskOf(device: XmlElement, controller: Controller | undefined): Disk {
  const kind = controller?.kind ?? 'other';
  const unit = numberBelow(device, 'unitNumber') ?? 0;
  const backing = childOf(device, 'backing');
  // capacityInBytes came with vSphere 5.5; capacityInKB is there always.
  const bytes = numberBelow(device, 'capacityInBytes');
  return {
    label: labelOf(device),
    controller: kind,
    bus: controller?.bus ?? 0,
    unit: kind === 'scsi' && unit > SCSI_CONTROLLER_UNIT ? unit - 1 : unit,
    sizeBytes: bytes || (numberBelow(device, 'capacityInKB') ?? 0) * 1024,
    ordinary: backing?.xsiType === 'VirtualDiskFlatVer2BackingInfo',
    thin: textBelow(backing, 'thinProvisioned') === 'true',
    eagerZeroed: textBelow(backing, 'eagerlyScrub') === 'true',
    mode: textBelow(backing, 'diskMode') ?? 'persistent',
    sharing: textBelow(backing, 'sharing') ?? 'sharingNone',
    writeThrough: textBelow(backing, 'writeThrough') === 'true',
    io: allocationOf(childOf(device, 'storageIOAllocation')),
  };
}

function labelOf(device: XmlElement): string {
  return textBelow(device, 'deviceInfo', 'label') ?? 'A device without a name';
}

function allocationOf(
  allocation: XmlElement | undefined,
): TemplateHardware['cpuAllocation'] {
  const shareLevel = textBelow(allocation, 'shares', 'level') ?? 'normal';
  const shareCount = numberBelow(allocation, 'shares', 'shares');
  return {
    limit: numberBelow(allocation, 'limit') ?? -1,
    reservation: numberBelow(allocation, 'reservation') ?? 0,
    shareLevel,
    ...(shareLevel === 'custom' && { shareCount }),
  };
}

/** What people set as an advanced parameter, which an old vCenter does not repeat among the flags. */
function hasDiskUuid(object: ObjectContent): boolean {
  return (elementAt(object, 'config.extraConfig')?.children ?? []).some(
    option =>
      textBelow(option, 'key')?.toLowerCase() === 'disk.enableuuid' &&
      /^(true|1)$/i.test(textBelow(option, 'value') ?? ''),
  );
}

function isOnlyIso(transports: unknown): boolean {
  return (
    Array.isArray(transports) &&
    transports.length === 1 &&
    transports[0] === 'iso'
  );
}

function numberBelow(
  element: XmlElement | undefined,
  ...names: string[]
): number | undefined {
  const text = textBelow(element, ...names);
  return text === undefined ? undefined : Number(text);
}
