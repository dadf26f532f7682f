import { ConflictError } from '@backstage/errors';
import { LedgerContext } from '../ledger/LedgerContext';
import { describeRange, drawMacAddresses, sizeOf } from './MacAddressRange';

/** More than are needed, so that those who ask at the same time do not meet at one address. */
const spare = 15;

/**
 * Draws MAC addresses that nobody has, in the order in which they are to be tried.
 *
 * @param count - for how many interfaces
 * @throws ConflictError when the configured range is used up
 */
export async function findFreeMacAddresses(
  context: LedgerContext,
  count: number,
): Promise<string[]> {
  const range = context.settings.macAddresses;
  const taken = new Set(await context.store.listMacAddresses(range));
  const drawn = drawMacAddresses(range, taken, count + spare);
  if (drawn.length < count) {
    throw new ConflictError(
      `No MAC address is left for the machine: all ${sizeOf(
        range,
      )} from ${describeRange(
        range,
      )} are in use. Give vmRequests.macAddresses of the configuration a wider range.`,
    );
  }
  return drawn;
}
