import { InputError } from '@backstage/errors';
import {
  Folder,
  InventoryKind,
  inventoryFields,
  InventoryObject,
  InventoryTreeRef,
} from '@backlot/plugin-vm-inventory-common';
import { FieldFilter } from '../query/filters';
import { getVisible } from '../query/getVisible';
import { InventorySnapshot } from '../store';
import { descendants, idsInFolders } from './descendants';
import { segment, walkSegment } from './Segment';

/**
 * The filters that let through what is somewhere below a node of the tree, by the fields that a
 * kind has.
 *
 * @throws NotFoundError when there is no such node; InputError when nothing of the kind is ever
 * below it
 * @internal
 */
export function within(
  snapshot: InventorySnapshot,
  kind: InventoryKind,
  ref: InventoryTreeRef,
): FieldFilter[] {
  const { source } = ref;
  const [field, values] = placeOf(snapshot, ref);
  const inSource: FieldFilter = ['source', [source]];
  if (field === 'source') {
    return [inSource];
  }
  if (field in inventoryFields[kind]) {
    return [inSource, [field, values]];
  }
  if (field === 'cluster' && 'host' in inventoryFields[kind]) {
    return [inSource, ['host', hostsOf(snapshot, source, values)]];
  }
  if (kind === 'template' && field === 'resourcePool') {
    // It is in none, which is no mistake of who asks for all that is below one.
    return [inSource, ['id', []]];
  }
  throw new InputError(`No ${kind} is below a ${ref.kind}`);
}

function placeOf(
  snapshot: InventorySnapshot,
  ref: InventoryTreeRef,
): FieldFilter {
  if (ref.kind === 'source') {
    return ['source', [ref.source]];
  }
  const { kind, source, id } = ref;
  const object: InventoryObject = getVisible(snapshot, { kind, source, id });
  switch (object.kind) {
    case 'folder':
      return placeOfFolder(snapshot, object);
    case 'resource-pool':
      return ['resourcePool', descendants(snapshot, object.kind, ref)];
    case 'datacenter':
    case 'cluster':
    case 'host':
      return [object.kind, [ref.id]];
    default:
      return ['id', [ref.id]];
  }
}

function placeOfFolder(
  snapshot: InventorySnapshot,
  folder: Folder,
): FieldFilter {
  const { source } = folder;
  const folders = descendants(snapshot, 'folder', folder);
  switch (folder.holds) {
    case 'hosts':
      return [
        'cluster',
        idsInFolders(snapshot, 'cluster', { source, folders }),
      ];
    case 'datacenters':
      return [
        'datacenter',
        idsInFolders(snapshot, 'datacenter', { source, folders }),
      ];
    default:
      return ['folder', folders];
  }
}

function hostsOf(
  snapshot: InventorySnapshot,
  source: string,
  clusters: readonly string[],
): string[] {
  const hosts: string[] = [];
  for (const cluster of clusters) {
    const inCluster = segment(snapshot, 'host', { source, cluster });
    walkSegment(inCluster, undefined, 0, ({ object }) => {
      hosts.push(object.id);
      return true;
    });
  }
  return hosts;
}
