import { answer, failed, path, Paths } from '@backlot/backend-common/openapi';

/**
 * What the inventory does not hold of a machine.
 *
 * @internal
 */
export const machineDetailsPaths: Paths = {
  '/v1/machines/{source}/{id}/details': {
    get: {
      operationId: 'getMachineDetails',
      tags: ['Objects'],
      summary:
        'Asks the source for disks, network cards, guest tools and dates of a machine',
      description:
        'Each machine is asked for once in five seconds for people, and each time for services, which act on the answer. 501 where the source cannot be asked.',
      parameters: [
        path('source', 'Name of the source in configuration'),
        path('id', 'Identifier within the source'),
      ],
      responses: {
        200: answer('What the source says', 'MachineDetails'),
        ...failed,
      },
    },
  },
};
