import { InputError } from '@backstage/errors';
import {
  InventoryKind,
  InventoryObjectOf,
} from '@backlot/plugin-vm-inventory-common';
import { Predicate } from '../query/filters';
import { queryTable } from '../query/queryTable';
import { InventorySnapshot } from '../store';

const MOST_CANDIDATES = 10;

/**
 * The one object of a source with this id, or else with this name.
 *
 * @throws InputError when there is none, or when several have the name
 * @internal
 */
export function findByIdOrName<K extends InventoryKind>(
  snapshot: InventorySnapshot,
  kind: K,
  wanted: { source: string; datacenter?: string; idOrName: string },
  sees?: Predicate,
): InventoryObjectOf<K> {
  const { source, datacenter, idOrName } = wanted;
  const search = (field: 'id' | 'name') =>
    queryTable(
      kind,
      snapshot.table(kind),
      {
        filter: {
          source,
          [field]: idOrName,
          ...(datacenter ? { datacenter } : {}),
        },
        limit: MOST_CANDIDATES,
      },
      sees,
    ).items;
  const [byId] = search('id');
  if (byId) {
    return byId;
  }
  const [first, ...others] = search('name');
  if (!first) {
    throw new InputError(
      `Source '${source}' has no ${kind} '${idOrName}', or you may not see it`,
    );
  }
  if (others.length > 0) {
    throw new InputError(
      `Several of the kind ${kind} are named '${idOrName}' in source '${source}': say which by its id, ${[
        first,
        ...others,
      ]
        .map(({ id }) => id)
        .join(' or ')}`,
    );
  }
  return first;
}
