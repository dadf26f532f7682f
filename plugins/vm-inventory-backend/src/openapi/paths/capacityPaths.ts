import {
  answer,
  failed,
  Paths,
  query,
  required,
} from '@backlot/backend-common/openapi';
import { capacityKinds } from '@backlot/plugin-vm-inventory-common';

const day = { type: 'string', format: 'date' };

/**
 * Capacity now, its history and forecast.
 *
 * @internal
 */
export const capacityPaths: Paths = {
  '/v1/capacity': {
    get: {
      operationId: 'getCapacity',
      tags: ['Capacity'],
      summary: 'Answers what there is room for, and when it is full',
      parameters: [
        query('source', 'Only of this source'),
        query('datacenter', 'Only of the datacenter with this id'),
      ],
      responses: { 200: answer('Capacity', 'Capacity'), ...failed },
    },
  },
  '/v1/capacity/history': {
    get: {
      operationId: 'getCapacityHistory',
      tags: ['Capacity'],
      summary: 'Answers what there was room for, day by day',
      description:
        'Of a cluster or datastore, or of those of a datacenter or source together, as far as the caller may see them. What is gone keeps its history.',
      parameters: [
        required(query('source', 'Name of the source')),
        required(
          query('kind', 'Of what', {
            type: 'string',
            enum: [...capacityKinds],
          }),
        ),
        query('id', 'Within the source; a source needs none'),
        query('from', 'First day; 89 days before the last when absent', day),
        query('to', 'Last day; today when absent', day),
      ],
      responses: { 200: answer('History', 'CapacityHistory'), ...failed },
    },
  },
};
