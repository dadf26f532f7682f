import { CustomizableRow, TagRow } from '../tables';
import { Representation, ViewContext } from './Model';

/**
 * How other records show a site.
 *
 * @internal
 */
export function nestedSite(
  id: number | null,
  view: ViewContext,
): Representation | null {
  const site = id === null ? undefined : view.store.table('sites').get(id);
  return site
    ? {
        id: site.id,
        url: view.url(`/api/dcim/sites/${site.id}/`),
        display: site.name,
        name: site.name,
        slug: site.slug,
        description: site.description,
      }
    : null;
}

/**
 * How other records show a cluster.
 *
 * @internal
 */
export function nestedCluster(
  id: number | null,
  view: ViewContext,
): Representation | null {
  const cluster =
    id === null ? undefined : view.store.table('clusters').get(id);
  return cluster
    ? {
        id: cluster.id,
        url: view.url(`/api/virtualization/clusters/${cluster.id}/`),
        display: cluster.name,
        name: cluster.name,
        description: cluster.description,
      }
    : null;
}

/**
 * How other records show a VRF.
 *
 * @internal
 */
export function nestedVrf(
  id: number | null,
  view: ViewContext,
): Representation | null {
  const vrf = id === null ? undefined : view.store.table('vrfs').get(id);
  return vrf
    ? {
        id: vrf.id,
        url: view.url(`/api/ipam/vrfs/${vrf.id}/`),
        display: vrf.rd ? `${vrf.name} (${vrf.rd})` : vrf.name,
        name: vrf.name,
        rd: vrf.rd,
        description: vrf.description,
      }
    : null;
}

/**
 * How other records show a virtual machine.
 *
 * @internal
 */
export function nestedVirtualMachine(
  id: number,
  view: ViewContext,
): Representation | null {
  const machine = view.store.table('virtualMachines').get(id);
  return machine
    ? {
        id,
        url: view.url(`/api/virtualization/virtual-machines/${id}/`),
        display: machine.name,
        name: machine.name,
        description: machine.description,
      }
    : null;
}

/**
 * How other records show an interface.
 *
 * @internal
 */
export function nestedInterface(
  id: number | null,
  view: ViewContext,
): Representation | null {
  const row = id === null ? undefined : view.store.table('interfaces').get(id);
  return row
    ? {
        id: row.id,
        url: view.url(`/api/virtualization/interfaces/${row.id}/`),
        display: row.name,
        virtual_machine: nestedVirtualMachine(row.virtual_machine, view),
        name: row.name,
        description: row.description,
      }
    : null;
}

/**
 * How other records show an interface of a device.
 *
 * @internal
 */
export function nestedDeviceInterface(
  id: number | null,
  view: ViewContext,
): Representation | null {
  const row =
    id === null ? undefined : view.store.table('deviceInterfaces').get(id);
  return row
    ? {
        id: row.id,
        url: view.url(`/api/dcim/interfaces/${row.id}/`),
        display: row.name,
        device: { display: row.device, name: row.device, description: '' },
        name: row.name,
        description: row.description,
        cable: null,
        _occupied: false,
      }
    : null;
}

/**
 * How an interface shows a MAC address.
 *
 * @internal
 */
export function nestedMacAddress(
  id: number | null,
  view: ViewContext,
): Representation | null {
  const row =
    id === null ? undefined : view.store.table('macAddresses').get(id);
  return row
    ? {
        id: row.id,
        url: view.url(`/api/dcim/mac-addresses/${row.id}/`),
        display: row.mac_address,
        mac_address: row.mac_address,
        description: row.description,
      }
    : null;
}

/**
 * How other records show a tag.
 *
 * @internal
 */
export function nestedTag(tag: TagRow, view: ViewContext): Representation {
  return {
    id: tag.id,
    url: view.url(`/api/extras/tags/${tag.id}/`),
    display_url: view.url(`/extras/tags/${tag.id}/`),
    display: tag.name,
    name: tag.name,
    slug: tag.slug,
    color: tag.color,
  };
}

/** @internal */
export function tagsOf(
  row: CustomizableRow,
  view: ViewContext,
): Representation[] {
  return row.tags
    .map(id => view.store.table('tags').get(id))
    .filter(tag => tag !== undefined)
    .sort((a, b) => a.name.localeCompare(b.name))
    .map(tag => nestedTag(tag, view));
}

/**
 * All custom fields of a kind of record, with null for those that this record has no value of.
 *
 * @internal
 */
export function customFieldsOf(
  row: CustomizableRow,
  objectType: string,
  view: ViewContext,
): Representation {
  return Object.fromEntries(
    view.store
      .table('customFields')
      .all()
      .filter(field => field.object_types.includes(objectType))
      .map(field => [field.name, row.custom_fields[field.name] ?? null]),
  );
}
