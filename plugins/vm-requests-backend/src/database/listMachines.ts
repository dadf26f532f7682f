import { Knex } from 'knex';
import {
  endStates,
  standingLifecycles,
} from '@backlot/plugin-vm-requests-common';
import {
  ConfiguredVersions,
  MachineList,
  MachineListQuery,
  MachineRequest,
} from './RequestStore';
import { MachineOfRequestRow, RequestRow, toMachine } from './rows';
import { wherePermitted } from './wherePermitted';

/** What pages of machines go on by, the last column of each index that they are read from. */
const key = 'machines.id';

/** Machines of the blueprints that configuration has, with another module or provider than it names. */
function whereOutdated(
  builder: Knex.QueryBuilder,
  configured: readonly ConfiguredVersions[],
): void {
  builder.where(any => {
    // Nothing, where there are no blueprints.
    any.whereRaw('1 = 0');
    for (const { blueprint, module, provider } of configured) {
      any.orWhere(one =>
        one
          .where('machines.blueprint', blueprint)
          .where(other =>
            other
              .whereNot('machines.module_source', module)
              .orWhereNot('machines.provider_version', provider),
          ),
      );
    }
  });
}

/** A page of machines, in the order of their ids. */
export async function listMachines(
  db: Knex,
  query: MachineListQuery,
): Promise<MachineList> {
  const builder = db('machines')
    .join('requests', 'requests.id', 'machines.made_by')
    .whereIn('machines.lifecycle', standingLifecycles)
    .orderBy(key)
    .limit(query.limit + 1)
    .select<MachineOfRequestRow[]>(
      'machines.*',
      'requests.guest',
      'requests.purpose',
      'requests.requested_for',
      'requests.pull_request',
    );
  const columns = {
    'machines.source': query.source,
    'machines.owner': query.owner,
    'machines.environment': query.environment,
    'machines.blueprint': query.blueprint,
    'machines.made_by': query.request,
    'machines.id': query.machine,
  };
  for (const [column, value] of Object.entries(columns)) {
    if (value !== undefined) {
      builder.where(column, value);
    }
  }
  if (query.outdated) {
    whereOutdated(builder, query.outdated);
  }
  if (query.filter) {
    wherePermitted(builder, query.filter, 'machines');
  }
  if (query.after !== undefined) {
    builder.where(key, '>', query.after);
  }
  const rows = await builder;
  const page = rows.slice(0, query.limit);
  return {
    items: page.map(toMachine),
    last: rows.length > page.length ? page[page.length - 1].id : undefined,
  };
}

/** What was asked of a machine, newest first. */
export async function listOperations(
  db: Knex,
  machine: string,
  limit: number,
): Promise<MachineRequest[]> {
  const rows = await db<RequestRow>('requests')
    .where({ machine_id: machine })
    .orderBy('id', 'desc')
    .limit(limit)
    .select('id', 'kind', 'state', 'requested_by', 'created_at', 'updated_at');
  return rows.map(row => ({
    id: row.id,
    kind: row.kind,
    state: row.state,
    isOpen: !endStates.includes(row.state),
    requestedBy: row.requested_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  }));
}
