import {
  inventoryKinds,
  InventoryTreeLevel,
  InventoryTreeNode,
  InventoryTreePath,
} from '@backlot/plugin-vm-inventory-common';
import { z } from 'zod';
import { freshness } from './freshnessSchemas';
import { schemaOf } from './schemaOf';

const node = schemaOf<InventoryTreeNode>('A node of the tree.', {
  kind: z.enum(['source', ...inventoryKinds]),
  source: z.string(),
  id: z.string(),
  name: z.string(),
  hasChildren: z.boolean(),
  machines: z
    .int()
    .describe('Machines below it that the caller may see; 1 for a machine'),
  power: z.enum(['on', 'off', 'suspended']).optional(),
  connection: z
    .enum([
      'connected',
      'disconnected',
      'not-responding',
      'inaccessible',
      'orphaned',
      'invalid',
    ])
    .optional()
    .describe('Of a machine or a host'),
  standalone: z.boolean().optional(),
  vapp: z.boolean().optional(),
});

const treeLevel = schemaOf<InventoryTreeLevel>('The children of one node.', {
  items: z.array(node),
  nextCursor: z.string().optional().describe('Absent on the last page'),
  freshness,
});

const treePath = schemaOf<InventoryTreePath>(
  'The nodes from the source down to one object and with it.',
  { items: z.array(node), freshness },
);

/**
 * Schemas of the tree, by their names in the document.
 *
 * @internal
 */
export const treeSchemas = {
  TreeNode: node,
  TreeLevel: treeLevel,
  TreePath: treePath,
};
