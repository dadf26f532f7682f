import { Knex } from 'knex';
import { PermissionCriteria } from '@backstage/plugin-permission-common';
import {
  isAndCriteria,
  isNotCriteria,
  isOrCriteria,
} from '@backstage/plugin-permission-node';
import { VmRequestFilter } from '@backlot/plugin-vm-requests-node';
import { CountedQuery, RequestGroup, whereAsked } from './requestCounts';
import { RequestRow } from './rows';

/**
 * Requests that a list wants, by what they are counted by: all of a state where it says no more, with
 * approval and without where it does not tell them apart.
 */
export type WantedGroup = Pick<RequestGroup, 'state'> &
  Partial<Omit<RequestGroup, 'state' | 'count'>>;

/** Equalities that an index begins with; requests of one are read in the index's own order. */
type Branch = Partial<
  Pick<
    RequestRow,
    | 'environment'
    | 'owner'
    | 'requested_by'
    | 'requested_for'
    | 'state'
    | 'phase'
    | 'obstacle'
  >
>;

type Narrow = (builder: Knex.QueryBuilder) => void;

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

/**
 * Indexes of persons or environments to read a query's requests from; undefined where those of groups
 * are better. A person has few requests, and a state may have nearly all.
 */
function branchesOf(
  { requestedFor, requestedBy, owner, environment, filter }: CountedQuery,
  isNarrowed: boolean,
): Branch[] | undefined {
  if (requestedFor) {
    return requestedFor.map(value => ({ requested_for: value }));
  }
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
  if (isNarrowed) {
    return undefined;
  }
  return (
    environment?.map(value => ({ environment: value })) ?? permitted ?? [{}]
  );
}

/** Whether a group is all requests of a state that the query lets. */
function isState({ phase, obstacle, needsApproval }: WantedGroup): boolean {
  return [phase, obstacle, needsApproval].every(value => value === undefined);
}

/** Each once, whatever the environment. */
function inAnyEnvironment(groups: WantedGroup[]) {
  const alike = groups.map(({ environment, ...group }) => group);
  return [
    ...new Map(alike.map(group => [JSON.stringify(group), group])).values(),
  ];
}

function whereApproval(needsApproval: boolean | undefined): Narrow {
  return builder => {
    if (needsApproval !== undefined) {
      builder.where('approvers', needsApproval ? '<>' : '=', '[]');
    }
  };
}

/** Requests of one group, read from the index of groups, or of one state, from that of states. */
function whereGroup({
  needsApproval,
  ...branch
}: Branch & Pick<WantedGroup, 'needsApproval'>): Narrow {
  return builder => {
    builder.where(branch).modify(whereApproval(needsApproval));
    if (branch.obstacle !== undefined) {
      // All have the same; but to PostgreSQL what is null may differ, and it reads the index only
      // for an order that is the index's.
      builder.orderBy('obstacle', 'desc');
    }
  };
}

/** Requests of groups, read from an index that is not theirs. */
function whereGroups(groups: WantedGroup[]): Narrow {
  return builder => {
    builder.where(inner => {
      for (const group of inAnyEnvironment(groups)) {
        const { state, phase, obstacle, needsApproval } = group;
        inner.orWhere(each => {
          // Expressions, because SQLite would take the index of states, which has
          // more equal columns, instead of a person's.
          each
            .whereRaw("?? || '' = ?", ['state', state])
            .modify(whereApproval(needsApproval));
          if (phase !== undefined) {
            each.whereRaw("?? || '' = ?", ['phase', phase]);
          }
          if (obstacle !== undefined) {
            each.whereRaw("COALESCE(??, '') = ?", ['obstacle', obstacle ?? '']);
          }
        });
      }
    });
  };
}

/** The parts in which a query's requests are read, each from one index. */
function partsOf(
  query: CountedQuery,
  wanted: WantedGroup[] | undefined,
): Narrow[] {
  const ofOthers: Narrow = builder => {
    if (wanted) {
      builder.modify(whereGroups(wanted));
    }
  };
  const branches = branchesOf(query, wanted !== undefined);
  if (branches && isOfPersons(branches) && wanted?.every(isState)) {
    const parts = branches.flatMap(branch =>
      inAnyEnvironment(wanted).map(
        ({ state }): Narrow =>
          builder =>
            builder.where({ ...branch, state }),
      ),
    );
    if (parts.length <= mostBranches) {
      return parts;
    }
  }
  const byEnvironment = Boolean(query.environment || query.filter);
  const parts =
    branches?.map(
      (branch): Narrow =>
        builder =>
          builder.where(branch).modify(ofOthers),
    ) ?? (byEnvironment ? wanted! : inAnyEnvironment(wanted!)).map(whereGroup);
  return parts.length > mostBranches ? [ofOthers] : parts;
}

interface Newest<Column extends keyof RequestRow> {
  /** The groups to read, where not all that the query counts are wanted. */
  wanted?: WantedGroup[];
  after?: string;
  /** How many are read. */
  limit: number;
  columns: readonly Column[];
}

/** Requests of a query, newest first; undefined where there are none. */
function newestOf(
  db: Knex,
  query: CountedQuery,
  { wanted, after, limit, columns }: Newest<keyof RequestRow>,
): Knex.QueryBuilder | undefined {
  const parts = wanted?.length === 0 ? [] : partsOf(query, wanted);
  if (parts.length === 0) {
    return undefined;
  }
  const newest = (narrow: Narrow) =>
    db('requests')
      .modify(narrow)
      .modify(builder => {
        whereAsked(builder, query);
        if (after !== undefined) {
          builder.where('id', '<', after);
        }
      })
      .orderBy('id', 'desc')
      .limit(limit);
  if (parts.length === 1) {
    return newest(parts[0]).select(...columns);
  }
  // In parentheses of a kind that both databases take.
  const [first, ...others] = parts.map(part =>
    db.select('id').from(newest(part).select('id').as('part')),
  );
  const ids = first.union(others).orderBy('id', 'desc').limit(limit);
  return db('requests')
    .whereIn('id', db.select('id').from(ids.as('page')))
    .orderBy('id', 'desc')
    .select(...columns);
}

/**
 * Requests of a query, newest first, each read from an index that has them in that order: what comes
 * after the page is not read, however many there are.
 */
export async function newestRequests<Column extends keyof RequestRow>(
  db: Knex,
  query: CountedQuery,
  options: Newest<Column>,
): Promise<Pick<RequestRow, Column>[]> {
  const rows = await (newestOf(db, query, options) ?? []);
  return rows as Pick<RequestRow, Column>[];
}

/**
 * The pattern of texts in which a word may begin with a prefix; undefined where databases do not fold
 * it as the search does.
 */
function patternOf(prefix: string): string | undefined {
  return /^[\x21-\x7e]+$/.test(prefix)
    ? `%${prefix
        .replace(/[\\%_]/g, '\\$&')
        // To these two letters others are folded that are not ASCII: U+0130 and U+212A.
        .replace(/[ik]/g, '_')}%`
    : undefined;
}

/**
 * Those of a query's newest requests that a search by a prefix may find, newest first: the database
 * leaves out most others, which it need not hand over.
 *
 * @returns undefined where databases cannot tell them
 */
export async function newestWith<
  Column extends keyof RequestRow,
  Searched extends Column,
>(
  db: Knex,
  query: CountedQuery,
  prefix: string,
  options: Newest<Column> & {
    texts: readonly Searched[];
    /** How many of them are handed over; all when absent. */
    most?: number;
  },
): Promise<Pick<RequestRow, Column>[] | undefined> {
  const pattern = patternOf(prefix);
  if (pattern === undefined) {
    return undefined;
  }
  const newest = newestOf(db, query, options);
  if (!newest) {
    return [];
  }
  const like = db.client.config.client === 'pg' ? 'ILIKE' : 'LIKE';
  const rows = await db
    .from(newest.as('newest'))
    .where(any => {
      for (const text of options.texts) {
        any.orWhereRaw(`?? ${like} ? ESCAPE '\\'`, [text, pattern]);
      }
    })
    .modify(builder => {
      if (options.most !== undefined) {
        builder.limit(options.most);
      }
    })
    .orderBy('id', 'desc')
    .select(...options.columns);
  return rows as Pick<RequestRow, Column>[];
}
