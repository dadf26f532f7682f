import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  MockPermissionApi,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { PeerName } from '@backlot/plugin-vm-requests-common';
import { VmRequestsApi, vmRequestsApiRef } from '../../api/VmRequestsApi';
import { PeerConnections } from './PeerConnections';

describe('PeerConnections', () => {
  it('tests each peer step by step', async () => {
    const testPeer = async (peer: PeerName) => ({
      peer,
      ok: peer !== 'netbox',
      steps: [
        {
          name: 'The custom field is unique',
          ok: peer !== 'netbox',
          detail: 'Run the set-up command',
        },
      ],
    });
    await renderInTestApp(
      <TestApiProvider
        apis={[
          [
            vmRequestsApiRef,
            { testPeer } as Partial<VmRequestsApi> as VmRequestsApi,
          ],
          [permissionApiRef, new MockPermissionApi()],
        ]}
      >
        <PeerConnections />
      </TestApiProvider>,
    );

    for (const [name, words] of [
      ['NetBox', 'The connection does not work'],
      ['Git forge', 'The connection works'],
      ['Atlantis', 'The connection works'],
    ]) {
      const card = screen.getByRole('region', { name });
      await userEvent.click(
        within(card).getByRole('button', { name: 'Test connection' }),
      );
      expect(await within(card).findByText(words)).toBeInTheDocument();
    }
  });
});
