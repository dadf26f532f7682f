import { ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import {
  RequestState,
  requestStates,
  VmRequestPage,
} from '@backlot/plugin-vm-requests-common';
import { stateGroups } from './stateGroups';

/** Chooses a group of states, with how many requests each has. */
export const StateFilter = (props: {
  /** Empty for all. */
  value: string;
  /** Absent while they are being loaded. */
  byState: VmRequestPage['byState'] | undefined;
  onChange: (value: string) => void;
}) => {
  const { value, byState, onChange } = props;
  const labelOf = (label: string, states: readonly RequestState[]) =>
    byState
      ? `${label} (${states.reduce(
          (sum, state) => sum + (byState[state] ?? 0),
          0,
        )})`
      : label;
  return (
    <ToggleButtonGroup
      aria-label="State"
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value || 'all']}
      onSelectionChange={([key]) =>
        onChange(key === 'all' ? '' : String(key ?? ''))
      }
    >
      {[
        <ToggleButton key="all" id="all">
          {labelOf('All', requestStates)}
        </ToggleButton>,
        ...[...stateGroups].map(([id, { label, states }]) => (
          <ToggleButton key={id} id={id}>
            {labelOf(label, states)}
          </ToggleButton>
        )),
      ]}
    </ToggleButtonGroup>
  );
};
