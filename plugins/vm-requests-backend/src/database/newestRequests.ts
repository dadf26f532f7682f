import { Knex } from 'knex';
import { PermissionCriteria } from '@backstage/plugin-permission-common';
import {
  isAndCriteria,
  isNotCriteria,
  isOrCriteria,
} from '@backstage/plugin-permission-node';
import { VmRequestFilter } from '@backlot/plugin-vm-requests-node';
import { CountedQuery, RequestGroup, whereCounted } from './requestCounts';
import { RequestRow } from './rows';

/** Equalities that an index begins with; requests of one are read in the index's own order. */
type Branch = Partial<
  Pick<
    RequestRow,
    'environment' | 'owner' | 'requested_by' | 'state' | 'phase' | 'obstacle'
  >
>;

const columnOf = {
  requestedBy: 'requested_by',
  owner: 'owner',
  environment: 'environment',
} as const;

/** More than this are looked for at once, by whatever index the database chooses. */
const mostBranches = 100;

/** Branches that have all that a condition lets; undefined where no index does. */
function branchesOfCriteria(
  filter: PermissionCriteria<VmRequestFilter>,
): Branch[] | undefined {
  if (isOrCriteria(filter)) {
    const parts = filter.anyOf.map(branchesOfCriteria);
    return parts.includes(undefined) ? undefined : parts.flatMap(b => b ?? []);
  }
  if (isAndCriteria(filter)) {
    const parts = filter.allOf.flatMap(part => {
      const branches = branchesOfCriteria(part);
      return branches ? [branches] : [];
    });
    return parts.find(isOfPersons) ?? parts[0];
  }
  if (isNotCriteria(filter)) {
    return undefined;
  }
  return filter.values.map(value => ({ [columnOf[filter.field]]: value }));
}

function isOfPersons(branches: Branch[]): boolean {
  return branches.every(branch => branch.environment === undefined);
}

function branchesOfGroups(
  groups: RequestGroup[],
  byEnvironment: boolean,
): Branch[] {
  const branches = groups.map(({ environment, state, phase, obstacle }) => ({
    ...(byEnvironment && { environment }),
    state,
    phase,
    obstacle,
  }));
  return [
    ...new Map(branches.map(each => [JSON.stringify(each), each])).values(),
  ];
}

/**
 * Indexes to read a query's requests from, newest first: those of persons before those of states,
 * because a person has few requests, and a state may have nearly all.
 */
function branchesOf(
  query: CountedQuery,
  wanted: RequestGroup[] | undefined,
): Branch[] {
  const { requestedBy, owner, environment, filter } = query;
  if (requestedBy) {
    return requestedBy.map(value => ({ requested_by: value }));
  }
  if (owner) {
    return owner.map(value => ({ owner: value }));
  }
  const permitted = filter && branchesOfCriteria(filter);
  if (permitted && isOfPersons(permitted)) {
    return permitted;
  }
  if (wanted) {
    return branchesOfGroups(wanted, Boolean(environment || filter));
  }
  return (
    environment?.map(value => ({ environment: value })) ?? permitted ?? [{}]
  );
}

function whereGroups(builder: Knex.QueryBuilder, groups: RequestGroup[]): void {
  const alike = new Map(
    groups.map(({ state, phase, obstacle, needsApproval }) => {
      const key = { state, phase, obstacle, needsApproval };
      return [JSON.stringify(key), key];
    }),
  );
  builder.where(inner => {
    for (const { state, phase, obstacle, needsApproval } of alike.values()) {
      inner.orWhere(each =>
        each
          // Expressions, because SQLite would take the index of states, which has
          // more equal columns, instead of a person's.
          .whereRaw("?? || '' = ?", ['state', state])
          .whereRaw("?? || '' = ?", ['phase', phase])
          .whereRaw("COALESCE(??, '') = ?", ['obstacle', obstacle ?? ''])
          .where('approvers', needsApproval ? '<>' : '=', '[]'),
      );
    }
  });
}

/**
 * Requests of a query, newest first, each read from an index that has them in that order: what comes
 * after the page is not read, however many there are.
 *
 * @param options - `wanted`: the groups to read, where not all that the query counts are wanted
 */
export async function newestRequests<Column extends keyof RequestRow>(
  db: Knex,
  query: CountedQuery,
  options: {
    wanted?: RequestGroup[];
    after?: string;
    limit: number;
    columns: readonly Column[];
  },
): Promise<Pick<RequestRow, Column>[]> {
  const { wanted, after, limit, columns } = options;
  const found = branchesOf(query, wanted);
  if (found.length === 0 || wanted?.length === 0) {
    return [];
  }
  const branches: Branch[] = found.length > mostBranches ? [{}] : found;
  const parts = branches.map(branch => {
    const part = db('requests')
      .where(branch)
      .modify(builder => whereCounted(builder, query, 'requests'))
      .orderBy('id', 'desc')
      .limit(limit)
      .select('id');
    if (wanted) {
      whereGroups(part, wanted);
    }
    if (after !== undefined) {
      part.where('id', '<', after);
    }
    // In parentheses of a kind that both databases take.
    return db.select('id').from(part.as('part'));
  });
  const [first, ...others] = parts;
  const ids = first.union(others).orderBy('id', 'desc').limit(limit);
  const rows = await db('requests')
    .whereIn('id', db.select('id').from(ids.as('page')))
    .orderBy('id', 'desc')
    .select(...columns);
  return rows as Pick<RequestRow, Column>[];
}
