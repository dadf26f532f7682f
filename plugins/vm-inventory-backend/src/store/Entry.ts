import { InventoryObject } from '@backlot/plugin-vm-inventory-common';

/**
 * What an object is ordered by in one field. Absent comes last.
 *
 * @internal
 */
export type SortKey = string | number | undefined;

// Fields that people read: 2 before 10, case aside. All others are ids and words of ours.
const READ_BY_PEOPLE = new Set(['name', 'path', 'ipAddress', 'guestName']);

/**
 * An object of the inventory as the store keeps it: with what searching and sorting need, worked
 * out once.
 *
 * @internal
 */
export class Entry {
  readonly key: string;
  readonly object: InventoryObject;
  #search: string | undefined;
  #sortKeys: Record<string, string> | undefined;

  constructor(object: InventoryObject) {
    this.key = entryKey(object.source, object.id);
    this.object = object;
  }

  /** Name, address and id in lower case. */
  get search(): string {
    if (this.#search === undefined) {
      const { name, id } = this.object;
      const address =
        this.object.kind === 'machine' ? this.object.ipAddress ?? '' : '';
      this.#search = `${name}\n${address}\n${id}`.toLocaleLowerCase('en-US');
    }
    return this.#search;
  }

  sortKey(field: string): SortKey {
    const value: unknown = this.object[field as keyof InventoryObject];
    switch (typeof value) {
      case 'number':
        return value;
      case 'boolean':
        return value ? 1 : 0;
      case 'string':
        return READ_BY_PEOPLE.has(field) ? this.#readKey(field, value) : value;
      default:
        return undefined;
    }
  }

  #readKey(field: string, value: string): string {
    // Not a map: that is four times the size, for two fields at the most.
    this.#sortKeys ??= {};
    return (this.#sortKeys[field] ??= value
      .toLocaleLowerCase('en-US')
      .replace(/\d+/g, digits => digits.padStart(12, '0')));
  }
}

/**
 * What identifies an object within its kind.
 *
 * @internal
 */
export function entryKey(source: string, id: string): string {
  return `${source}\n${id}`;
}
