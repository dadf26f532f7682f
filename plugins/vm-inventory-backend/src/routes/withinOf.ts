import { InputError } from '@backstage/errors';
import {
  InventoryKind,
  parseTreeRef,
} from '@backlot/plugin-vm-inventory-common';
import { FieldFilter, Predicate } from '../query/filters';
import { getVisible } from '../query/getVisible';
import { InventorySnapshot } from '../store';
import { within } from '../tree/within';

/**
 * The filters that the parameter `below` of a list stands for.
 *
 * @throws InputError when it names no node of the tree; NotFoundError when there is no such node,
 * or the caller may not see it
 * @internal
 */
export function withinOf(
  snapshot: InventorySnapshot,
  kind: InventoryKind,
  below: string | undefined,
  sees: Predicate | undefined,
): FieldFilter[] | undefined {
  if (below === undefined) {
    return undefined;
  }
  const ref = parseTreeRef(below);
  if (!ref) {
    throw new InputError(
      `'below' does not name a node of the tree, e.g. cluster:fra/domain-c7: '${below}'`,
    );
  }
  const { kind: refKind, source, id } = ref;
  if (refKind !== 'source') {
    getVisible(snapshot, { kind: refKind, source, id }, sees);
  }
  return within(snapshot, kind, ref);
}
