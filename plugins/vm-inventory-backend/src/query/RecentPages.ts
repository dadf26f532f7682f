import { InventoryKind } from '@backlot/plugin-vm-inventory-common';
import { LRUCache } from 'lru-cache';
import { TablePage } from './queryTable';

/** Characters: about thirty pages of fifty machines. */
const MOST_CHARACTERS = 1_000_000;

/**
 * Pages of lists as JSON, as long as the same is shown: many look at the same page, and look again.
 *
 * @internal
 */
export class RecentPages {
  readonly #pages = new LRUCache<string, { tag: string; json: string }>({
    maxSize: MOST_CHARACTERS,
    sizeCalculation: ({ json }, name) => name.length + json.length,
  });

  /**
   * @param name - the same only for the same query of somebody who may see the same
   * @param tag - says what is shown; the same only where the same is shown
   */
  json<K extends InventoryKind>(
    name: string,
    tag: string,
    make: () => TablePage<K>,
  ): string {
    const known = this.#pages.get(name);
    if (known?.tag === tag) {
      return known.json;
    }
    const json = JSON.stringify(make());
    this.#pages.set(name, { tag, json });
    return json;
  }
}
