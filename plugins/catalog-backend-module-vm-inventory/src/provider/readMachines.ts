import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import { Freshness, Machine } from '@backlot/plugin-vm-inventory-common';
import { VmInventoryService } from '@backlot/plugin-vm-inventory-node';

const PAGE = 1000;

/**
 * All machines, and the sources that they can be all of.
 *
 * @internal
 */
export interface MachinesRead {
  machines: Machine[];
  /** Names of the sources that have been loaded. */
  known: ReadonlySet<string>;
  /** Names of those of which nothing is known yet. */
  unknown: ReadonlySet<string>;
  etag?: string;
}

/**
 * Reads all machines, page by page.
 *
 * @throws NotModifiedError when nothing has changed since the ETag
 * @throws ServiceUnavailableError when a source was lost or found while reading, as when replicas
 * that know different things answered
 * @internal
 */
export async function readMachines(
  inventory: Pick<VmInventoryService, 'list'>,
  options: {
    credentials: BackstageCredentials;
    signal: AbortSignal;
    etag?: string;
  },
): Promise<MachinesRead> {
  const { etag, ...callOptions } = options;
  const query = { sort: 'id', limit: PAGE };
  const first = await inventory.list('machine', query, options);
  const known = loaded(first.freshness, true);
  const machines = [...first.items];
  for (let cursor = first.nextCursor; cursor; ) {
    const page = await inventory.list(
      'machine',
      { ...query, cursor },
      callOptions,
    );
    const still = loaded(page.freshness, true);
    if (
      still.size !== known.size ||
      [...still].some(each => !known.has(each))
    ) {
      throw new ServiceUnavailableError(
        'The VM inventory answered from different sources while its machines were read. They are read again with the next turn.',
      );
    }
    machines.push(...page.items);
    cursor = page.nextCursor;
  }
  return {
    machines,
    known,
    unknown: loaded(first.freshness, false),
    etag: first.etag,
  };
}

function loaded({ sources }: Freshness, yes: boolean): Set<string> {
  return new Set(
    sources
      .filter(({ asOf }) => (asOf !== undefined) === yes)
      .map(({ source }) => source),
  );
}
