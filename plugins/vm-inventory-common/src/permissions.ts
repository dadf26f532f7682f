import { createPermission } from '@backstage/plugin-permission-common';

/**
 * Resource type of the objects of an inventory, for conditional decisions by source and datacenter.
 *
 * @public
 */
export const RESOURCE_TYPE_INVENTORY_OBJECT = 'vm-inventory-object';

/**
 * Seeing objects of the inventory.
 *
 * @public
 */
export const vmInventoryObjectReadPermission = createPermission({
  name: 'vm-inventory.object.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_INVENTORY_OBJECT,
});

/**
 * Seeing the sources with their health.
 *
 * @public
 */
export const vmInventorySourceReadPermission = createPermission({
  name: 'vm-inventory.source.read',
  attributes: { action: 'read' },
});

/**
 * Having a source loaded anew.
 *
 * @public
 */
export const vmInventorySourceRefreshPermission = createPermission({
  name: 'vm-inventory.source.refresh',
  attributes: { action: 'update' },
});

/**
 * Testing the connection of a source, and seeing why one does not answer.
 *
 * @public
 */
export const vmInventorySourceTestPermission = createPermission({
  name: 'vm-inventory.source.test',
  attributes: { action: 'read' },
});

/**
 * Powering machines, and taking, reverting to and deleting snapshots of them. Besides, a person has
 * to be among the operators of the configuration, or the machine's rules have to allow it.
 *
 * @public
 */
export const vmInventoryMachineOperatePermission = createPermission({
  name: 'vm-inventory.machine.operate',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_INVENTORY_OBJECT,
});

/**
 * Reporting which machines are in the catalog; for the catalog's module.
 *
 * @public
 */
export const vmInventoryCatalogReportPermission = createPermission({
  name: 'vm-inventory.catalog.report',
  attributes: { action: 'update' },
});

/**
 * Listing and ending what is reserved. For backend plugins; never a person's.
 *
 * @public
 */
export const vmInventoryReservationManagePermission = createPermission({
  name: 'vm-inventory.reservation.manage',
  attributes: { action: 'update' },
});

/**
 * All permissions of the vm-inventory plugin.
 *
 * @public
 */
export const vmInventoryPermissions = [
  vmInventoryObjectReadPermission,
  vmInventoryMachineOperatePermission,
  vmInventorySourceReadPermission,
  vmInventorySourceRefreshPermission,
  vmInventorySourceTestPermission,
  vmInventoryCatalogReportPermission,
  vmInventoryReservationManagePermission,
];
