import { PolicyEnvironment } from '@backlot/plugin-vm-requests-common';
import { Duration } from 'luxon';

/** What choosing an environment means: who approves, and how long its machines last. */
export function environmentWords({
  approval,
  lease,
}: Pick<PolicyEnvironment, 'approval' | 'lease'>): string {
  const approves = approval.required
    ? 'A person approves each request'
    : 'Approved automatically';
  if (!lease) {
    return approves;
  }
  const lasts = Duration.fromObject(lease.duration, {
    locale: 'en',
  }).toHuman();
  return `${approves}; machines end after ${lasts}, unless they are extended`;
}
