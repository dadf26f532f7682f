import { InputError, NotFoundError } from '@backstage/errors';
import {
  Freshness,
  InventoryKind,
  InventoryObjectOf,
  SourceStatus,
} from '@backlot/plugin-vm-inventory-common';
import {
  VmInventoryCallOptions,
  VmInventoryService,
} from '@backlot/plugin-vm-inventory-node';

const MOST_LISTED = 20;

/**
 * Finds objects of one source by what people write: an id, or a name. A folder's name is its path.
 *
 * @internal
 */
export class InventoryLookup {
  readonly #inventory: VmInventoryService;
  readonly #source: string;
  readonly #options: VmInventoryCallOptions;
  #status: SourceStatus | undefined;

  constructor(
    inventory: VmInventoryService,
    source: string,
    options: VmInventoryCallOptions,
  ) {
    this.#inventory = inventory;
    this.#source = source;
    this.#options = options;
  }

  /** How the source was when it last answered; absent before that. */
  get status(): SourceStatus | undefined {
    return this.#status;
  }

  /**
   * @param datacenter - id of the datacenter to look for names in; absent means the whole source
   * @throws InputError when there is none, or several have the name
   */
  async find<K extends InventoryKind>(
    kind: K,
    idOrName: string,
    datacenter?: string,
  ): Promise<InventoryObjectOf<K>> {
    const source = this.#source;
    try {
      const item = await this.#inventory.get(
        kind,
        { source, id: idOrName },
        this.#options,
      );
      this.#remember(item.freshness);
      return item;
    } catch (error) {
      // Not an id, then.
      if (!(error instanceof NotFoundError)) {
        throw error;
      }
    }
    const { items, total, freshness } = await this.#inventory.list(
      kind,
      {
        filter: {
          source,
          [kind === 'folder' ? 'path' : 'name']: idOrName,
          ...(kind === 'folder' && { holds: 'machines' }),
          ...(datacenter !== undefined && { datacenter }),
        },
        limit: MOST_LISTED,
      },
      this.#options,
    );
    this.#remember(freshness);
    const place = datacenter
      ? `datacenter '${datacenter}' of source '${source}'`
      : `source '${source}'`;
    if (total > 1) {
      throw new InputError(
        `${total} of kind ${kind} are called '${idOrName}' in ${place}: ${items
          .map(item =>
            item.datacenter
              ? `${item.id} (datacenter ${item.datacenter})`
              : item.id,
          )
          .join(', ')}. Give the id of the one that is meant${
          datacenter ? '' : ', or the datacenter'
        }.`,
      );
    }
    if (items.length === 0) {
      throw new InputError(
        `There is no ${kind} '${idOrName}' in ${place}, by id or by name, or you may not see it`,
      );
    }
    return items[0];
  }

  #remember({ sources }: Freshness): void {
    this.#status = sources.find(({ source }) => source === this.#source);
  }
}
