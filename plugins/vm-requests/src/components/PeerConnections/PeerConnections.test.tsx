import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  MockPermissionApi,
  renderInTestApp,
  TestApiProvider,
} from '@backstage/test-utils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { PeerList, PeerName } from '@backlot/plugin-vm-requests-common';
import { VmRequestsApi, vmRequestsApiRef } from '../../api/VmRequestsApi';
import { PeerConnections } from './PeerConnections';

describe('PeerConnections', () => {
  it('tests each peer step by step', async () => {
    const testPeer = async (
      peer: PeerName,
      { name = '' }: { name?: string } = {},
    ) => ({
      peer,
      name,
      ok: peer !== 'netbox' && name !== 'search',
      steps: [
        {
          name: 'The custom field is unique',
          ok: peer !== 'netbox' && name !== 'search',
          detail: 'Run the set-up command',
        },
      ],
    });
    const platform = { name: 'default', title: 'Platform' };
    const search = { name: 'search' };
    const listPeers = async (): Promise<PeerList> => ({
      items: [
        { peer: 'netbox', name: 'default', stacks: [platform, search] },
        { peer: 'forge', name: 'default', stacks: [platform, search] },
        { peer: 'atlantis', name: 'default', stacks: [platform] },
        { peer: 'atlantis', name: 'search', stacks: [search] },
        { peer: 'atlantis', name: 'old', stacks: [] },
      ],
    });
    await renderInTestApp(
      <TestApiProvider
        apis={[
          [
            vmRequestsApiRef,
            { listPeers, testPeer } as Partial<VmRequestsApi> as VmRequestsApi,
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
      ['Atlantis search', 'The connection does not work'],
    ]) {
      const card = await screen.findByRole('region', { name });
      await userEvent.click(
        within(card).getByRole('button', { name: 'Test connection' }),
      );
      expect(await within(card).findByText(words)).toBeInTheDocument();
    }
    expect(
      screen.getByText('Plans and applies with Terraform. Stacks: search.'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Plans and applies with Terraform. Stacks: Platform.'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Plans and applies with Terraform. No stack uses it.'),
    ).toBeInTheDocument();
  });

  it('says what went wrong where they cannot be listed', async () => {
    await renderInTestApp(
      <TestApiProvider
        apis={[
          [
            vmRequestsApiRef,
            {
              listPeers: async () => {
                throw new Error('The backend is away.');
              },
            } as Partial<VmRequestsApi> as VmRequestsApi,
          ],
          [permissionApiRef, new MockPermissionApi()],
        ]}
      >
        <PeerConnections />
      </TestApiProvider>,
    );

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The backend is away.',
    );
  });
});
