import { Knex } from 'knex';
import { PermissionCriteria } from '@backstage/plugin-permission-common';
import {
  isAndCriteria,
  isNotCriteria,
  isOrCriteria,
} from '@backstage/plugin-permission-node';
import { VmRequestFilter } from '@backlot/plugin-vm-requests-node';

const columnOf: Record<VmRequestFilter['field'], string> = {
  requestedBy: 'requested_by',
  owner: 'owner',
  environment: 'environment',
};

/** Narrows a query of requests, or of their counts, to what a conditional decision lets somebody see. */
export function wherePermitted(
  builder: Knex.QueryBuilder,
  filter: PermissionCriteria<VmRequestFilter>,
  table: 'requests' | 'request_counts',
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
    builder.whereIn(`${table}.${columnOf[filter.field]}`, filter.values);
  }
}
