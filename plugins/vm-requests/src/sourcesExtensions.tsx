import { lazy } from 'react';
import {
  coreExtensionData,
  createExtension,
  ExtensionBoundary,
} from '@backstage/frontend-plugin-api';

/** What requests connect to, on the page of the inventory's sources. */
export const peerConnections = createExtension({
  name: 'peer-connections',
  attachTo: { id: 'page:vm-inventory/sources', input: 'connections' },
  output: [coreExtensionData.reactElement],
  factory: ({ node }) => {
    const PeerConnections = lazy(async () => ({
      default: (await import('./components/PeerConnections/PeerConnections'))
        .PeerConnections,
    }));
    return [
      coreExtensionData.reactElement(
        <ExtensionBoundary node={node}>
          <PeerConnections />
        </ExtensionBoundary>,
      ),
    ];
  },
});
