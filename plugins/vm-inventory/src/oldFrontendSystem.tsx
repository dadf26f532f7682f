import { NewFrontendSystemOnly } from '@backlot/ui-common';

/**
 * The page of the machines for Backstage's old frontend system, which says for now that the new one is needed.
 *
 * @public
 */
export const VmInventoryPage = () => (
  <NewFrontendSystemOnly packageName="@backlot/plugin-vm-inventory" />
);

/**
 * The page of the capacity for Backstage's old frontend system, which says for now that the new one is needed.
 *
 * @public
 */
export const VmCapacityPage = () => (
  <NewFrontendSystemOnly packageName="@backlot/plugin-vm-inventory" />
);

/**
 * The page of the sources for Backstage's old frontend system, which says for now that the new one is needed.
 *
 * @public
 */
export const VmSourcesPage = () => (
  <NewFrontendSystemOnly packageName="@backlot/plugin-vm-inventory" />
);
