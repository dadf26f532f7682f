import { InventoryQuery } from '@backlot/plugin-vm-inventory-common';
import { LRUCache } from 'lru-cache';
import { RecentList } from './RecentList';

const MOST_LISTS = 50;

/**
 * The lists of one kind that were asked for lately: many look at the same page, and look again.
 *
 * @internal
 */
export class RecentLists {
  readonly #lists = new LRUCache<string, RecentList>({ max: MOST_LISTS });

  /**
   * @param name - the same only for the same words of somebody who may see the same
   * @param read - what the words say
   */
  get(name: string, read: () => InventoryQuery): RecentList {
    let list = this.#lists.get(name);
    if (!list) {
      list = new RecentList(read());
      this.#lists.set(name, list);
    }
    return list;
  }
}
