import { parseInput } from '@backlot/backend-common';
import { HttpAuthService } from '@backstage/backend-plugin-api';
import {
  InventoryItem,
  InventoryKind,
} from '@backlot/plugin-vm-inventory-common';
import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { InventoryAccess } from '../access';
import { CollectorsHost } from '../collectors';
import { getVisible } from '../query/getVisible';
import { prepareQuery } from '../query/planQuery';
import { queryTable } from '../query/queryTable';
import { RecentLists } from '../query/RecentLists';
import { InventoryStore } from '../store';
import { freshnessOf } from './freshness';
import { readListQuery } from './listQuery';
import { notModified } from './notModified';
import { objectParameters } from './objectParameters';
import { withinOf } from './withinOf';

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
  const lists = new RecentLists();

  router.get('/', async (req, res) => {
    const visibility = await access.visibility(await httpAuth.credentials(req));
    const list = lists.get(`${visibility.digest} ${req.originalUrl}`, () =>
      readListQuery(req),
    );
    const { below, ...query } = list.query;
    const statuses = host.statuses();
    const snapshot = store.snapshot();
    const table = snapshot.table(kind);
    const within = withinOf(snapshot, kind, below, visibility.sees);
    const tag = within ? `${table.tag}\n${JSON.stringify(within)}` : table.tag;
    if (notModified(req, res, { tag, statuses, visibility })) {
      return;
    }
    const page = await list.page(tag, async () => {
      await prepareQuery(kind, table, query, { within });
      return queryTable(kind, table, query, visibility.sees, within);
    });
    const freshness = freshnessOf(store, statuses, visibility);
    res.setHeader('Content-Type', 'application/json; charset=utf-8');
    res.send(`${page.slice(0, -1)},"freshness":${JSON.stringify(freshness)}}`);
  });

  router.get('/:source/:id', async (req, res) => {
    const visibility = await access.visibility(await httpAuth.credentials(req));
    const { source, id } = parseInput(objectParameters, req.params);
    const object = getVisible(
      store.snapshot(),
      { kind, source, id },
      visibility.sees,
    );
    const statuses = [host.status(source)];
    const { tag } = store.snapshot().table(kind);
    if (notModified(req, res, { tag, statuses, visibility })) {
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
