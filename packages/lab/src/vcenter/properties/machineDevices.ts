import { guestNetworkOf } from '../guest/guestNetworkOf';
import { LabMachineDisk } from '../machines/LabMachines';
import { VirtualMachine } from '../model/ManagedObject';
import { networkCardsOf } from '../model/networkCards';
import { escapeXml } from '../soap/escapeXml';
import { DataItem, PropertyContext } from './PropertyNode';

const firstControllerKey = 1000;
/** A SCSI controller takes 16 places, of which the one of this number is its own. */
const controllerUnit = 7;
const disksOnController = controllerUnit + 8;
const firstDiskKey = 2000;
const firstNicKey = 4000;

export function datastoreName(
  machine: VirtualMachine,
  context: PropertyContext,
): string {
  return (
    context.store.ofType(machine.datastores[0], 'Datastore')?.name ?? 'unknown'
  );
}

/** The number of a disk's SCSI controller, and its place there. */
function placeOf({ unit }: LabMachineDisk, index: number): [number, number] {
  const place = unit ?? index;
  return [Math.floor(place / disksOnController), place % disksOnController];
}

function controllerDevices({ config }: VirtualMachine): DataItem[] {
  const buses = (config?.disks ?? []).map((disk, index) => {
    const [bus] = placeOf(disk, index);
    return bus;
  });
  return Array.from({ length: Math.max(0, ...buses) + 1 }, (_, bus) => ({
    xsiType: 'ParaVirtualSCSIController',
    content: `<key>${
      firstControllerKey + bus
    }</key><deviceInfo xsi:type="Description"><label>SCSI controller ${bus}</label><summary>VMware paravirtual SCSI</summary></deviceInfo><busNumber>${bus}</busNumber><sharedBus>noSharing</sharedBus><scsiCtlrUnitNumber>${controllerUnit}</scsiCtlrUnitNumber>`,
  }));
}

function diskDevices(
  machine: VirtualMachine,
  context: PropertyContext,
): DataItem[] {
  const folder = escapeXml(
    `[${datastoreName(machine, context)}] ${machine.name}/${machine.name}`,
  );
  return (machine.config?.disks ?? []).map((disk, index) => {
    const [bus, place] = placeOf(disk, index);
    const unit = place < controllerUnit ? place : place + 1;
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
        `<thinProvisioned>${disk.thin}</thinProvisioned>` +
        `<eagerlyScrub>${disk.eagerZeroed ?? false}</eagerlyScrub></backing>` +
        `<controllerKey>${
          firstControllerKey + bus
        }</controllerKey><unitNumber>${unit}</unitNumber>` +
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
  return networkCardsOf(machine).map((card, index) => {
    const ref = card.network;
    const portgroup = context.store.ofType(ref, 'DistributedVirtualPortgroup');
    const dvs = context.store.ofType(
      portgroup?.dvs,
      'VmwareDistributedVirtualSwitch',
    );
    const backing = portgroup
      ? `<backing xsi:type="VirtualEthernetCardDistributedVirtualPortBackingInfo"><port><switchUuid>${dvs?.uuid}</switchUuid><portgroupKey>${ref}</portgroupKey></port></backing>`
      : `<backing xsi:type="VirtualEthernetCardNetworkBackingInfo"><deviceName>${escapeXml(
          networkName(ref, context),
        )}</deviceName><network type="Network">${ref}</network></backing>`;
    return {
      xsiType: 'VirtualVmxnet3',
      content:
        `<key>${firstNicKey + index}</key>` +
        `<deviceInfo xsi:type="Description"><label>Network adapter ${
          index + 1
        }</label><summary>Network adapter</summary></deviceInfo>${backing}` +
        '<connectable><startConnected>true</startConnected><allowGuestControl>true</allowGuestControl>' +
        `<connected>${
          machine.powerState === 'poweredOn'
        }</connected><status>untried</status></connectable>` +
        `<controllerKey>100</controllerKey><unitNumber>${
          7 + index
        }</unitNumber>` +
        `<addressType>${
          card.isStatic ? 'manual' : 'assigned'
        }</addressType><macAddress>${card.macAddress}</macAddress>`,
    };
  });
}

function networkName(ref: string, context: PropertyContext): string {
  return (
    context.store.ofType(
      ref,
      'Network',
      'OpaqueNetwork',
      'DistributedVirtualPortgroup',
    )?.name ?? ''
  );
}

/** The devices of a machine; unset while it has no configuration. */
export function devices(
  machine: VirtualMachine,
  context: PropertyContext,
): DataItem[] | undefined {
  return (
    machine.config && [
      ...controllerDevices(machine),
      ...diskDevices(machine, context),
      ...nicDevices(machine, context),
    ]
  );
}

/** What the guest reports of its network cards. */
export function guestNics(
  machine: VirtualMachine,
  context: PropertyContext,
): DataItem[] {
  if (machine.ipAddress === undefined) {
    return [];
  }
  const { addresses, ipv6 = [] } = guestNetworkOf(machine);
  return networkCardsOf(machine).map(({ network, macAddress }, index) => ({
    xsiType: 'GuestNicInfo',
    content:
      `<network>${escapeXml(networkName(network, context))}</network>${[
        addresses[index],
        ipv6[index],
      ]
        .map(address => (address ? `<ipAddress>${address}</ipAddress>` : ''))
        .join('')}<macAddress>${macAddress}</macAddress>` +
      `<connected>true</connected><deviceConfigId>${
        firstNicKey + index
      }</deviceConfigId>`,
  }));
}
