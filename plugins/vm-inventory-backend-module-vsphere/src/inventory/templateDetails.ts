import { TemplateDisk } from '@backlot/plugin-vm-inventory-common';
import { ObjectContent } from '../propertyCollector/ObjectContent';
import { VimValue } from '../propertyCollector/values';
import { childOf, textOf, XmlElement } from '../soap/XmlElement';

/**
 * What only templates are asked for.
 *
 * @internal
 */
export interface TemplateDetails {
  guestName?: string;
  firmware?: 'bios' | 'efi';
  /** In the words of the Terraform provider. */
  scsiType?: string;
  disks: TemplateDisk[];
}

/** Device type by the provider's word for it. */
const scsiTypes: Record<string, string> = {
  ParaVirtualSCSIController: 'pvscsi',
  VirtualLsiLogicController: 'lsilogic',
  VirtualLsiLogicSASController: 'lsilogic-sas',
  VirtualBusLogicController: 'buslogic',
};

/** @internal */
export function templateDetailsOf(object: ObjectContent): TemplateDetails {
  const devices = devicesOf(object.properties.get('config.hardware.device'));
  const firmware = object.properties.get('config.firmware');
  const guestName = object.properties.get('config.guestFullName');
  return {
    guestName: typeof guestName === 'string' ? guestName : undefined,
    firmware: firmware === 'efi' || firmware === 'bios' ? firmware : undefined,
    scsiType: devices
      .map(device => scsiTypes[device.xsiType ?? ''])
      .find(type => type !== undefined),
    disks: devices
      .filter(device => device.xsiType === 'VirtualDisk')
      .map(diskOf),
  };
}

function devicesOf(value: VimValue | undefined): XmlElement[] {
  return value && typeof value === 'object' && 'children' in value
    ? value.children
    : [];
}

function diskOf(device: XmlElement): TemplateDisk {
  const info = childOf(device, 'deviceInfo');
  const backing = childOf(device, 'backing');
  // capacityInBytes came with vSphere 5.5; capacityInKB is there always.
  const bytes = Number(textOf(device, 'capacityInBytes') ?? 0);
  return {
    label: (info && textOf(info, 'label')) ?? 'disk',
    sizeBytes: bytes || Number(textOf(device, 'capacityInKB') ?? 0) * 1024,
    thin: (backing && textOf(backing, 'thinProvisioned')) === 'true',
  };
}
