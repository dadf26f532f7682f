import { Knex } from 'knex';
import { PermissionCriteria } from '@backstage/plugin-permission-common';
import {
  isAndCriteria,
  isNotCriteria,
  isOrCriteria,
} from '@backstage/plugin-permission-node';
import { VmRequestFilter } from '@backlot/plugin-vm-requests-node';

type Permitted = 'requests' | 'request_counts' | 'batches' | 'machines';

/** A machine is its owner's of today, whoever asked for it. */
const columns: Record<VmRequestFilter['field'], string> = {
  requestedBy: 'requested_by',
  owner: 'owner',
  environment: 'environment',
};

/**
 * Narrows a query of requests, of their counts, of batches, or of machines, to what a conditional
 * decision lets somebody see.
 */
export function wherePermitted(
  builder: Knex.QueryBuilder,
  filter: PermissionCriteria<VmRequestFilter>,
  table: Permitted,
): void {
  if (isOrCriteria(filter)) {
    builder.where(inner => {
      for (const part of filter.anyOf) {
        inner.orWhere(one => wherePermitted(one, part, table));
      }
    });
  } else if (isAndCriteria(filter)) {
    for (const part of filter.allOf) {
      builder.where(one => wherePermitted(one, part, table));
    }
  } else if (isNotCriteria(filter)) {
    builder.whereNot(one => wherePermitted(one, filter.not, table));
  } else {
    builder.whereIn(`${table}.${columns[filter.field]}`, filter.values);
  }
}
