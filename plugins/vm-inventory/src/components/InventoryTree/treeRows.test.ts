import { InventoryTreeNode } from '@backlot/plugin-vm-inventory-common';
import { treeMove } from './treeKeys';
import { levelKey, TreeLevel, TreeRow, treeRows } from './treeRows';

function node(
  kind: InventoryTreeNode['kind'],
  id: string,
  change: Partial<InventoryTreeNode> = {},
): InventoryTreeNode {
  return {
    kind,
    source: 'fra',
    id,
    name: id,
    hasChildren: true,
    machines: 1,
    ...change,
  };
}

const fra = node('source', 'fra');
const cluster = node('cluster', 'c1');
const host = node('host', 'h1');
const machine = node('machine', 'm1', { hasChildren: false });

function levels(
  ...entries: [InventoryTreeNode | undefined, Partial<TreeLevel>][]
): Map<string, TreeLevel> {
  return new Map(
    entries.map(([parent, level]) => [
      levelKey(parent),
      { items: [], more: false, ...level },
    ]),
  );
}

const full = levels(
  [undefined, { items: [fra] }],
  [fra, { items: [cluster, node('cluster', 'c2')] }],
  [cluster, { items: [host] }],
  [host, { items: [machine], more: true }],
);
const all = new Set([fra, cluster, host].map(levelKey));

const text = (rows: TreeRow[]) =>
  rows.map(row =>
    row.type === 'node'
      ? `${row.depth} ${row.node.id} ${row.position}/${row.setSize} ${
          row.expanded ?? '-'
        }`
      : `${row.depth} ${row.type}`,
  );

describe('treeRows', () => {
  it('are the nodes that are open, in order', () => {
    expect(text(treeRows(full, all))).toEqual([
      '1 fra 1/1 true',
      '2 c1 1/2 true',
      '3 h1 1/1 true',
      '4 m1 1/-1 -',
      '4 more',
      '2 c2 2/2 false',
    ]);
    expect(text(treeRows(full, new Set()))).toEqual(['1 fra 1/1 false']);
  });

  it('say where something is loading, and what went wrong', () => {
    expect(text(treeRows(new Map(), all))).toEqual(['1 loading']);
    const broken = levels(
      [undefined, { items: [fra] }],
      [fra, { error: new Error('down') }],
    );
    expect(text(treeRows(broken, all))).toEqual([
      '1 fra 1/1 true',
      '2 problem',
    ]);
  });

  it('tell a machine that is in two places apart', () => {
    const pool = node('resource-pool', 'p1');
    const twice = levels(
      [undefined, { items: [fra] }],
      [fra, { items: [host, pool] }],
      [host, { items: [machine] }],
      [pool, { items: [machine] }],
    );
    const rows = treeRows(twice, new Set([fra, host, pool].map(levelKey)));
    expect(rows).toHaveLength(5);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(5);
  });

  it('end where nodes lead in a circle', () => {
    const circle = levels(
      [undefined, { items: [cluster] }],
      [cluster, { items: [host] }],
      [host, { items: [cluster] }],
    );
    expect(text(treeRows(circle, all))).toEqual([
      '1 c1 1/1 true',
      '2 h1 1/1 true',
      '3 c1 1/1 false',
    ]);
  });
});

describe('treeMove', () => {
  const rows = treeRows(full, all);
  const keyOf = (id: string) =>
    rows.find(row => row.type === 'node' && row.node.id === id)?.key;
  const move = (from: string | undefined, pressed: string) => {
    const made = treeMove(rows, from && keyOf(from), pressed);
    return made && `${made.type} ${made.row.node.id}`;
  };

  it.each([
    [undefined, 'ArrowDown', 'focus c1'],
    ['m1', 'ArrowDown', 'focus c2'],
    ['c2', 'ArrowDown', undefined],
    ['c2', 'ArrowUp', 'focus m1'],
    ['fra', 'ArrowUp', undefined],
    ['c1', 'Home', 'focus fra'],
    ['c1', 'End', 'focus c2'],
    ['c1', 'ArrowRight', 'focus h1'],
    ['c2', 'ArrowRight', 'open c2'],
    ['m1', 'ArrowRight', undefined],
    ['c1', 'ArrowLeft', 'close c1'],
    ['m1', 'ArrowLeft', 'focus h1'],
    ['m1', 'Enter', 'select m1'],
    ['c1', ' ', 'select c1'],
    ['fra', 'c', 'focus c1'],
    ['c1', 'C', 'focus c2'],
    ['c2', 'c', 'focus c1'],
    ['c2', 'x', undefined],
    ['c2', 'Tab', undefined],
  ])('from %s by %p does: %s', (from, pressed, done) => {
    expect(move(from, pressed)).toBe(done);
  });

  it('does nothing in an empty tree', () => {
    expect(treeMove([], undefined, 'ArrowDown')).toBeUndefined();
  });
});
