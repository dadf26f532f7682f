import { Flex, SearchField, Select } from '@backstage/ui';
import {
  Cluster,
  Datacenter,
  PowerState,
  SourceStatus,
} from '@backlot/plugin-vm-inventory-common';
import { ExplorerState } from './explorerState';
import { UrlChanges } from './useExplorerState';

const ANY = 'any';

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

/** What the table is filtered by, beside the place in the tree. */
export const ExplorerFilters = (props: {
  state: ExplorerState;
  onChange: (changes: UrlChanges) => void;
  sources: SourceStatus[];
  datacenters: Datacenter[];
  clusters: Cluster[];
}) => {
  const { state, onChange } = props;
  const datacenters = props.datacenters.filter(
    ({ source }) => !state.source || source === state.source,
  );
  const clusters = props.clusters.filter(
    ({ source, datacenter }) =>
      (!state.source || source === state.source) &&
      (!state.datacenter || `${source}/${datacenter}` === state.datacenter),
  );
  return (
    <Flex gap="2" align="end" style={{ flexWrap: 'wrap' }}>
      <SearchField
        aria-label="Search machines"
        placeholder="Name, address or id"
        value={state.search}
        onChange={search => onChange({ search })}
      />
      <Select
        aria-label="What is listed"
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
      {props.sources.length > 1 && (
        <Select
          aria-label="Source"
          options={[
            { value: ANY, label: 'Any source' },
            ...props.sources.map(({ source, title }) => ({
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
      <Select
        aria-label="Datacenter"
        options={[
          { value: ANY, label: 'Any datacenter' },
          ...datacenters.map(optionOf),
        ]}
        value={state.datacenter ?? ANY}
        onChange={key =>
          onChange({ datacenter: given(key), cluster: undefined })
        }
      />
      {state.kind === 'machine' && (
        <Select
          aria-label="Cluster"
          options={[
            { value: ANY, label: 'Any cluster' },
            ...clusters.map(optionOf),
          ]}
          value={state.cluster ?? ANY}
          onChange={key => onChange({ cluster: given(key) })}
        />
      )}
    </Flex>
  );
};

function given(key: unknown): string | undefined {
  return key === null || key === ANY ? undefined : String(key);
}

function optionOf({ source, id, name }: Datacenter | Cluster) {
  return { value: `${source}/${id}`, label: name };
}
