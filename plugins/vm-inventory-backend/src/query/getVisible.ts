import { NotFoundError } from '@backstage/errors';
import {
  InventoryKind,
  InventoryObjectOf,
} from '@backlot/plugin-vm-inventory-common';
import { InventorySnapshot } from '../store';
import { Predicate } from './filters';

/**
 * One object.
 *
 * @param sees - what the caller may see; absent when all may be seen
 * @throws NotFoundError when there is none, or it may not be seen
 * @internal
 */
export function getVisible<K extends InventoryKind>(
  snapshot: InventorySnapshot,
  { kind, source, id }: { kind: K; source: string; id: string },
  sees?: Predicate,
): InventoryObjectOf<K> {
  const object = snapshot.get(kind, source, id);
  if (!object || (sees && !sees(object))) {
    throw new NotFoundError(
      `There is no ${kind} '${id}' in source '${source}', or you may not see it`,
    );
  }
  return object;
}
