import { Knex } from 'knex';
import { standingLifecycles } from '@backlot/plugin-vm-requests-common';
import {
  ConfiguredVersions,
  MachineList,
  MachineListQuery,
} from './RequestStore';
import { MachineRow, toMachine } from './rows';
import { wherePermitted } from './wherePermitted';

/** More than so many versions are looked for at once, by whatever index the database chooses. */
const mostVersions = 50;

type Versions = Pick<
  MachineRow,
  'blueprint' | 'module_source' | 'provider_version'
>;

/** The versions that machines of a blueprint have, each found by one step in their index. */
async function versionsOf(db: Knex, blueprint: string): Promise<Versions[]> {
  const first = (narrow: (builder: Knex.QueryBuilder) => void) =>
    db<MachineRow>('machines')
      .where({ blueprint })
      .modify(narrow)
      .orderBy(['module_source', 'provider_version'])
      .first('blueprint', 'module_source', 'provider_version');
  const found: Versions[] = [];
  let next: Versions | undefined = await first(builder =>
    builder.whereNotNull('module_source'),
  );
  while (next) {
    found.push(next);
    const { module_source, provider_version } = next;
    // Of a comparison of both at once SQLite looks up the first in the index only.
    next =
      (await first(builder =>
        builder
          .where({ module_source })
          .where('provider_version', '>', provider_version),
      )) ??
      (await first(builder =>
        builder.where('module_source', '>', module_source),
      ));
  }
  return found;
}

/** The versions of machines other than configuration names for their blueprints. */
async function outdatedVersions(
  db: Knex,
  configured: readonly ConfiguredVersions[],
): Promise<Versions[]> {
  const found = await Promise.all(
    configured.map(async ({ blueprint, module, provider }) =>
      (
        await versionsOf(db, blueprint)
      ).filter(
        versions =>
          versions.module_source !== module ||
          versions.provider_version !== provider,
      ),
    ),
  );
  return found.flat();
}

/** Machines of any of some versions, in the order of their ids. */
function whereVersions(
  db: Knex,
  versions: readonly Versions[],
  narrow: (builder: Knex.QueryBuilder) => void,
  limit: number,
): (builder: Knex.QueryBuilder) => void {
  if (versions.length === 0) {
    return builder => builder.whereRaw('1 = 0');
  }
  if (versions.length > mostVersions) {
    return builder =>
      builder.where(any => versions.forEach(each => any.orWhere(each)));
  }
  // Each from the index of versions, in its order, for what comes after the page not to be read.
  const parts = versions.flatMap(each =>
    standingLifecycles.map(lifecycle =>
      db.select('id').from(
        db('machines')
          .where({ ...each, lifecycle })
          .modify(narrow)
          .orderBy('id')
          .limit(limit)
          .select('id')
          .as('part'),
      ),
    ),
  );
  const [first, ...others] = parts;
  return builder =>
    builder.whereIn(
      'id',
      db.select('id').from(first.unionAll(others).as('some')),
    );
}

/** A page of machines, in the order of their ids. */
export async function listMachines(
  db: Knex,
  query: MachineListQuery,
): Promise<MachineList> {
  const { filter, after, outdated } = query;
  const columns = {
    source: query.source,
    owner: query.owner,
    environment: query.environment,
    blueprint: query.blueprint,
    made_by: query.request,
    id: query.machine,
  };
  const narrow = (builder: Knex.QueryBuilder) => {
    for (const [column, value] of Object.entries(columns)) {
      if (value !== undefined) {
        builder.where(column, value);
      }
    }
    if (filter) {
      builder.where(inner => wherePermitted(inner, filter, 'machines'));
    }
    if (after !== undefined) {
      builder.where('id', '>', after);
    }
  };
  const limit = query.limit + 1;
  const rows: MachineRow[] = await db<MachineRow>('machines')
    .whereIn('lifecycle', standingLifecycles)
    .modify(narrow)
    .modify(
      outdated
        ? whereVersions(db, await outdatedVersions(db, outdated), narrow, limit)
        : () => {},
    )
    .orderBy('id')
    .limit(limit)
    .select();
  const page = rows.slice(0, query.limit);
  return {
    items: page.map(toMachine),
    last: rows.length > page.length ? page[page.length - 1].id : undefined,
  };
}
