import { ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { VmRequestPage } from '@backlot/plugin-vm-requests-common';
import styles from './StateFilter.module.css';
import { countOf, StateGroup, stateGroups } from './stateGroups';

/** Chooses a group of requests, with how many each has. */
export const StateFilter = (props: {
  /** Empty for all. */
  value: string;
  /** Absent while they are being loaded. */
  counts: Pick<VmRequestPage, 'byState' | 'byWait' | 'atLeast'> | undefined;
  onChange: (value: string) => void;
}) => {
  const { value, counts, onChange } = props;
  const labelOf = ({ label, ...group }: StateGroup) =>
    counts
      ? `${label} (${countOf(counts, group)}${counts.atLeast ? '+' : ''})`
      : label;
  return (
    <div className={styles.scroll}>
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
            {labelOf({ label: 'All' })}
          </ToggleButton>,
          ...[...stateGroups].map(([id, group]) => (
            <ToggleButton key={id} id={id}>
              {labelOf(group)}
            </ToggleButton>
          )),
        ]}
      </ToggleButtonGroup>
    </div>
  );
};
