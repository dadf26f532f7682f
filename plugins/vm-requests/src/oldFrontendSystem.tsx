import { NewFrontendSystemOnly } from '@backlot/ui-common';

/**
 * The pages of the requests for Backstage's old frontend system, which say for now that the new one is needed.
 *
 * @public
 */
export const VmRequestsPage = () => (
  <NewFrontendSystemOnly packageName="@backlot/plugin-vm-requests" />
);
