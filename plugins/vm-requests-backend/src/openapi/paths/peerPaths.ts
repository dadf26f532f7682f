import {
  answer,
  asksFor,
  parametersOf,
  Paths,
  refused,
} from '@backlot/backend-common/openapi';
import {
  vmRequestGateUsePermission,
  vmRequestPeerTestPermission,
} from '@backlot/plugin-vm-requests-common';
import { gateQuery, peerParameters, peerQuery } from '../../routes/schemas';
import { denied, invalid } from './reasons';

/** How the peers are, and what Atlantis asks. */
export const peerPaths: Paths = {
  '/v1/peers': {
    get: {
      operationId: 'listPeers',
      tags: ['Peers'],
      summary: 'Lists the peers of the configuration',
      security: asksFor(vmRequestPeerTestPermission),
      responses: {
        200: answer('All peers', 'PeerList'),
        ...refused({ 403: denied }),
      },
    },
  },
  '/v1/peers/{peer}/test': {
    get: {
      operationId: 'testPeer',
      tags: ['Peers'],
      summary: 'Tests the connection to a peer step by step',
      security: asksFor(vmRequestPeerTestPermission),
      parameters: [
        ...parametersOf(peerParameters, 'path'),
        ...parametersOf(peerQuery, 'query'),
      ],
      responses: {
        200: answer('What was found', 'PeerTest'),
        ...refused({
          400: invalid,
          403: denied,
          404: 'The configuration has none of that name',
        }),
      },
    },
  },
  '/v1/gate': {
    get: {
      operationId: 'askGate',
      tags: ['Peers'],
      summary: 'Lets the approved plan through, and no other',
      description: 'For services only: Atlantis asks before it applies.',
      security: asksFor(vmRequestGateUsePermission),
      parameters: parametersOf(gateQuery, 'query'),
      responses: {
        204: {
          description: 'It is the approved plan of what is being applied',
        },
        ...refused({
          400: invalid,
          403: `${denied}, or the plan is not let through; the message says why`,
        }),
      },
    },
  },
};
