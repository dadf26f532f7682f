import {
  inventoryFields,
  InventoryKind,
  InventoryObject,
} from '@backlot/plugin-vm-inventory-common';
import { CsvValue } from './csv';

/**
 * A column of an exported table.
 *
 * @internal
 */
export interface ExportColumn {
  header: string;
  valueOf(object: InventoryObject): CsvValue;
}

/**
 * The name of what a field refers to; undefined when it is not known or may not be seen.
 *
 * @internal
 */
export type NameOf = (
  kind: InventoryKind,
  source: string,
  id: string,
) => string | undefined;

// Ids say nothing to people, so the names of what these fields refer to stand beside them.
const REFERENCES: Record<string, { kind: InventoryKind; header: string }> = {
  datacenter: { kind: 'datacenter', header: 'datacenterName' },
  cluster: { kind: 'cluster', header: 'clusterName' },
  host: { kind: 'host', header: 'hostName' },
  resourcePool: { kind: 'resource-pool', header: 'resourcePoolName' },
  folder: { kind: 'folder', header: 'folderName' },
  datastores: { kind: 'datastore', header: 'datastoreNames' },
  networks: { kind: 'network', header: 'networkNames' },
};

/**
 * The columns of a kind: its fields, and names beside references. Several values are parted by
 * semicolons, for people to read; who needs them exactly takes JSON.
 *
 * @internal
 */
export function exportColumns(
  kind: InventoryKind,
  nameOf: NameOf,
): ExportColumn[] {
  return Object.keys(inventoryFields[kind]).flatMap(field => {
    const itself: ExportColumn = {
      header: field,
      valueOf: object => textOf(object[field as keyof InventoryObject]),
    };
    if (!Object.hasOwn(REFERENCES, field)) {
      return [itself];
    }
    const { kind: named, header } = REFERENCES[field];
    const names: ExportColumn = {
      header,
      valueOf: object => {
        const held: unknown = object[field as keyof InventoryObject];
        return held === undefined
          ? undefined
          : [held]
              .flat()
              .map(id => nameOf(named, object.source, String(id)) ?? '')
              .join('; ');
      },
    };
    return [itself, names];
  });
}

function textOf(value: unknown): CsvValue {
  if (Array.isArray(value)) {
    return value.join('; ');
  }
  return typeof value === 'number' || typeof value === 'boolean'
    ? value
    : (value as string | undefined);
}
