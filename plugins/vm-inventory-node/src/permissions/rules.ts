import { createPermissionRule } from '@backstage/plugin-permission-node';
import { z } from 'zod';
import {
  inventoryObjectPermissionResourceRef,
  matchesInventoryObjectFilter,
} from './resourceRef';

/**
 * Lets objects of certain sources through.
 *
 * @public
 */
export const isInSource = createPermissionRule({
  name: 'IS_IN_SOURCE',
  description: 'Lets objects of certain sources through',
  resourceRef: inventoryObjectPermissionResourceRef,
  paramsSchema: z.object({
    sources: z
      .array(z.string())
      .describe('Names of the sources in configuration'),
  }),
  apply: (object, { sources }) =>
    matchesInventoryObjectFilter(object, { sources }),
  toQuery: ({ sources }) => ({ sources }),
});

/**
 * Lets objects of certain datacenters of one source through.
 *
 * @public
 */
export const isInDatacenter = createPermissionRule({
  name: 'IS_IN_DATACENTER',
  description: 'Lets objects of certain datacenters of one source through',
  resourceRef: inventoryObjectPermissionResourceRef,
  paramsSchema: z.object({
    source: z.string().describe('Name of the source in configuration'),
    datacenters: z
      .array(z.string())
      .describe('Ids of the datacenters within the source'),
  }),
  apply: (object, { source, datacenters }) =>
    matchesInventoryObjectFilter(object, { sources: [source], datacenters }),
  toQuery: ({ source, datacenters }) => ({ sources: [source], datacenters }),
});

/**
 * Lets objects of certain clusters of one source through.
 *
 * @public
 */
export const isInCluster = createPermissionRule({
  name: 'IS_IN_CLUSTER',
  description: 'Lets objects of certain clusters of one source through',
  resourceRef: inventoryObjectPermissionResourceRef,
  paramsSchema: z.object({
    source: z.string().describe('Name of the source in configuration'),
    clusters: z
      .array(z.string())
      .describe('Ids of the clusters within the source'),
  }),
  apply: (object, { source, clusters }) =>
    matchesInventoryObjectFilter(object, { sources: [source], clusters }),
  toQuery: ({ source, clusters }) => ({ sources: [source], clusters }),
});

/**
 * Lets objects through that are in certain folders of one source, not in those below.
 *
 * @public
 */
export const isInFolder = createPermissionRule({
  name: 'IS_IN_FOLDER',
  description:
    'Lets objects through that are in certain folders of one source, not in those below',
  resourceRef: inventoryObjectPermissionResourceRef,
  paramsSchema: z.object({
    source: z.string().describe('Name of the source in configuration'),
    folders: z
      .array(z.string())
      .describe('Ids of the folders within the source'),
  }),
  apply: (object, { source, folders }) =>
    matchesInventoryObjectFilter(object, { sources: [source], folders }),
  toQuery: ({ source, folders }) => ({ sources: [source], folders }),
});

/**
 * All rules for objects of the inventory.
 *
 * @public
 */
export const inventoryObjectRules = {
  isInSource,
  isInDatacenter,
  isInCluster,
  isInFolder,
};
