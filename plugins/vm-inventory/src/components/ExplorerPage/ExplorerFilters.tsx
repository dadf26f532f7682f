import { useMemo } from 'react';
import { SearchField, Select } from '@backstage/ui';
import {
  Cluster,
  Datacenter,
  MachineConnection,
  PowerState,
  SourceStatus,
} from '@backlot/plugin-vm-inventory-common';
import { FilterBar } from '@backlot/ui-common';
import { connectionWords } from '../connections';
import { ExplorerState } from './explorerState';
import { clusterChoices, datacenterChoices } from './placeChoices';
import { ANY } from './placeOptions';
import { PlaceSelect } from './PlaceSelect';
import { UrlChanges } from './useExplorerState';

const kindOptions = [
  { value: 'machine', label: 'Machines' },
  { value: 'template', label: 'Templates' },
];

const powerOptions: { value: PowerState | typeof ANY; label: string }[] = [
  { value: ANY, label: 'Any power state' },
  { value: 'on', label: 'On' },
  { value: 'off', label: 'Off' },
  { value: 'suspended', label: 'Suspended' },
];

const connectionOptions: {
  value: MachineConnection | typeof ANY;
  label: string;
}[] = [
  { value: ANY, label: 'Any connection' },
  ...(
    [
      'connected',
      'disconnected',
      'inaccessible',
      'orphaned',
      'invalid',
    ] as const
  ).map(value => ({ value, label: connectionWords[value] })),
];

/** What the table is filtered by, beside the place in the tree. */
export const ExplorerFilters = (props: {
  state: ExplorerState;
  onChange: (changes: UrlChanges) => void;
  sources: SourceStatus[];
  datacenters: Datacenter[];
  clusters: Cluster[];
}) => {
  const { state, onChange, sources } = props;
  const datacenters = useMemo(
    () => datacenterChoices(props.datacenters, state),
    [props.datacenters, state],
  );
  const clusters = useMemo(
    () => clusterChoices(props.clusters, props.datacenters, state),
    [props.clusters, props.datacenters, state],
  );
  return (
    <FilterBar>
      <SearchField
        aria-label="Search machines"
        placeholder="Name or address"
        value={state.search}
        onChange={search => onChange({ search })}
      />
      <Select
        aria-label="Machines or templates"
        options={kindOptions}
        value={state.kind}
        onChange={key =>
          onChange({ kind: key === 'template' ? 'template' : undefined })
        }
      />
      {state.kind === 'machine' && (
        <Select
          aria-label="Power"
          options={powerOptions}
          value={state.power ?? ANY}
          onChange={key => onChange({ power: given(key) })}
        />
      )}
      {state.kind === 'machine' && (
        <Select
          aria-label="Connection"
          options={connectionOptions}
          value={state.connection ?? ANY}
          onChange={key => onChange({ connection: given(key) })}
        />
      )}
      {sources.length > 1 && (
        <Select
          aria-label="Source"
          options={[
            { value: ANY, label: 'Any source' },
            ...sources.map(({ source, title }) => ({
              value: source,
              label: title,
            })),
          ]}
          value={state.source ?? ANY}
          onChange={key =>
            onChange({
              source: given(key),
              datacenter: undefined,
              cluster: undefined,
            })
          }
        />
      )}
      <PlaceSelect
        label="Datacenter"
        any="Any datacenter"
        choices={datacenters}
        value={state.datacenter}
        onChange={datacenter => onChange({ datacenter, cluster: undefined })}
      />
      {state.kind === 'machine' && (
        <PlaceSelect
          label="Cluster"
          any="Any cluster"
          choices={clusters}
          value={state.cluster}
          onChange={cluster => onChange({ cluster })}
        />
      )}
    </FilterBar>
  );
};

function given(key: unknown): string | undefined {
  return key === null || key === ANY ? undefined : String(key);
}
