import { Knex } from 'knex';
import { PermissionCriteria } from '@backstage/plugin-permission-common';
import {
  isAndCriteria,
  isNotCriteria,
  isOrCriteria,
} from '@backstage/plugin-permission-node';
import { VmRequestFilter } from '@backlot/plugin-vm-requests-node';

type Columns = Record<VmRequestFilter['field'], string>;

type Counted = 'requests' | 'request_counts' | 'batches';

const columnsOf = (table: Counted): Columns => ({
  requestedBy: `${table}.requested_by`,
  owner: `${table}.owner`,
  environment: `${table}.environment`,
});

/** What is permitted by: a machine is its owner's of today, whoever asked for it. */
const columnsIn: Record<Counted | 'machines', Columns> = {
  requests: columnsOf('requests'),
  request_counts: columnsOf('request_counts'),
  batches: columnsOf('batches'),
  machines: { ...columnsOf('requests'), owner: 'machines.owner' },
};

/**
 * Narrows a query of requests, of their counts, of batches, or of machines with the requests that made them, to
 * what a conditional decision lets somebody see.
 */
export function wherePermitted(
  builder: Knex.QueryBuilder,
  filter: PermissionCriteria<VmRequestFilter>,
  table: keyof typeof columnsIn,
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
    builder.whereIn(columnsIn[table][filter.field], filter.values);
  }
}
