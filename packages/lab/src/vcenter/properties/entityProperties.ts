import { InventoryObject } from '../model/ManagedObject';
import {
  boolean,
  enumeration,
  PropertyContext,
  PropertyNode,
  reference,
  references,
  string,
} from './PropertyNode';

/** The properties that every object of the inventory has. */
export function entityProperties<O extends InventoryObject>(
  overallStatus: (object: O) => string = () => 'green',
): Record<string, PropertyNode<O>> {
  return {
    parent: reference(object => object.parent),
    name: string(object => object.name),
    overallStatus: enumeration('ManagedEntityStatus', overallStatus),
    configStatus: enumeration('ManagedEntityStatus', () => 'green'),
    alarmActionsEnabled: boolean(() => true),
    recentTask: references((object, { store }) =>
      store.related(object.ref, 'task'),
    ),
  };
}

/** The references among `refs` whose objects are of one of the types. */
export function onlyOfType(
  refs: Iterable<string>,
  context: PropertyContext,
  ...types: string[]
): string[] {
  return [...refs].filter(ref => types.includes(context.typeOf(ref) ?? ''));
}
