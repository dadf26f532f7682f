import { MachineDisk } from '@backlot/plugin-vm-inventory-common';
import { childOf, XmlElement } from '../soap/XmlElement';
import { textBelow } from './elements';

/**
 * The disks among the devices of a machine, in their order. They are told by what they have, so
 * that one of a kind that is not known is shown, too.
 *
 * @internal
 */
export function disksOf(devices: XmlElement[]): MachineDisk[] {
  const labels = new Map(
    devices.map(device => [
      textBelow(device, 'key'),
      textBelow(device, 'deviceInfo', 'label'),
    ]),
  );
  return devices
    .filter(device => childOf(device, 'capacityInKB'))
    .map(device => {
      const backing = childOf(device, 'backing');
      const thin = textBelow(backing, 'thinProvisioned');
      // capacityInBytes came with vSphere 5.5; capacityInKB is there always.
      const bytes = Number(textBelow(device, 'capacityInBytes') ?? 0);
      return {
        label: textBelow(device, 'deviceInfo', 'label') ?? 'disk',
        capacityBytes:
          bytes || Number(textBelow(device, 'capacityInKB') ?? 0) * 1024,
        datastore: textBelow(backing, 'datastore'),
        file: textBelow(backing, 'fileName'),
        thin: thin === undefined ? undefined : thin === 'true',
        controller: labels.get(textBelow(device, 'controllerKey')),
      };
    });
}
