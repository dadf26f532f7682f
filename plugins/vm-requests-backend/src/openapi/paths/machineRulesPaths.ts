import {
  answer,
  asksFor,
  parametersOf,
  Paths,
  refused,
} from '@backlot/backend-common/openapi';
import { vmRequestPolicyReadPermission } from '@backlot/plugin-vm-requests-common';
import { inventoryMachineQuery } from '../../routes/schemas';
import { denied, invalid } from './reasons';

/** What owners may do to their machines without a request. */
export const machineRulesPaths: Paths = {
  '/v1/machine-rules': {
    get: {
      operationId: 'getMachineRules',
      tags: ['Machines'],
      summary:
        'Answers whose a machine of the inventory is, and what its owner may do to it without a request',
      description: 'For backend plugins.',
      security: asksFor(vmRequestPolicyReadPermission),
      parameters: parametersOf(inventoryMachineQuery, 'query'),
      responses: {
        200: answer('The rules', 'LedgerMachineRules'),
        ...refused({
          400: invalid,
          403: denied,
          404: 'The machine came from no request',
        }),
      },
    },
  },
};
