import {
  answer,
  asksFor,
  json,
  parametersOf,
  Paths,
  refused,
} from '@backlot/backend-common/openapi';
import { vmRequestCreatePermission } from '@backlot/plugin-vm-requests-common';
import { unrequestedQuery } from '../../routes/schemas';
import { denied, invalid } from './reasons';

/** Machines that nobody requested. */
export const unrequestedPaths: Paths = {
  '/v1/adoptions': {
    post: {
      operationId: 'openAdoptions',
      tags: ['Batches'],
      summary: 'Asks for the adoption of several machines at once',
      description:
        'For people. What a machine has against it is said by its own request; what stands in the way of all keeps all from being asked for.',
      security: asksFor(vmRequestCreatePermission),
      requestBody: { required: true, content: json('AdoptionsInput') },
      responses: {
        201: answer('The batch', 'RequestBatch'),
        ...refused({
          400: invalid,
          403: `${denied}, or the owner cannot have as many`,
          404: 'There is no such machine in the source',
          409: 'There is a request on some of them already, or the key came with something else before; nothing is asked for then',
        }),
      },
    },
  },
  '/v1/unrequested-machines': {
    get: {
      operationId: 'listUnrequestedMachines',
      tags: ['Machines'],
      summary: 'Lists machines that their sources have and nobody requested',
      description:
        'For people: of what the inventory lets the caller see. A page may be longer than `limit`, and empty while there are more.',
      security: asksFor(vmRequestCreatePermission),
      parameters: parametersOf(unrequestedQuery, 'query'),
      responses: {
        200: answer('A page of them', 'UnrequestedMachinePage'),
        ...refused({ 400: invalid, 403: denied }),
      },
    },
  },
};
