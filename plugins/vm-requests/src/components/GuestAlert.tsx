import { Alert } from '@backstage/ui';
import {
  describeGuest,
  GuestReport,
  needsALook,
} from '@backlot/plugin-vm-requests-common';

/** Says what a guest has reported where somebody has to look at it; else nothing. */
export const GuestAlert = (props: {
  guest: GuestReport | undefined;
  /** The machine's addresses, or the first one where only that is known. */
  allocated: readonly string[];
}) => {
  const { guest, allocated } = props;
  return guest && needsALook(guest, allocated) ? (
    <Alert
      role="alert"
      status="warning"
      icon
      title="The machine needs attention"
      description={describeGuest(guest, allocated)}
    />
  ) : null;
};
