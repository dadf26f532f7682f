import { z } from 'zod';

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
  })
  .describe("What a machine's guest has reported of its addresses");

/** @public */
export type GuestReport = z.infer<typeof guestReportSchema>;

/**
 * Whether a guest has reported what it should: the allocated address, or any where none was allocated.
 *
 * @public
 */
export function hasReported(
  { state, addresses }: GuestReport,
  allocated: string | undefined,
): boolean {
  return (
    state === 'reported' &&
    (allocated === undefined || addresses.includes(allocated))
  );
}

/**
 * Whether somebody has to look at a guest: it reports nothing, or another address than the allocated
 * one.
 *
 * @public
 */
export function needsALook(
  report: GuestReport,
  allocated: string | undefined,
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
  allocated: string | undefined,
): string {
  const addresses = report.addresses.join(', ');
  switch (report.state) {
    case 'reported':
      if (!hasReported(report, allocated)) {
        return `The guest reports ${addresses}, not ${allocated}: look at its network configuration.`;
      }
      return `The guest has reported ${allocated ?? addresses}.`;
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
