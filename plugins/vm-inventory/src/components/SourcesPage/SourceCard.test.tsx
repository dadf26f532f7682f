import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  MockPermissionApi,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import {
  VmInventoryApi,
  vmInventoryApiRef,
} from '@backlot/plugin-vm-inventory-react';
import { liveSource } from '../../__testUtils__/inventory';
import { SourceCard } from './SourceCard';

// Apart from the page's tests: what is allowed is remembered for as long as the app is open.
describe('SourceCard', () => {
  it('offers nothing that one may not do', async () => {
    await renderInTestApp(
      <TestApiProvider
        apis={[
          [vmInventoryApiRef, {} as VmInventoryApi],
          [permissionApiRef, new MockPermissionApi(() => AuthorizeResult.DENY)],
        ]}
      >
        <SourceCard status={liveSource} onChange={() => {}} />
      </TestApiProvider>,
    );

    expect(screen.getByText('Frankfurt')).toBeInTheDocument();
    expect(screen.getByText('Live')).toBeInTheDocument();
    expect(screen.queryByRole('button')).toBeNull();
  });
});
