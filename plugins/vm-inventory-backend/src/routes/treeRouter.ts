import { parseInput } from '@backlot/backend-common';
import { HttpAuthService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  InventoryObject,
  InventoryTreeLevel,
  InventoryTreePath,
  InventoryTreeRef,
  parseTreeRef,
} from '@backlot/plugin-vm-inventory-common';
import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { InventoryAccess, Visibility } from '../access';
import { CollectorsHost } from '../collectors';
import { getVisible } from '../query/getVisible';
import { InventorySnapshot, InventoryStore } from '../store';
import { readLevel, readPath, sourceNode } from '../tree/readTree';
import { prepareTree } from '../tree/prepareTree';
import { treeTag } from '../tree/treeTag';
import { freshnessOf } from './freshness';
import { parametersOf } from './listQuery';
import { notModified } from './notModified';

const DEFAULT_LIMIT = 200;

const refSchema = z.string().transform((text, context): InventoryTreeRef => {
  const ref = parseTreeRef(text);
  if (!ref) {
    context.addIssue(
      `'${text}' does not name a node of the tree, e.g. cluster:fra/domain-c7`,
    );
    return z.NEVER;
  }
  return ref;
});

const viewSchema = z.enum(['hosts', 'folders']);

const levelSchema = z.strictObject({
  view: viewSchema,
  parent: refSchema.optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(DEFAULT_LIMIT),
  cursor: z.string().optional(),
});

const pathSchema = z.strictObject({ view: viewSchema, of: refSchema });

/**
 * The tree, level by level, and the way down to one of its nodes.
 *
 * @internal
 */
export function createTreeRouter(options: {
  store: InventoryStore;
  host: CollectorsHost;
  access: InventoryAccess;
  httpAuth: HttpAuthService;
}): Router {
  const { store, host, access, httpAuth } = options;
  const router = createPromiseRouter();

  router.get('/', async (req, res) => {
    const visibility = await access.visibility(await httpAuth.credentials(req));
    const { view, parent, ...page } = parseInput(
      levelSchema,
      Object.fromEntries(parametersOf(req)),
    );
    const snapshot = store.snapshot();
    await prepareTree(snapshot, view);
    const statuses = host.statuses();
    const freshness = freshnessOf(store, statuses, visibility);
    const reading = { snapshot, view, sees: visibility.sees };
    if (parent) {
      checkSeen(snapshot, visibility, freshness.sources, parent);
    }
    const tag = treeTag(snapshot);
    if (notModified(req, res, { tag, statuses, visibility })) {
      return;
    }
    const level: InventoryTreeLevel = {
      ...(parent
        ? readLevel(reading, parent, page)
        : { items: freshness.sources.map(each => sourceNode(reading, each)) }),
      freshness,
    };
    res.json(level);
  });

  router.get('/path', async (req, res) => {
    const visibility = await access.visibility(await httpAuth.credentials(req));
    const { view, of } = parseInput(
      pathSchema,
      Object.fromEntries(parametersOf(req)),
    );
    const snapshot = store.snapshot();
    await prepareTree(snapshot, view);
    const statuses = host.statuses();
    const freshness = freshnessOf(store, statuses, visibility);
    const reading = { snapshot, view, sees: visibility.sees };
    const object = checkSeen(snapshot, visibility, freshness.sources, of);
    const tag = treeTag(snapshot);
    if (notModified(req, res, { tag, statuses, visibility })) {
      return;
    }
    const path: InventoryTreePath = {
      items: [
        ...freshness.sources
          .filter(({ source }) => source === of.source)
          .map(each => sourceNode(reading, each)),
        ...(object ? readPath(reading, object) : []),
      ],
      freshness,
    };
    res.json(path);
  });

  return router;
}

/**
 * The object of a node; undefined for a source.
 *
 * @throws NotFoundError when there is none, or the caller may not see it
 */
function checkSeen(
  snapshot: InventorySnapshot,
  { sees }: Visibility,
  sources: { source: string }[],
  { kind, source, id }: InventoryTreeRef,
): InventoryObject | undefined {
  if (kind === 'source') {
    if (sources.some(each => each.source === source)) {
      return undefined;
    }
    throw new NotFoundError(
      `There is no source '${source}', or you may not see it`,
    );
  }
  return getVisible(snapshot, { kind, source, id }, sees);
}
