import {
  InventoryTreeRef,
  InventoryTreeView,
  MachineConnection,
  parseTreeRef,
  PowerState,
} from '@backlot/plugin-vm-inventory-common';

/** What the table lists. */
export type ListedKind = 'machine' | 'template';

/** What somebody looks at in the explorer; all of it is in the page's URL. */
export interface ExplorerState {
  view: InventoryTreeView;
  /** Keys of the tree's nodes whose children are shown; absent until somebody opened or closed one. */
  open?: string[];
  /** The node of the tree that the table is narrowed to. */
  place?: InventoryTreeRef;
  kind: ListedKind;
  search: string;
  power?: PowerState;
  connection?: MachineConnection;
  source?: string;
  /** Of the datacenter and the cluster, `<source>/<id>`. */
  datacenter?: string;
  cluster?: string;
  /** A field, with `-` before it for descending order. */
  sort: string;
}

const powers: PowerState[] = ['on', 'off', 'suspended'];
const connections: MachineConnection[] = [
  'connected',
  'disconnected',
  'inaccessible',
  'orphaned',
  'invalid',
];

/** Reads the state from a URL's parameters; what is not understood is left out. */
export function readExplorerState(parameters: URLSearchParams): ExplorerState {
  const open = parameters.getAll('open');
  return {
    view: parameters.get('view') === 'folders' ? 'folders' : 'hosts',
    open: open.length > 0 ? open.filter(each => each !== '') : undefined,
    place: parseTreeRef(parameters.get('in') ?? ''),
    kind: parameters.get('kind') === 'template' ? 'template' : 'machine',
    search: parameters.get('search') ?? '',
    power: powers.find(each => each === parameters.get('power')),
    connection: connections.find(each => each === parameters.get('connection')),
    source: parameters.get('source') || undefined,
    datacenter: placeId(parameters.get('datacenter')),
    cluster: placeId(parameters.get('cluster')),
    sort: parameters.get('sort') ?? '',
  };
}

function placeId(text: string | null): string | undefined {
  return text && /^[^/]+\/./.test(text) ? text : undefined;
}

/** The filter that a state means, for the server. */
export function filterOf(state: ExplorerState): Record<string, string> {
  const filter: Record<string, string> = {};
  if (state.source) {
    filter.source = state.source;
  }
  for (const field of ['datacenter', 'cluster'] as const) {
    const place = state[field];
    // A template is in no cluster.
    if (place && !(field === 'cluster' && state.kind === 'template')) {
      const [source] = place.split('/', 1);
      filter.source ??= source;
      filter[field] = place.slice(source.length + 1);
    }
  }
  for (const field of ['power', 'connection'] as const) {
    const value = state[field];
    if (value && state.kind === 'machine') {
      filter[field] = value;
    }
  }
  return filter;
}

/** Whether a state shows less than all there is. */
export function isNarrowed(state: ExplorerState): boolean {
  return (
    state.search !== '' ||
    state.place !== undefined ||
    Object.keys(filterOf(state)).length > 0
  );
}
