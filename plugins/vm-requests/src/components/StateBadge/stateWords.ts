import { RequestState, WaitsFor } from '@backlot/plugin-vm-requests-common';
import { Tone } from '@backlot/ui-common';

/** How a state is said and coloured. */
export interface StateWords {
  label: string;
  tone: Tone;
}

/** How each state is said and coloured, everywhere. */
export const stateWords: Record<RequestState, StateWords> = {
  open: { label: 'Planning', tone: 'info' },
  planned: { label: 'Planned', tone: 'info' },
  'changes-requested': { label: 'Changes requested', tone: 'warning' },
  approved: { label: 'Approved', tone: 'info' },
  applying: { label: 'Applying', tone: 'info' },
  applied: { label: 'Finishing', tone: 'info' },
  undoing: { label: 'Giving back', tone: 'warning' },
  'rolling-back': { label: 'Rolling back', tone: 'warning' },
  done: { label: 'Done', tone: 'success' },
  failed: { label: 'Failed', tone: 'danger' },
  'rolled-back': { label: 'Rolled back', tone: 'neutral' },
  rejected: { label: 'Rejected', tone: 'danger' },
  cancelled: { label: 'Cancelled', tone: 'neutral' },
  expired: { label: 'Expired', tone: 'neutral' },
};

/** What is said of a request that stands still, in place of its state. */
export const waitWords: Record<WaitsFor, StateWords> = {
  approval: { label: 'Waits for approval', tone: 'warning' },
  requester: { label: 'Changes requested', tone: 'warning' },
  start: { label: 'Approved, not yet applied', tone: 'info' },
  person: { label: 'Waits for a person', tone: 'danger' },
  'platform-team': { label: 'Waits for the platform team', tone: 'danger' },
  netbox: { label: 'Waits for NetBox', tone: 'danger' },
  forge: { label: 'Waits for the Git forge', tone: 'danger' },
  atlantis: { label: 'Waits for Atlantis', tone: 'danger' },
  inventory: { label: 'Waits for the inventory', tone: 'danger' },
  scaffolder: { label: 'Waits for the scaffolder', tone: 'danger' },
};
