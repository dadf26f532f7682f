import { HttpAuthService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  InventoryItem,
  InventoryKind,
  InventoryPage,
} from '@backlot/plugin-vm-inventory-common';
import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { InventoryAccess } from '../access';
import { CollectorsHost } from '../collectors';
import { queryTable } from '../query/queryTable';
import { InventoryStore } from '../store';
import { freshnessOf } from './freshness';
import { readListQuery } from './listQuery';
import { notModified } from './notModified';

/**
 * The objects of one kind: a list, and each by itself.
 *
 * @internal
 */
export function createObjectsRouter<K extends InventoryKind>(
  kind: K,
  options: {
    store: InventoryStore;
    host: CollectorsHost;
    access: InventoryAccess;
    httpAuth: HttpAuthService;
  },
): Router {
  const { store, host, access, httpAuth } = options;
  const router = createPromiseRouter();

  router.get('/', async (req, res) => {
    const visibility = await access.visibility(await httpAuth.credentials(req));
    const query = readListQuery(req);
    const statuses = host.statuses();
    const table = store.snapshot().table(kind);
    if (
      notModified(req, res, { version: table.version, statuses, visibility })
    ) {
      return;
    }
    const page: InventoryPage<K> = {
      ...queryTable(kind, table, query, visibility.sees),
      freshness: freshnessOf(store, statuses, visibility),
    };
    res.json(page);
  });

  router.get('/:source/:id', async (req, res) => {
    const visibility = await access.visibility(await httpAuth.credentials(req));
    const { source, id } = req.params;
    const object = store.snapshot().get(kind, source, id);
    if (!object || (visibility.sees && !visibility.sees(object))) {
      throw new NotFoundError(
        `There is no ${kind} '${id}' in source '${source}', or you may not see it`,
      );
    }
    const statuses = [host.status(source)];
    const { version } = store.snapshot().table(kind);
    if (notModified(req, res, { version, statuses, visibility })) {
      return;
    }
    const item: InventoryItem<K> = {
      ...object,
      freshness: freshnessOf(store, statuses, visibility),
    };
    res.json(item);
  });

  return router;
}
