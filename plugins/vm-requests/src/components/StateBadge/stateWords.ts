import { RequestState } from '@backlot/plugin-vm-requests-common';

/** How a state is said and coloured. */
export interface StateWords {
  label: string;
  tone: 'neutral' | 'info' | 'warning' | 'success' | 'danger';
}

/** How each state is said and coloured, everywhere. */
export const stateWords: Record<RequestState, StateWords> = {
  open: { label: 'Planning', tone: 'info' },
  planned: { label: 'Waits for approval', tone: 'warning' },
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
