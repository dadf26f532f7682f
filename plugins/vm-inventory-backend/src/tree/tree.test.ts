import {
  InventoryObject,
  InventoryTreeNode,
  InventoryTreeRef,
  InventoryTreeView,
} from '@backlot/plugin-vm-inventory-common';
import * as fc from 'fast-check';
import { Predicate } from '../query/filters';
import { queryTable } from '../query/queryTable';
import { snapshotOf } from '../__testUtils__/snapshotAfter';
import { InventorySnapshot } from '../store';
import { countMachines } from './countMachines';
import { readLevel, readPath } from './readTree';
import { within } from './within';

const source = 'fra';
const top: InventoryTreeRef = { kind: 'source', source, id: source };

const folder = (
  id: string,
  holds: string,
  path: string,
  parent?: string,
  datacenter?: string,
) => ({
  kind: 'folder',
  id,
  name: path || id,
  holds,
  path,
  parent,
  datacenter,
});

const cluster = (id: string, more: object = {}) => ({
  kind: 'cluster',
  id,
  name: id,
  datacenter: 'dc',
  standalone: false,
  resourcePool: `${id}-root`,
  folder: 'host',
  ...more,
});

const machine = (id: string, more: object) => ({
  kind: 'machine',
  id,
  name: id,
  datacenter: 'dc',
  power: 'on',
  ...more,
});

/** Nested folders of all kinds, a cluster with pools and a vApp, and a host that stands alone. */
const objects = [
  folder('dcs', 'datacenters', 'Datacenters'),
  folder('emea', 'datacenters', 'emea', 'dcs'),
  { kind: 'datacenter', id: 'dc', name: 'fra1', folder: 'emea' },
  { kind: 'datacenter', id: 'dc2', name: 'ams1', folder: 'dcs' },
  folder('host', 'hosts', '', undefined, 'dc'),
  folder('prod', 'hosts', 'prod', 'host', 'dc'),
  folder('vm', 'machines', '', undefined, 'dc'),
  folder('teams', 'machines', 'teams', 'vm', 'dc'),
  folder('pay', 'machines', 'teams/pay', 'teams', 'dc'),
  cluster('c1', { folder: 'prod' }),
  cluster('c2'),
  cluster('alone', { standalone: true }),
  ...['c1', 'c2', 'alone'].flatMap(id => [
    {
      kind: 'host',
      id: `${id}-h1`,
      name: `${id}-h1`,
      cluster: id,
      datacenter: 'dc',
    },
    {
      kind: 'resource-pool',
      id: `${id}-root`,
      name: 'Resources',
      cluster: id,
      vapp: false,
      datacenter: 'dc',
    },
  ]),
  {
    kind: 'resource-pool',
    id: 'gold',
    name: 'gold',
    cluster: 'c1',
    parent: 'c1-root',
    vapp: false,
    datacenter: 'dc',
  },
  {
    kind: 'resource-pool',
    id: 'shop',
    name: 'shop',
    cluster: 'c1',
    parent: 'gold',
    vapp: true,
    datacenter: 'dc',
  },
  machine('m1', {
    host: 'c1-h1',
    cluster: 'c1',
    resourcePool: 'c1-root',
    folder: 'vm',
  }),
  machine('m2', {
    host: 'c1-h1',
    cluster: 'c1',
    resourcePool: 'gold',
    folder: 'pay',
  }),
  machine('m3', { host: 'c1-h1', cluster: 'c1', resourcePool: 'shop' }),
  machine('m4', {
    host: 'alone-h1',
    cluster: 'alone',
    resourcePool: 'alone-root',
    folder: 'teams',
  }),
  machine('m5', { cluster: 'c2', resourcePool: 'c2-root', folder: 'pay' }),
  machine('m6', {}),
  machine('m7', { datacenter: undefined }),
  {
    kind: 'template',
    id: 't1',
    name: 'rhel9',
    datacenter: 'dc',
    folder: 'pay',
    host: 'c1-h1',
  },
].map(object => ({ source, ...object } as InventoryObject));

/** All nodes below one, with the names on the way, read in pages. */
function walk(
  snapshot: InventorySnapshot,
  view: InventoryTreeView,
  options: { parent?: InventoryTreeRef; limit?: number; sees?: Predicate } = {},
): { way: string[]; node: InventoryTreeNode }[] {
  const { parent = top, limit = 200, sees } = options;
  const found: { way: string[]; node: InventoryTreeNode }[] = [];
  let cursor: string | undefined;
  do {
    const reading = { snapshot, view, sees };
    const level = readLevel(reading, parent, { limit, cursor });
    expect(level.items.length).toBeLessThanOrEqual(limit);
    for (const node of level.items) {
      const below = walk(snapshot, view, { ...options, parent: node });
      expect(node.hasChildren).toBe(below.length > 0);
      found.push({ way: [node.id], node });
      found.push(
        ...below.map(each => ({ ...each, way: [node.id, ...each.way] })),
      );
    }
    cursor = level.nextCursor;
  } while (cursor);
  return found;
}

const ways = (found: { way: string[] }[]) =>
  found.map(({ way }) => way.join('/'));

describe('the tree', () => {
  it('leads by clusters, hosts and resource pools', () => {
    expect(ways(walk(snapshotOf(source, objects), 'hosts'))).toEqual([
      'emea',
      'emea/dc',
      'emea/dc/prod',
      'emea/dc/prod/c1',
      'emea/dc/prod/c1/c1-h1',
      'emea/dc/prod/c1/c1-h1/m1',
      'emea/dc/prod/c1/c1-h1/m2',
      'emea/dc/prod/c1/c1-h1/m3',
      'emea/dc/prod/c1/gold',
      'emea/dc/prod/c1/gold/shop',
      'emea/dc/prod/c1/gold/shop/m3',
      'emea/dc/prod/c1/gold/m2',
      'emea/dc/alone',
      'emea/dc/alone/m4',
      'emea/dc/c2',
      'emea/dc/c2/c2-h1',
      'emea/dc/c2/m5',
      'emea/dc/m6',
      'dc2',
      'm7',
    ]);
  });

  it('leads by folders, to templates, too', () => {
    expect(ways(walk(snapshotOf(source, objects), 'folders'))).toEqual([
      'emea',
      'emea/dc',
      'emea/dc/teams',
      'emea/dc/teams/pay',
      'emea/dc/teams/pay/t1',
      'emea/dc/teams/pay/m2',
      'emea/dc/teams/pay/m5',
      'emea/dc/teams/m4',
      'emea/dc/shop',
      'emea/dc/shop/m3',
      'emea/dc/m1',
      'emea/dc/m6',
      'dc2',
      'm7',
    ]);
  });

  it.each(['hosts', 'folders'] as const)(
    'is the same in pages of any size, by %s',
    view => {
      const snapshot = snapshotOf(source, objects);
      for (const limit of [1, 2, 3]) {
        expect(ways(walk(snapshot, view, { limit }))).toEqual(
          ways(walk(snapshot, view)),
        );
      }
    },
  );

  it.each(['hosts', 'folders'] as const)(
    'counts the machines below each node, and lists the same ones, by %s',
    view => {
      const snapshot = snapshotOf(source, objects);
      const places = walk(snapshot, view).filter(
        ({ node }) => !['machine', 'template'].includes(node.kind),
      );
      for (const { node } of places) {
        const below = new Set(
          walk(snapshot, view, { parent: node })
            .filter(each => each.node.kind === 'machine')
            .map(each => each.node.id),
        );
        const listed = queryTable(
          'machine',
          snapshot.table('machine'),
          {},
          undefined,
          within(snapshot, 'machine', node),
        ).items.map(({ id }) => id);
        expect(new Set(listed)).toEqual(below);
        expect(node.machines).toBe(below.size);
      }
      expect(countMachines(snapshot, top)).toBe(7);
    },
  );

  it('knows the way to each node', () => {
    const snapshot = snapshotOf(source, objects);
    for (const view of ['hosts', 'folders'] as const) {
      // By hosts a machine is in its resource pool, too.
      const found = walk(snapshot, view).filter(
        ({ way, node }) => node.kind !== 'machine' || !way.includes('gold'),
      );
      for (const { way, node } of found) {
        const object = objects.find(
          ({ kind, id }) => kind === node.kind && id === node.id,
        )!;
        const path = readPath({ snapshot, view }, object).map(({ id }) => id);
        expect(path).toEqual(way);
      }
    }
  });

  it('shows and counts only what may be seen', () => {
    const sees: Predicate = ({ id }) => !['gold', 'm1', 'c2'].includes(id);
    const found = walk(snapshotOf(source, objects), 'hosts', { sees });
    expect(ways(found)).not.toContain('emea/dc/prod/c1/gold');
    expect(ways(found)).not.toContain('emea/dc/prod/c1/c1-h1/m1');
    const dc = found.find(({ node }) => node.id === 'dc')!;
    expect(dc.node.machines).toBe(5);
  });

  it('narrows templates by their host, and has none in a resource pool', () => {
    const snapshot = snapshotOf(source, objects);
    const templates = (
      kind: 'cluster' | 'resource-pool' | 'folder',
      id: string,
    ) =>
      queryTable(
        'template',
        snapshot.table('template'),
        {},
        undefined,
        within(snapshot, 'template', { kind, source, id }),
      ).items.map(template => template.id);
    expect(templates('cluster', 'c1')).toEqual(['t1']);
    expect(templates('cluster', 'c2')).toEqual([]);
    expect(templates('resource-pool', 'gold')).toEqual([]);
    expect(templates('folder', 'teams')).toEqual(['t1']);
    expect(() =>
      within(snapshot, 'network', { kind: 'host', source, id: 'c1-h1' }),
    ).toThrow('No network is below a host');
  });

  it('ends where folders lead in a circle', () => {
    const snapshot = snapshotOf(source, [
      ...objects,
      { source, ...folder('a', 'machines', 'a', 'b', 'dc') } as InventoryObject,
      { source, ...folder('b', 'machines', 'b', 'a', 'dc') } as InventoryObject,
    ]);
    expect(countMachines(snapshot, { kind: 'folder', source, id: 'a' })).toBe(
      0,
    );
    expect(
      readPath(
        { snapshot, view: 'folders' },
        snapshot.get('folder', source, 'a')!,
      ).length,
    ).toBeLessThanOrEqual(100);
  });

  it('shows every machine exactly once by folders, whatever is nested in what', () => {
    const ids = ['f1', 'f2', 'f3', 'f4'];
    const nested = fc.tuple(
      ...ids.map((_, index) => fc.constantFrom('vm', ...ids.slice(0, index))),
    );
    const inFolders = fc.array(fc.constantFrom('vm', ...ids, undefined), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(nested, inFolders, (parents, folders) => {
        const snapshot = snapshotOf(source, [
          ...objects.filter(({ kind }) => kind !== 'machine'),
          ...ids.map(
            (id, index) =>
              ({
                source,
                ...folder(id, 'machines', id, parents[index], 'dc'),
              } as InventoryObject),
          ),
          ...folders.map(
            (in_, index) =>
              ({
                source,
                ...machine(`n${index}`, { folder: in_ }),
              } as InventoryObject),
          ),
        ]);
        const found = walk(snapshot, 'folders', { limit: 3 })
          .filter(({ node }) => node.kind === 'machine')
          .map(({ node }) => node.id);
        expect(found.sort()).toEqual(folders.map((_, i) => `n${i}`).sort());
      }),
      { numRuns: 30 },
    );
  });
});
