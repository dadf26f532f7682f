import {
  DistributedVirtualPortgroup,
  DistributedVirtualSwitch,
  Network,
} from '../model/ManagedObject';
import {
  boolean,
  data,
  dataList,
  int,
  PropertyNode,
  reference,
  references,
  string,
} from './PropertyNode';
import { entityProperties } from './entityProperties';
import { hostsThatReach } from './storageProperties';

function networkProperties<
  O extends Network | DistributedVirtualPortgroup,
>(): Record<string, PropertyNode<O>> {
  return {
    ...entityProperties<O>(),
    summary: data('NetworkSummary', {
      network: reference(network => network.ref),
      name: string(network => network.name),
      accessible: boolean(() => true),
    }),
    host: references((network, { store }) =>
      hostsThatReach(network.ref, store),
    ),
    vm: references((network, { store }) => store.related(network.ref, 'vm')),
  };
}

export const standardNetworkProperties = networkProperties<Network>();

export const portgroupProperties: Record<
  string,
  PropertyNode<DistributedVirtualPortgroup>
> = {
  ...networkProperties<DistributedVirtualPortgroup>(),
  key: string(portgroup => portgroup.ref),
  config: data('DVPortgroupConfigInfo', {
    key: string(portgroup => portgroup.ref),
    name: string(portgroup => portgroup.name),
    numPorts: int(() => 128),
    distributedVirtualSwitch: reference(portgroup => portgroup.dvs),
    defaultPortConfig: data('VMwareDVSPortSetting', {
      vlan: data('VmwareDistributedVirtualSwitchVlanIdSpec', {
        inherited: boolean(() => false),
        vlanId: int(portgroup => portgroup.vlan),
      }),
    }),
    type: string(() => 'earlyBinding'),
    uplink: boolean(portgroup => portgroup.uplink),
  }),
};

export const switchProperties: Record<
  string,
  PropertyNode<DistributedVirtualSwitch>
> = {
  ...entityProperties<DistributedVirtualSwitch>(),
  uuid: string(dvs => dvs.uuid),
  portgroup: references((dvs, { store }) =>
    store.related(dvs.ref, 'portgroup'),
  ),
  networkResourcePool: dataList('DVSNetworkResourcePool', () => []),
};
