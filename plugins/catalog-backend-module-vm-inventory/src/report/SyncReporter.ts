import { AuthService, LoggerService } from '@backstage/backend-plugin-api';
import { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { toError } from '@backstage/errors';
import {
  CatalogLeftOut,
  CATALOG_REPORT_MOST_LEFT_OUT,
} from '@backlot/plugin-vm-inventory-common';
import { VmInventoryService } from '@backlot/plugin-vm-inventory-node';

const REPEAT_MS = 5 * 60_000;
const MOST_LOGGED = 5;
const MOST_OF_A_NAME = 255;
const MOST_OF_A_REASON = 500;

/**
 * What is in the catalog, and what is not.
 *
 * @internal
 */
export interface Sync {
  /** How many machines the catalog has been given. */
  machines: number;
  leftOut: readonly CatalogLeftOut[];
}

/**
 * Tells log, metrics and the inventory, whose page of sources shows it, which machines the catalog
 * has and which it cannot have.
 *
 * @internal
 */
export class SyncReporter {
  readonly #inventory: Pick<VmInventoryService, 'reportCatalog'>;
  readonly #auth: AuthService;
  readonly #logger: LoggerService;
  readonly #now: () => number;
  #last: Sync = { machines: 0, leftOut: [] };
  /** What the inventory has been told, and when. */
  #reported: { text: string; at: number } | undefined;

  constructor(options: {
    inventory: Pick<VmInventoryService, 'reportCatalog'>;
    auth: AuthService;
    metrics: MetricsService;
    logger: LoggerService;
    now?: () => number;
  }) {
    this.#inventory = options.inventory;
    this.#auth = options.auth;
    this.#logger = options.logger;
    this.#now = options.now ?? Date.now;
    options.metrics
      .createObservableGauge('backlot.catalog.machines', {
        description:
          'Machines that the catalog has been given, and those that are left out',
        unit: '{machine}',
      })
      .addCallback(result => {
        const { machines, leftOut } = this.#last;
        result.observe(machines, { 'backlot.catalog.state': 'synced' });
        result.observe(leftOut.length, {
          'backlot.catalog.state': 'left-out',
        });
      });
  }

  /** Reports what is new, and now and then that it is still so. */
  async report(sync: Sync, signal: AbortSignal): Promise<void> {
    this.#log(sync.leftOut);
    this.#last = sync;
    const report = {
      machines: sync.machines,
      leftOut: sync.leftOut.length,
      items: sync.leftOut
        .slice(0, CATALOG_REPORT_MOST_LEFT_OUT)
        .map(({ source, id, name, reason }) => ({
          source,
          id,
          name: cut(name, MOST_OF_A_NAME),
          reason: cut(reason, MOST_OF_A_REASON),
        })),
    };
    const text = JSON.stringify(report);
    const now = this.#now();
    const isKnown =
      this.#reported?.text === text && now - this.#reported.at < REPEAT_MS;
    if (isKnown) {
      return;
    }
    try {
      await this.#inventory.reportCatalog(report, {
        credentials: await this.#auth.getOwnServiceCredentials(),
        signal,
      });
      this.#reported = { text, at: now };
    } catch (error) {
      signal.throwIfAborted();
      // The machines are in the catalog all the same; the next turn reports again.
      this.#logger.warn(
        'Could not report to the inventory what is in the catalog',
        toError(error),
      );
    }
  }

  #log(leftOut: Sync['leftOut']): void {
    const before = this.#last.leftOut;
    if (
      leftOut === before ||
      JSON.stringify(leftOut) === JSON.stringify(before)
    ) {
      return;
    }
    if (leftOut.length === 0) {
      this.#logger.info('No machine is left out of the catalog any more');
      return;
    }
    const first = leftOut
      .slice(0, MOST_LOGGED)
      .map(
        ({ source, id, name, reason }) =>
          `${cut(name, MOST_OF_A_NAME)} (${source}/${id}): ${cut(
            reason,
            MOST_OF_A_REASON,
          )}`,
      );
    const more = leftOut.length - first.length;
    this.#logger.warn(
      `Left ${
        leftOut.length === 1 ? '1 machine' : `${leftOut.length} machines`
      } out of the catalog. ${first.join('; ')}${
        more > 0 ? `; and ${more} more` : ''
      }`,
    );
  }
}

/** Text that is not too long and that every database keeps. */
function cut(text: string, most: number): string {
  const characters = [
    ...text.replace(/\p{Surrogate}/gu, '\ufffd').replaceAll('\u0000', '\ufffd'),
  ];
  return characters.length > most
    ? `${characters.slice(0, most - 1).join('')}…`
    : characters.join('');
}
