import { MachineNetworkCard } from '@backlot/plugin-vm-inventory-common';
import { childOf, childrenOf, XmlElement } from '../soap/XmlElement';
import { textBelow } from './elements';

/**
 * The network cards among the devices of a machine, in their order. They are told by what they
 * have, so that one of a kind that is not known is shown, too.
 *
 * @param guestNets - what the guest reports of each, `guest.net`
 * @param networks - ids of the networks that the machine is in
 * @internal
 */
export function networkCardsOf(
  devices: XmlElement[],
  guestNets: XmlElement[],
  networks: readonly string[],
): MachineNetworkCard[] {
  return devices
    .filter(device => childOf(device, 'macAddress'))
    .map(device => {
      const macAddress = textBelow(device, 'macAddress')?.toLowerCase();
      const key = textBelow(device, 'key');
      const connected = textBelow(device, 'connectable', 'connected');
      const reported = guestNets.filter(
        net =>
          textBelow(net, 'deviceConfigId') === key ||
          (macAddress !== undefined &&
            textBelow(net, 'macAddress')?.toLowerCase() === macAddress),
      );
      return {
        label: textBelow(device, 'deviceInfo', 'label') ?? 'network card',
        adapterType: adapterTypeOf(device.xsiType ?? ''),
        macAddress,
        connected: connected === undefined ? undefined : connected === 'true',
        network: networkOf(childOf(device, 'backing'), networks),
        addresses: reported.flatMap(net =>
          childrenOf(net, 'ipAddress').map(({ text }) => text),
        ),
      };
    });
}

/** `VirtualVmxnet3` is vmxnet3, `VirtualSriovEthernetCard` sriov. */
function adapterTypeOf(deviceType: string): string {
  return (
    deviceType
      .replace(/^Virtual/, '')
      .replace(/EthernetCard$/, '')
      .toLowerCase() || 'unknown'
  );
}

function networkOf(
  backing: XmlElement | undefined,
  networks: readonly string[],
): string | undefined {
  const portgroup = textBelow(backing, 'port', 'portgroupKey');
  // A distributed port group's key is the value of its reference, as long as nobody restored it
  // from a backup with another.
  return portgroup !== undefined && networks.includes(portgroup)
    ? portgroup
    : textBelow(backing, 'network');
}
