import { TreeRow } from './treeRows';

type NodeRow = Extract<TreeRow, { type: 'node' }>;

/** What a key does. */
export type TreeMove =
  | { type: 'focus'; row: NodeRow }
  | { type: 'open' | 'close' | 'select'; row: NodeRow };

/**
 * What a key does in a tree, as of the WAI-ARIA Authoring Practices' tree pattern.
 *
 * @param active - key of the row that has the focus; the first one without it
 * @param pressed - as `KeyboardEvent.key` names it
 * @returns undefined when it does nothing
 */
export function treeMove(
  rows: TreeRow[],
  active: string | undefined,
  pressed: string,
): TreeMove | undefined {
  const nodes = rows.filter((row): row is NodeRow => row.type === 'node');
  const index = Math.max(
    0,
    nodes.findIndex(({ key }) => key === active),
  );
  const row = nodes[index];
  if (!row) {
    return undefined;
  }
  const focus = (to: NodeRow | undefined): TreeMove | undefined =>
    to && { type: 'focus', row: to };
  switch (pressed) {
    case 'ArrowDown':
      return focus(nodes[index + 1]);
    case 'ArrowUp':
      return focus(nodes[index - 1]);
    case 'Home':
      return focus(nodes[0]);
    case 'End':
      return focus(nodes[nodes.length - 1]);
    case 'ArrowRight':
      if (row.expanded === false) {
        return { type: 'open', row };
      }
      return row.expanded && nodes[index + 1]?.parentKey === row.key
        ? focus(nodes[index + 1])
        : undefined;
    case 'ArrowLeft':
      return row.expanded
        ? { type: 'close', row }
        : focus(nodes.find(({ key }) => key === row.parentKey));
    case 'Enter':
    case ' ':
      return { type: 'select', row };
    default:
      return pressed.length === 1 && /\S/.test(pressed)
        ? focus(nextBeginningWith(nodes, index, pressed))
        : undefined;
  }
}

function nextBeginningWith(
  nodes: NodeRow[],
  index: number,
  letter: string,
): NodeRow | undefined {
  const sought = letter.toLocaleLowerCase('en-US');
  return [...nodes.slice(index + 1), ...nodes.slice(0, index)].find(
    ({ node }) => node.name.toLocaleLowerCase('en-US').startsWith(sought),
  );
}
