import {
  allocatedButNotReported,
  GuestReport,
  hasReported,
} from '@backlot/plugin-vm-requests-common';
import { SeenGuest } from '@backlot/plugin-vm-requests-node';

/** How long a guest that has not reported what it should is looked at after its time was over. */
const lateMs = 24 * 3600_000;
const shortestPauseMs = 5_000;
const longestPauseMs = 30 * 60_000;

/** Loopback and link-local addresses, which do not lead to the guest. */
const leadsNowhere = /^(127\.|169\.254\.|::1$|fe[89ab][0-9a-f]:)/i;

function lateEndOf({ until }: GuestReport): number {
  return Date.parse(until) + lateMs;
}

/** Whether there is nothing more to wait for, late or not. */
function isSettled(known: GuestReport, allocated: readonly string[]): boolean {
  return (
    known.state === 'off' ||
    known.state === 'removed' ||
    hasReported(known, allocated)
  );
}

/**
 * What a guest has reported, by what is seen of it now. Other addresses than the allocated ones, or
 * none at all, count only once the guest's time is over: it may have another until it is configured.
 *
 * @param allocated - the machine's addresses; with none, any will do
 * @returns `known` itself while nothing is new
 */
export function judgeGuest(options: {
  known: GuestReport;
  allocated: readonly string[];
  seen: SeenGuest;
  now: Date;
}): GuestReport {
  const { known, allocated, seen, now } = options;
  if (isSettled(known, allocated)) {
    return known;
  }
  const addresses = seen.addresses.filter(
    address => !leadsNowhere.test(address),
  );
  const missing = allocatedButNotReported(addresses, allocated);
  const become = (state: GuestReport['state']): GuestReport => ({
    ...known,
    state,
    at: now.toISOString(),
    addresses,
    missing: state === 'reported' && missing.length > 0 ? missing : undefined,
  });
  const reported = become('reported');
  if (addresses.length > 0 && hasReported(reported, allocated)) {
    return reported;
  }
  if (now.getTime() < Date.parse(known.until) || known.state === 'reported') {
    return known;
  }
  if (addresses.length > 0) {
    return reported;
  }
  if (known.state === 'silent') {
    return known;
  }
  switch (seen.machine) {
    case 'off':
      return become('off');
    case 'absent':
      return become('removed');
    case 'unknown':
      // The silence may be the source's.
      return now.getTime() < lateEndOf(known) ? known : become('silent');
    default:
      return become('silent');
  }
}

/**
 * When to look at a guest again: often at first, then in proportion to the time that it took so far.
 *
 * @returns undefined when there is nothing more to wait for
 */
export function nextLook(options: {
  known: GuestReport;
  allocated: readonly string[];
  now: Date;
}): Date | undefined {
  const { known, allocated } = options;
  const now = options.now.getTime();
  const lateEnd = lateEndOf(known);
  if (isSettled(known, allocated) || now >= lateEnd) {
    return undefined;
  }
  const pause = (now - Date.parse(known.since)) / 6;
  const next = now + Math.min(longestPauseMs, Math.max(shortestPauseMs, pause));
  const over = Date.parse(known.until);
  return new Date(Math.min(next, now < over ? over : lateEnd));
}
