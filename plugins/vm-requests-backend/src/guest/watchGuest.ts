import {
  addressesOf,
  describeGuest,
  GuestReport,
  guestReportWithin,
  hasReported,
  needsALook,
  signInOf,
} from '@backlot/plugin-vm-requests-common';
import { durationToMilliseconds } from '@backstage/types';
import { isoAfter } from '../clock';
import { NotificationInput, StoredRequest } from '../database/StoredRequest';
import { LedgerContext } from '../ledger/LedgerContext';
import { askers } from '../ledger/notices';
import { judgeGuest, nextLook } from './judgeGuest';

/** What is known of a guest when its machine is written down. */
export function startOfWatch(
  { clock }: Pick<LedgerContext, 'clock'>,
  { terms }: StoredRequest,
): GuestReport {
  const within =
    terms.guestReportWithin ?? durationToMilliseconds(guestReportWithin);
  const now = isoAfter(clock, 0);
  return {
    state: 'waiting',
    at: now,
    since: now,
    until: isoAfter(clock, within),
    addresses: [],
  };
}

function notificationsOf(
  request: StoredRequest,
  guest: GuestReport,
): NotificationInput[] {
  const { fqdn, address, terms } = request;
  const toRequester = {
    recipients: askers(request),
    about: 'machine' as const,
  };
  const allocated = addressesOf(address);
  if (hasReported(guest, allocated)) {
    const reached = address?.address ?? guest.addresses[0];
    return [
      {
        ...toRequester,
        title: `The guest of ${fqdn} has reported ${reached}`,
        description: signInOf(terms.access, { fqdn, address: reached }),
        severity: 'normal',
      },
    ];
  }
  if (needsALook(guest, allocated)) {
    return [
      {
        ...toRequester,
        title: `${fqdn} needs attention`,
        description: describeGuest(guest, allocated),
        severity: 'high',
      },
    ];
  }
  // Who powered it off or removed it needs no telling.
  return [];
}

/**
 * Looks once whether the guest of a request's machine has reported its address, and writes down and
 * tells what is new.
 *
 * @returns when to look again; undefined when there is nothing more to wait for
 */
export async function watchGuest(
  context: LedgerContext,
  id: string,
): Promise<Date | undefined> {
  const { store, peers, clock } = context;
  const request = await store.get(id);
  const { guest: known, machine } = request;
  if (!known || !machine) {
    return undefined;
  }
  const allocated = addressesOf(request.address);
  const seen = await peers.inventory.lookAtGuest(machine, allocated);
  const now = clock.now();
  const guest = judgeGuest({ known, allocated, seen, now });
  if (guest !== known) {
    await store.record(request, {
      type: `guest-${guest.state}`,
      by: 'ledger',
      reason: describeGuest(guest, allocated),
      detail: { addresses: guest.addresses },
      patch: { guest },
      notifications: notificationsOf(request, guest),
    });
    context.changed(request.id);
  }
  return nextLook({ known: guest, allocated, now });
}
