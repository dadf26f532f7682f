import {
  InventoryKind,
  InventoryQuery,
} from '@backlot/plugin-vm-inventory-common';
import { TablePage } from './queryTable';

// A page of two hundred machines.
const MOST_CHARACTERS = 150_000;

/**
 * What is remembered of a list.
 *
 * @internal
 */
export class RecentList {
  readonly query: Readonly<InventoryQuery>;
  #tag: string | undefined;
  #json: string | undefined;

  constructor(query: InventoryQuery) {
    this.query = query;
  }

  /**
   * The page as JSON. It is kept from the second time on, as long as the same is shown: a page that
   * is asked for once is not worth its memory.
   *
   * @param tag - says what is shown; the same only where the same is shown
   */
  async page<K extends InventoryKind>(
    tag: string,
    make: () => Promise<TablePage<K>>,
  ): Promise<string> {
    const again = tag === this.#tag;
    if (again && this.#json !== undefined) {
      return this.#json;
    }
    const json = JSON.stringify(await make());
    this.#tag = tag;
    this.#json = again && json.length <= MOST_CHARACTERS ? json : undefined;
    return json;
  }
}
