import { RequestState } from '@backlot/plugin-vm-requests-common';

/** States that people look for under one word. */
export interface StateGroup {
  label: string;
  states: RequestState[];
}

/** All states, as people look for them, by the word that stands in the URL. */
export const stateGroups: ReadonlyMap<string, StateGroup> = new Map<
  string,
  StateGroup
>([
  ['waiting', { label: 'Waiting', states: ['planned', 'changes-requested'] }],
  [
    'running',
    {
      label: 'Under way',
      states: [
        'open',
        'approved',
        'applying',
        'applied',
        'undoing',
        'rolling-back',
      ],
    },
  ],
  ['done', { label: 'Done', states: ['done'] }],
  [
    'ended',
    {
      label: 'Ended without machine',
      states: ['failed', 'rolled-back', 'rejected', 'cancelled', 'expired'],
    },
  ],
]);
