import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  MockPermissionApi,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { screen } from '@testing-library/react';
import { VmRequestsApi, vmRequestsApiRef } from '../../api/VmRequestsApi';
import { PeerConnections } from './PeerConnections';

// Apart from the other tests: what is allowed is remembered for as long as the app is open.
describe('PeerConnections without permission', () => {
  it('shows nothing', async () => {
    await renderInTestApp(
      <TestApiProvider
        apis={[
          [vmRequestsApiRef, {} as VmRequestsApi],
          [permissionApiRef, new MockPermissionApi(() => AuthorizeResult.DENY)],
        ]}
      >
        <PeerConnections />
      </TestApiProvider>,
    );

    expect(screen.queryByText('NetBox')).toBeNull();
  });
});
