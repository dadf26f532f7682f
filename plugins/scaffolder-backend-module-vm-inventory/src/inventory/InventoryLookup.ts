import { InputError, NotFoundError } from '@backstage/errors';
import {
  Freshness,
  InventoryKind,
  InventoryObjectOf,
  Machine,
  SourceStatus,
  Template,
} from '@backlot/plugin-vm-inventory-common';
import {
  VmInventoryCallOptions,
  VmInventoryService,
} from '@backlot/plugin-vm-inventory-node';
import { withCause } from '@backlot/backend-common';

const MOST_LISTED = 20;

/**
 * Finds objects of one source by what people write: mostly a name, which is asked for first, or an
 * id. A folder's name is its path.
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
    nameOrId: string,
    datacenter?: string,
  ): Promise<InventoryObjectOf<K>> {
    const source = this.#source;
    const { items, total, freshness } = await this.#inventory.list(
      kind,
      {
        filter: {
          source,
          [kind === 'folder' ? 'path' : 'name']: nameOrId,
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
        `${total} of kind ${kind} are called '${nameOrId}' in ${place}: ${items
          .map(item =>
            item.datacenter
              ? `${item.id} (datacenter ${item.datacenter})`
              : item.id,
          )
          .join(', ')}. Use the ID of the one that is meant${
          datacenter ? '' : ', or the datacenter'
        }.`,
      );
    }
    return items[0] ?? (await this.#byId(kind, nameOrId, place));
  }

  /** Paths of the templates and machines with this BIOS UUID, as far as the person may see them. */
  async withUuid(uuid: string): Promise<string[]> {
    const pages = await Promise.all(
      (['template', 'machine'] as const).map(kind =>
        this.#inventory.list(
          kind,
          { filter: { source: this.#source, uuid }, limit: MOST_LISTED },
          this.#options,
        ),
      ),
    );
    return Promise.all(
      pages
        .flatMap<Template | Machine>(({ items }) => items)
        .map(item => this.#pathOf(item)),
    );
  }

  async #pathOf(item: Template | Machine): Promise<string> {
    const names = await Promise.all([
      item.datacenter && this.#nameOf('datacenter', item.datacenter),
      item.folder && this.#nameOf('folder', item.folder),
    ]);
    return [...names.filter(Boolean), item.name].join('/');
  }

  async #nameOf(kind: 'datacenter' | 'folder', id: string): Promise<string> {
    const found = await this.#byId(kind, id, `source '${this.#source}'`);
    return found.kind === 'folder' ? found.path : found.name;
  }

  async #byId<K extends InventoryKind>(
    kind: K,
    id: string,
    place: string,
  ): Promise<InventoryObjectOf<K>> {
    try {
      const item = await this.#inventory.get(
        kind,
        { source: this.#source, id },
        this.#options,
      );
      this.#remember(item.freshness);
      return item;
    } catch (error) {
      if (!(error instanceof NotFoundError)) {
        throw error;
      }
      throw withCause(
        new InputError(
          `There is no ${kind} '${id}' in ${place}, by name or by id, or you may not see it`,
        ),
        error,
      );
    }
  }

  #remember({ sources }: Freshness): void {
    this.#status = sources.find(({ source }) => source === this.#source);
  }
}
