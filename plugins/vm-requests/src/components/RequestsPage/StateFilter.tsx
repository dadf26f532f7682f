import { ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import {
  RequestState,
  VmRequestPage,
} from '@backlot/plugin-vm-requests-common';

/** States as people look for them. */
export const stateGroups: Record<
  string,
  { label: string; states: RequestState[] }
> = {
  waiting: { label: 'Waiting', states: ['planned', 'changes-requested'] },
  running: {
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
  done: { label: 'Done', states: ['done'] },
  ended: {
    label: 'Ended without machine',
    states: ['failed', 'rejected', 'cancelled', 'expired'],
  },
};

export const StateFilter = (props: {
  value: string;
  byState: VmRequestPage['byState'] | undefined;
  onChange: (value: string) => void;
}) => {
  const { value, byState, onChange } = props;
  const count = (states: RequestState[]) =>
    states.reduce((sum, state) => sum + (byState?.[state] ?? 0), 0);
  const all = Object.values(byState ?? {}).reduce(
    (sum, n) => sum + (n ?? 0),
    0,
  );
  return (
    <ToggleButtonGroup
      aria-label="State"
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value || 'all']}
      onSelectionChange={keys => {
        const [key] = [...keys].map(String);
        onChange(key === 'all' ? '' : key);
      }}
    >
      {[
        <ToggleButton key="all" id="all">{`All (${all})`}</ToggleButton>,
        ...Object.entries(stateGroups).map(([id, { label, states }]) => (
          <ToggleButton key={id} id={id}>{`${label} (${count(
            states,
          )})`}</ToggleButton>
        )),
      ]}
    </ToggleButtonGroup>
  );
};
