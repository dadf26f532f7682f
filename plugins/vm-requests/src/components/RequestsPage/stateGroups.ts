import {
  endStates,
  RequestState,
  requestStates,
  VmRequestPage,
  WaitsFor,
  waitsForKinds,
} from '@backlot/plugin-vm-requests-common';

/** Requests that people look for under one word. */
export interface StateGroup {
  label: string;
  /** Absent: in any. */
  states?: RequestState[];
  /** Absent: whatever they wait for. */
  waitsFor?: (WaitsFor | 'nothing')[];
}

const decisions: WaitsFor[] = ['approval', 'requester'];
/** They go on by themselves, sooner or later. */
const goingOn: (WaitsFor | 'nothing')[] = ['nothing', 'start'];
const underway = requestStates.filter(state => !endStates.includes(state));

/** All requests, as people look for them, by the word that stands in the URL. */
export const stateGroups: ReadonlyMap<string, StateGroup> = new Map<
  string,
  StateGroup
>([
  ['waiting', { label: 'Waiting for approval', waitsFor: decisions }],
  [
    'attention',
    {
      label: 'Needs attention',
      waitsFor: waitsForKinds.filter(
        kind => !decisions.includes(kind) && !goingOn.includes(kind),
      ),
    },
  ],
  ['running', { label: 'In progress', states: underway, waitsFor: goingOn }],
  ['done', { label: 'Done', states: ['done'] }],
  [
    'ended',
    {
      label: 'Ended without a machine',
      states: endStates.filter(state => state !== 'done'),
    },
  ],
]);

/** The number of requests that are in some states and wait for some things, by a page's numbers. */
export function countOf(
  { byState, byWait }: Pick<VmRequestPage, 'byState' | 'byWait'>,
  { states = [...requestStates], waitsFor }: Omit<StateGroup, 'label'>,
): number {
  const inStates = states.reduce(
    (sum, state) => sum + (byState[state] ?? 0),
    0,
  );
  const waiting = (kinds: readonly WaitsFor[]) =>
    kinds.reduce((sum, kind) => sum + (byWait[kind] ?? 0), 0);
  if (!waitsFor) {
    return inStates;
  }
  // Only requests that have not ended wait for something.
  return waitsFor.includes('nothing')
    ? inStates - waiting(waitsForKinds.filter(kind => !waitsFor.includes(kind)))
    : waiting(waitsForKinds.filter(kind => waitsFor.includes(kind)));
}
