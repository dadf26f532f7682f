import { SearchField, Select, TextField } from '@backstage/ui';
import { FilterBar } from '@backlot/ui-common';
import { InventoryPlaces } from './useInventoryPlaces';

const any = 'any';

/** What was chosen; empty for any. */
function given(key: unknown): string {
  return key === null || key === any ? '' : String(key);
}

/** What machines that nobody requested are filtered by; each is in the URL. */
export interface UnrequestedFilter {
  search: string;
  source: string;
  /** `<source>/<id>` */
  folder: string;
  /** `<source>/<id>` */
  cluster: string;
  guest: string;
}

/** Filters of machines that nobody requested. */
export const UnrequestedFilters = (props: {
  filter: UnrequestedFilter;
  onChange: (changes: Partial<UnrequestedFilter>) => void;
  places: InventoryPlaces | undefined;
}) => {
  const { filter, onChange } = props;
  const { sources = [], folders = [], clusters = [] } = props.places ?? {};
  const isOfSource = ({ source }: { source: string }) =>
    filter.source === '' || source === filter.source;
  const optionOf = (one: { source: string; id: string }, name: string) => ({
    value: `${one.source}/${one.id}`,
    label: sources.length > 1 ? `${name} (${one.source})` : name,
  });
  return (
    <FilterBar>
      <SearchField
        aria-label="Search machines"
        placeholder="Name or address"
        value={filter.search}
        onChange={search => onChange({ search })}
      />
      {sources.length > 1 && (
        <Select
          aria-label="Source"
          options={[
            { value: any, label: 'Any source' },
            ...sources.map(({ source, title }) => ({
              value: source,
              label: title,
            })),
          ]}
          value={filter.source || any}
          onChange={key =>
            onChange({ source: given(key), folder: '', cluster: '' })
          }
        />
      )}
      <Select
        aria-label="Folder"
        searchable
        options={[
          { value: any, label: 'Any folder' },
          ...folders
            .filter(isOfSource)
            .map(folder => optionOf(folder, folder.path)),
        ]}
        value={filter.folder || any}
        onChange={key => onChange({ folder: given(key) })}
      />
      <Select
        aria-label="Cluster"
        options={[
          { value: any, label: 'Any cluster' },
          ...clusters
            .filter(isOfSource)
            .map(cluster => optionOf(cluster, cluster.name)),
        ]}
        value={filter.cluster || any}
        onChange={key => onChange({ cluster: given(key) })}
      />
      <TextField
        aria-label="Guest"
        placeholder="Guest, e.g. rhel9_64Guest"
        value={filter.guest}
        onChange={guest => onChange({ guest })}
      />
    </FilterBar>
  );
};
