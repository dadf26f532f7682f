import { useApi } from '@backstage/core-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { Flex, Text } from '@backstage/ui';
import { ConnectionCard } from '@backlot/ui-common';
import {
  PeerName,
  peerNames,
  vmRequestPeerTestPermission,
} from '@backlot/plugin-vm-requests-common';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';

const peers: Record<PeerName, { title: string; purpose: string }> = {
  netbox: {
    title: 'NetBox',
    purpose: 'Gives machines their addresses and remembers them.',
  },
  forge: {
    title: 'Git forge',
    purpose: 'Holds the repositories that pull requests go to.',
  },
  atlantis: {
    title: 'Atlantis',
    purpose: 'Plans and applies with Terraform.',
  },
};

/** What requests connect to, for the page of sources; nothing for who may not test it. */
export const PeerConnections = () => {
  const api = useApi(vmRequestsApiRef);
  const { allowed } = usePermission({
    permission: vmRequestPeerTestPermission,
  });
  if (!allowed) {
    return null;
  }
  return (
    <Flex direction="column" gap="4">
      {peerNames.map(peer => (
        <ConnectionCard
          key={peer}
          title={peers[peer].title}
          test={signal => api.testPeer(peer, { signal })}
        >
          <Text>{peers[peer].purpose}</Text>
        </ConnectionCard>
      ))}
    </Flex>
  );
};
