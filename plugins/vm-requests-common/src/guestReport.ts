import { z } from 'zod';
import { isSameAddress } from './ipv6';

/**
 * What a machine's guest has reported of its addresses since the request was done.
 *
 * - `waiting`: nothing yet, and its time is not over.
 * - `reported`: addresses, though not necessarily the one that was allocated.
 * - `silent`: nothing within its time.
 * - `off`: nothing, and when its time was over the machine was powered off.
 * - `removed`: nothing, and when its time was over the machine did not exist any more.
 *
 * @public
 */
export const guestReportSchema = z
  .object({
    state: z
      .enum(['waiting', 'reported', 'silent', 'off', 'removed'])
      .describe(
        'reported: addresses, though not necessarily the allocated one. silent: nothing within its time. off, removed: nothing, and the machine was powered off or gone when its time was over.',
      ),
    at: z.iso.datetime().describe('Since when it is so'),
    since: z.iso.datetime().describe('When the request was done'),
    until: z.iso.datetime().describe('Until when the guest has time to report'),
    addresses: z
      .array(z.string())
      .describe(
        'As reported, without those that lead nowhere: loopback and link-local ones',
      ),
    missing: z
      .array(z.string())
      .optional()
      .describe(
        'Allocated addresses that are not among them; absent where there is none',
      ),
  })
  .describe("What a machine's guest has reported of its addresses");

/** @public */
export type GuestReport = z.infer<typeof guestReportSchema>;

/** Of the allocated addresses, those that a guest has not reported. */
function missingOf(
  { addresses, missing }: GuestReport,
  allocated: readonly string[],
): string[] {
  return missing ?? allocatedButNotReported(addresses, allocated);
}

/**
 * Of some allocated addresses, those that are not among the reported ones, however they are written.
 *
 * @public
 */
export function allocatedButNotReported(
  addresses: readonly string[],
  allocated: readonly string[],
): string[] {
  return allocated.filter(
    wanted => !addresses.some(address => isSameAddress(address, wanted)),
  );
}

/**
 * Whether a guest has reported what it should: the allocated addresses, or any where none was
 * allocated.
 *
 * @param allocated - of all network cards and families, or the first one where only that is known
 * @public
 */
export function hasReported(
  report: GuestReport,
  allocated: readonly string[],
): boolean {
  return (
    report.state === 'reported' && missingOf(report, allocated).length === 0
  );
}

/**
 * Whether somebody has to look at a guest: it reports nothing, or other addresses than the allocated
 * ones.
 *
 * @public
 */
export function needsALook(
  report: GuestReport,
  allocated: readonly string[],
): boolean {
  return (
    report.state === 'silent' ||
    (report.state === 'reported' && !hasReported(report, allocated))
  );
}

/**
 * What a guest has reported, as a sentence for people.
 *
 * @public
 */
export function describeGuest(
  report: GuestReport,
  allocated: readonly string[],
): string {
  const addresses = report.addresses.join(', ');
  switch (report.state) {
    case 'reported':
      if (!hasReported(report, allocated)) {
        return `The guest reports ${addresses}, not ${missingOf(
          report,
          allocated,
        ).join(', ')}: look at its network configuration.`;
      }
      return `The guest has reported ${
        allocated.length > 0 ? allocated.join(', ') : addresses
      }.`;
    case 'silent':
      return 'The guest has not reported its address yet: look at its console.';
    case 'off':
      return 'The machine was powered off before its guest reported an address.';
    case 'removed':
      return 'The machine was removed before its guest reported an address.';
    default:
      return 'The guest has not reported its address yet; it still has time.';
  }
}
