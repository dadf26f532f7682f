import { MachineHardware } from '@backlot/vsphere-templates';
import { templateHardwareOf } from '../inventory/templateHardwareOf';
import { ObjectContent } from '../propertyCollector/ObjectContent';
import { childOf, childrenOf, XmlElement } from '../soap/XmlElement';
import { elementAt, textBelow } from './elements';

/** Whether the provider finds one of its two kinds of CD drives in it (`CdromSubresource.Read`). */
function isKnownCd(backing: XmlElement | undefined): boolean {
  return (
    backing?.xsiType === 'VirtualCdromRemoteAtapiBackingInfo' ||
    (backing?.xsiType === 'VirtualCdromIsoBackingInfo' &&
      childOf(backing, 'datastore') !== undefined)
  );
}

/**
 * Translates what vCenter answered of the hardware of a machine that stands.
 *
 * @internal
 */
export function machineHardwareOf(object: ObjectContent): MachineHardware {
  const hardware = elementAt(object, 'config.hardware');
  const devices = hardware ? childrenOf(hardware, 'device') : [];
  const backingOf = (device: XmlElement) => childOf(device, 'backing');
  const labelsOf = (found: XmlElement[]) =>
    found.map(
      device =>
        textBelow(device, 'deviceInfo', 'label') ?? 'A device without a name',
    );
  return {
    ...templateHardwareOf(object),
    linkedDisks: labelsOf(
      devices.filter(device => {
        const backing = backingOf(device);
        return backing && childOf(backing, 'parent') !== undefined;
      }),
    ),
    unknownCdDrives: labelsOf(
      devices.filter(
        device =>
          device.xsiType === 'VirtualCdrom' && !isKnownCd(backingOf(device)),
      ),
    ),
    managedBy: textBelow(elementAt(object, 'config.managedBy'), 'extensionKey'),
  };
}
