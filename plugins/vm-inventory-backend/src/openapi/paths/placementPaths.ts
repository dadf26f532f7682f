import {
  answer,
  failed,
  json,
  path,
  Paths,
  query,
} from '@backlot/backend-common/openapi';

const ofPlugins = 'For backend plugins only.';

/**
 * Places for new machines, room for those that grow, and what is kept for them.
 *
 * @internal
 */
export const placementPaths: Paths = {
  '/v1/placements': {
    post: {
      operationId: 'findPlacement',
      tags: ['Placement'],
      summary: 'Returns where a machine would go, and why',
      description:
        'With a reservation the place is kept, which only backend plugins may ask for.',
      requestBody: { required: true, content: json('PlaceRequest') },
      responses: { 200: answer('The place', 'Placement'), ...failed },
    },
  },
  '/v1/machines/{source}/{id}/growth': {
    post: {
      operationId: 'findGrowth',
      tags: ['Placement'],
      summary: 'Returns whether a machine may have more where it is, and why',
      description:
        'With a reservation the room is kept, which only backend plugins may ask for. 409, with the reasons, where there is none.',
      parameters: [
        path('source', 'Name of the source in configuration'),
        path('id', 'Identifier within the source'),
      ],
      requestBody: { required: true, content: json('GrowRequest') },
      responses: {
        200: answer('Where the machine grows', 'Growth'),
        ...failed,
      },
    },
  },
  '/v1/reservations': {
    get: {
      operationId: 'listReservations',
      tags: ['Placement'],
      summary: 'Lists reservations',
      description: ofPlugins,
      parameters: [query('source', 'Only of this source')],
      responses: { 200: answer('Reservations', 'ReservationList'), ...failed },
    },
  },
  '/v1/reservations/{id}': {
    get: {
      operationId: 'getReservation',
      tags: ['Placement'],
      summary: 'Answers one reservation',
      description: ofPlugins,
      parameters: [path('id', 'Of the reservation')],
      responses: { 200: answer('The reservation', 'Reservation'), ...failed },
    },
    delete: {
      operationId: 'endReservation',
      tags: ['Placement'],
      summary: 'Ends a reservation; nothing happens when there is none',
      description: ofPlugins,
      parameters: [path('id', 'Of the reservation')],
      responses: { 204: { description: 'It has ended' }, ...failed },
    },
  },
};
