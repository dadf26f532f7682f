import { Placement } from '@backlot/plugin-vm-inventory-common';

/**
 * A place as the Terraform module is told of it: ids decide, names are for readers.
 *
 * @internal
 */
export function placementVariable(placement: Placement) {
  return {
    datacenter_id: placement.datacenter.id,
    datacenter: placement.datacenter.name,
    cluster_id: placement.cluster.id,
    cluster: placement.cluster.name,
    resource_pool_id: placement.resourcePool.id,
    datastore_id: placement.datastore.id,
    datastore: placement.datastore.name,
    folder: placement.folder?.path ?? '',
    template_uuid: placement.template.uuid,
    template: placement.template.name,
  };
}
