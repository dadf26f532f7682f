import { MachineDetails } from '@backlot/plugin-vm-inventory-common';
import { allMachineProblems } from '@backlot/vsphere-templates';
import { references, text } from '../inventory/properties';
import { ObjectContent } from '../propertyCollector/ObjectContent';
import { childrenOf } from '../soap/XmlElement';
import { disksOf } from './disksOf';
import { elementAt, textBelow, timeOf } from './elements';
import { machineHardwareOf } from './machineHardwareOf';
import { networkCardsOf } from './networkCardsOf';
import { snapshotsOf } from './snapshotsOf';
import { toolsOf } from './toolsOf';

/**
 * Translates what vCenter answered of a machine. A machine without configuration, whose files
 * cannot be read, has no devices.
 *
 * @internal
 */
export function machineDetailsOf(
  object: ObjectContent,
  asOf: string,
): MachineDetails {
  const virtualHardware = elementAt(object, 'config.hardware');
  const devices = virtualHardware ? childrenOf(virtualHardware, 'device') : [];
  const hardware = virtualHardware && machineHardwareOf(object);
  const problems = hardware ? allMachineProblems(hardware) : [];
  const firmware = text(object, 'config.firmware');
  return {
    asOf,
    disks: disksOf(devices),
    networkCards: networkCardsOf(
      devices,
      elementAt(object, 'guest.net')?.children ?? [],
      references(object, 'network'),
    ),
    tools: toolsOf({
      toolsRunningStatus: text(object, 'guest.toolsRunningStatus'),
      toolsVersion: text(object, 'guest.toolsVersion'),
      toolsVersionStatus2: text(object, 'guest.toolsVersionStatus2'),
    }),
    guest: {
      fullName:
        text(object, 'guest.guestFullName') ||
        text(object, 'config.guestFullName') ||
        undefined,
      hostName: text(object, 'guest.hostName') || undefined,
    },
    hardwareVersion: text(object, 'config.version') || undefined,
    firmware: firmware === 'efi' || firmware === 'bios' ? firmware : undefined,
    storage: storageOf(object),
    createdAt: timeOf(text(object, 'config.createDate')),
    bootedAt: timeOf(text(object, 'runtime.bootTime')),
    note: text(object, 'config.annotation') || undefined,
    snapshots: snapshotsOf(elementAt(object, 'snapshot')),
    hardware,
    ...(problems.length > 0 && { problems }),
  };
}

function storageOf(object: ObjectContent): MachineDetails['storage'] {
  const storage = elementAt(object, 'summary.storage');
  return (
    storage && {
      committedBytes: Number(textBelow(storage, 'committed') ?? 0),
      uncommittedBytes: Math.max(
        0,
        Number(textBelow(storage, 'uncommitted') ?? 0),
      ),
    }
  );
}
