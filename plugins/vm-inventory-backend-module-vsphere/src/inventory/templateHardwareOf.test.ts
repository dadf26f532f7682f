import { ObjectContent } from '../propertyCollector/ObjectContent';
import { VimValue } from '../propertyCollector/values';
import { XmlElement } from '../soap/XmlElement';
import { templateHardwareOf } from './templateHardwareOf';

type Fields = { [name: string]: string | number | boolean | XmlElement };

function element(name: string, fields: Fields, xsiType?: string): XmlElement {
  return {
    name,
    xsiType,
    text: '',
    children: Object.entries(fields).map(([child, value]) =>
      typeof value === 'object'
        ? { ...value, name: child }
        : { name: child, text: String(value), children: [] },
    ),
  };
}

const described = (label: string) => element('deviceInfo', { label });

function controller(xsiType: string, key: number, busNumber: number) {
  return element('device', { key, busNumber, sharedBus: 'noSharing' }, xsiType);
}

function disk(
  controllerKey: number,
  unitNumber: number,
  backing: Fields = {},
  xsiType = 'VirtualDiskFlatVer2BackingInfo',
) {
  return element(
    'device',
    {
      deviceInfo: described(`Disk ${controllerKey}:${unitNumber}`),
      backing: element('backing', backing, xsiType),
      controllerKey,
      unitNumber,
      capacityInKB: 1024,
    },
    'VirtualDisk',
  );
}

function template(
  devices: XmlElement[],
  properties: Record<string, VimValue> = {},
): ObjectContent {
  const hardware = element('val', { numCoresPerSocket: 2 }, 'VirtualHardware');
  hardware.children.push(...devices);
  return {
    ref: { type: 'VirtualMachine', value: 'vm-1' },
    hidden: [],
    properties: new Map(
      Object.entries({ 'config.hardware': hardware, ...properties }),
    ),
  };
}

describe('templateHardwareOf', () => {
  it('has for what vCenter leaves out what vSphere gives by itself', () => {
    expect(templateHardwareOf(template([]))).toEqual({
      coresPerSocket: 2,
      coresPerSocketAutomatic: false,
      guestId: '',
      guestName: '',
      firmware: 'bios',
      secureBoot: false,
      boot: { delayMs: 0, retry: false, retryDelayMs: 10_000 },
      hotPlug: { cpuAdd: false, cpuRemove: false, memoryAdd: false },
      nestedVirtualization: false,
      performanceCounters: false,
      hvMode: 'hvAuto',
      eptRviMode: 'automatic',
      latencySensitivity: 'normal',
      swapPlacement: 'inherit',
      diskUuid: false,
      logging: false,
      iommu: false,
      virtualizationBasedSecurity: false,
      cpuAllocation: { limit: -1, reservation: 0, shareLevel: 'normal' },
      memoryAllocation: {
        limit: -1,
        reservation: 0,
        shareLevel: 'normal',
        reserveAll: false,
      },
      tools: {
        syncTime: false,
        afterPowerOn: true,
        afterResume: true,
        beforeReboot: false,
        beforeShutdown: true,
        beforeStandby: true,
        upgradeAtPowerOn: false,
      },
      controllers: [],
      disks: [],
      staticMacAddresses: [],
      passthrough: [],
      tpm: false,
      vAppByCdOnly: false,
    });
  });

  it('reads disks in the order of their places, whatever that of the devices', () => {
    const { controllers, disks } = templateHardwareOf(
      template([
        disk(1001, 0),
        disk(1000, 8, { thinProvisioned: true }),
        disk(1000, 0, { eagerlyScrub: true, diskMode: 'append' }),
        controller('ParaVirtualSCSIController', 1001, 1),
        controller('VirtualLsiLogicSASController', 1000, 0),
      ]),
    );
    expect(controllers).toEqual([
      { kind: 'scsi', type: 'pvscsi', bus: 1, busSharing: 'noSharing' },
      { kind: 'scsi', type: 'lsilogic-sas', bus: 0, busSharing: 'noSharing' },
    ]);
    expect(disks).toMatchObject([
      { label: 'Disk 1000:0', bus: 0, unit: 0, eagerZeroed: true, thin: false },
      // The controller itself has place 7.
      { label: 'Disk 1000:8', bus: 0, unit: 7, thin: true },
      { label: 'Disk 1001:0', bus: 1, unit: 0, sizeBytes: 1024 ** 2 },
    ]);
  });

  it.each([
    ['VirtualAHCIController', 'sata'],
    ['VirtualIDEController', 'ide'],
    ['VirtualNVMEController', 'nvme'],
    ['VirtualOfTomorrowController', 'other'],
  ])('knows a %s', (type, kind) => {
    expect(
      templateHardwareOf(
        template([controller(type, 15000, 0), disk(15000, 1)]),
      ),
    ).toMatchObject({ controllers: [{ kind }], disks: [{ controller: kind }] });
  });

  it('tells which network cards have a static MAC address', () => {
    const card = (label: string, addressType: string) =>
      element(
        'device',
        { deviceInfo: described(label), addressType },
        'VirtualVmxnet3',
      );
    expect(
      templateHardwareOf(
        template([card('Card 1', 'manual'), card('Card 2', 'assigned')]),
      ),
    ).toMatchObject({ staticMacAddresses: ['Card 1'] });
  });

  it('tells what is no ordinary disk, and devices of the host', () => {
    expect(
      templateHardwareOf(
        template([
          disk(1000, 0, {}, 'VirtualDiskRawDiskMappingVer1BackingInfo'),
          element(
            'device',
            { deviceInfo: described('PCI device 0') },
            'VirtualPCIPassthrough',
          ),
          element('device', {}, 'VirtualTPM'),
        ]),
      ),
    ).toMatchObject({
      disks: [{ ordinary: false }],
      passthrough: ['PCI device 0'],
      tpm: true,
    });
  });

  it.each([
    ['disk.EnableUUID', 'TRUE', true],
    ['disk.enableUUID', '1', true],
    ['disk.EnableUUID', 'FALSE', false],
    ['disk.Other', 'TRUE', false],
  ])('takes the advanced parameter %s = %s for %s', (key, value, shown) => {
    const extraConfig: XmlElement = {
      ...element('val', {}, 'ArrayOfOptionValue'),
      children: [element('OptionValue', { key, value })],
    };
    expect(
      templateHardwareOf(template([], { 'config.extraConfig': extraConfig })),
    ).toMatchObject({ diskUuid: shown });
  });

  it.each([
    [['iso'], true],
    [['iso', 'com.vmware.guestInfo'], false],
    [[], false],
  ])('takes the transports %j for CD only: %s', (transports, only) => {
    expect(
      templateHardwareOf(
        template([], {
          'config.vAppConfig.ovfEnvironmentTransport': transports,
        }),
      ),
    ).toMatchObject({ vAppByCdOnly: only });
  });
});
