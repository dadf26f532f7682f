import { answer, failed, path, Paths } from '@backlot/backend-common/openapi';

/**
 * What the inventory does not hold of the machines in a network.
 *
 * @internal
 */
export const macAddressesPaths: Paths = {
  '/v1/networks/{source}/{id}/mac-addresses': {
    get: {
      operationId: 'listMacAddresses',
      tags: ['Objects'],
      summary:
        'Asks the source for the MAC addresses of the machines in a network',
      description:
        'Each network is asked for once in five seconds. 501 where the source cannot be asked.',
      parameters: [
        path('source', 'Name of the source in configuration'),
        path('id', 'Identifier within the source'),
      ],
      responses: {
        200: answer('What the source says', 'NetworkMacAddresses'),
        ...failed,
      },
    },
  },
};
