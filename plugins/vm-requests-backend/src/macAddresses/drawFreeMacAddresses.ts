import { ConflictError } from '@backstage/errors';
import { LedgerContext } from '../ledger/LedgerContext';
import { describeRange, drawMacAddresses, sizeOf } from './MacAddressRange';

/** More than are needed, so that those who draw at the same time do not meet at one address. */
const spare = 15;
/** How often is drawn anew because NetBox records what was drawn. */
const mostDraws = 8;

/**
 * Draws MAC addresses that neither the ledger nor NetBox knows, in the order in which they are to be
 * tried.
 *
 * @param count - for how many interfaces
 * @param elsewhere - those that are taken outside of the ledger; gets those that NetBox records
 * @throws ConflictError when the configured range is used up
 */
export async function drawFreeMacAddresses(
  { settings, store, peers }: LedgerContext,
  count: number,
  elsewhere: Set<string>,
): Promise<string[]> {
  const range = settings.macAddresses;
  const ours = await store.listMacAddresses(range);
  for (let draws = 1; draws <= mostDraws; draws++) {
    const drawn = drawMacAddresses(
      range,
      new Set([...ours, ...elsewhere]),
      count + spare,
    );
    if (drawn.length < count) {
      throw new ConflictError(
        `No MAC address is left for the machine: of the ${sizeOf(
          range,
        )} from ${describeRange(
          range,
        )}, fewer than ${count} are in no use. Give vmRequests.macAddresses of the configuration a wider range.`,
      );
    }
    const recorded = new Set(await peers.addresses.findMacAddresses(drawn));
    const free = drawn.filter(address => !recorded.has(address));
    if (free.length >= count) {
      return free;
    }
    recorded.forEach(address => elsewhere.add(address));
  }
  throw new ConflictError(
    `NetBox records ${
      mostDraws * (count + spare)
    } MAC addresses that were drawn from ${describeRange(
      range,
    )}: others give out of this range, too. Give vmRequests.macAddresses of the configuration a range of its own.`,
  );
}
