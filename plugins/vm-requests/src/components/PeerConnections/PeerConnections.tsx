import { useApi } from '@backstage/core-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { Flex, Skeleton, Text } from '@backstage/ui';
import { ConnectionCard, LoadState, useLoad } from '@backlot/ui-common';
import {
  Peer,
  PeerName,
  vmRequestPeerTestPermission,
} from '@backlot/plugin-vm-requests-common';
import { vmRequestsApiRef } from '../../api/VmRequestsApi';

const words: Record<PeerName, { title: string; purpose: string }> = {
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

function titleOf({ peer, name }: Peer): string {
  const { title } = words[peer];
  return name === 'default' ? title : `${title} ${name}`;
}

/** Which stacks it works for, where there are several in all. */
function stacksInWords({ stacks }: Peer, areSeveral: boolean): string {
  if (!areSeveral) {
    return '';
  }
  return stacks.length === 0
    ? ' No stack uses it.'
    : ` Stacks: ${stacks.map(({ name, title }) => title ?? name).join(', ')}.`;
}

const Connections = () => {
  const api = useApi(vmRequestsApiRef);
  const loaded = useLoad(signal => api.listPeers({ signal }), []);
  const peers = loaded.value?.items ?? [];
  const stacks = peers.flatMap(peer => peer.stacks.map(({ name }) => name));
  return (
    <Flex direction="column" gap="4">
      <LoadState loaded={loaded} what="the connections">
        <Skeleton width="100%" height={96} />
      </LoadState>
      {peers.map(peer => (
        <ConnectionCard
          key={`${peer.peer} ${peer.name}`}
          title={titleOf(peer)}
          test={signal => api.testPeer(peer.peer, { name: peer.name, signal })}
        >
          <Text>
            {words[peer.peer].purpose}
            {stacksInWords(peer, new Set(stacks).size > 1)}
          </Text>
        </ConnectionCard>
      ))}
    </Flex>
  );
};

/** What requests connect to, for the page of sources; nothing for who may not test it. */
export const PeerConnections = () => {
  const { allowed } = usePermission({
    permission: vmRequestPeerTestPermission,
  });
  return allowed ? <Connections /> : null;
};
