import { parseInput } from '@backlot/backend-common';
import { HttpAuthService } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import {
  InventoryChanges,
  inventoryKinds,
} from '@backlot/plugin-vm-inventory-common';
import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { InventoryAccess } from '../access';
import { CollectorsHost } from '../collectors';
import {
  decodeChangesCursor,
  encodeChangesCursor,
} from '../query/ChangesCursor';
import { readChanges } from '../query/readChanges';
import { InventoryStore } from '../store';
import { freshnessOf } from './freshness';
import { parametersOf } from './listQuery';

const querySchema = z.strictObject({
  cursor: z.string().optional(),
  kind: z.array(z.enum(inventoryKinds)).optional(),
  limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
  wait: z.coerce.number().int().min(0).max(20).default(0),
});

/**
 * What has changed since the caller last asked.
 *
 * @internal
 */
export function createChangesRouter(options: {
  store: InventoryStore;
  host: CollectorsHost;
  access: InventoryAccess;
  httpAuth: HttpAuthService;
  /** Aborted when the backend shuts down: nobody waits any longer. */
  closing: AbortSignal;
}): Router {
  const { store, host, access, httpAuth, closing } = options;
  const router = createPromiseRouter();

  router.get('/', async (req, res) => {
    const visibility = await access.visibility(await httpAuth.credentials(req));
    const parameters = parametersOf(req);
    const kinds = parameters.getAll('kind');
    const query = parseInput(querySchema, {
      ...Object.fromEntries(parameters),
      kind: kinds.length > 0 ? kinds : undefined,
    });
    if (query.wait > 0 && closing.aborted) {
      throw new ServiceUnavailableError(
        'The backend is shutting down. Ask again in a moment.',
      );
    }
    let cursor =
      query.cursor === undefined
        ? undefined
        : decodeChangesCursor(query.cursor);
    const read = () =>
      readChanges(
        new Map(
          host.sources().map(source => [source, store.historyOf(source)]),
        ),
        cursor,
        {
          kinds: query.kind && new Set(query.kind),
          sees: visibility.sees,
          limit: query.limit,
        },
      );

    const left = new AbortController();
    res.once('close', () => left.abort());
    const leave = () => left.abort();
    closing.addEventListener('abort', leave);
    const enough = AbortSignal.any([
      left.signal,
      AbortSignal.timeout(query.wait * 1000),
    ]);
    let changes = read();
    try {
      while (
        changes.items.length === 0 &&
        !changes.reset &&
        query.wait > 0 &&
        !enough.aborted
      ) {
        cursor = changes.cursor;
        if (!changes.more) {
          await changed(store, enough);
        }
        changes = read();
      }
    } finally {
      closing.removeEventListener('abort', leave);
    }
    const answer: InventoryChanges = {
      ...changes,
      cursor: encodeChangesCursor(changes.cursor),
      freshness: freshnessOf(store, host.statuses(), visibility),
    };
    res.setHeader('Cache-Control', 'no-store');
    res.json(answer);
  });

  return router;
}

/** Resolves at the next change, or when waited for long enough. */
async function changed(
  store: InventoryStore,
  enough: AbortSignal,
): Promise<void> {
  const ended = new AbortController();
  await new Promise<void>(resolve => {
    const stop = store.onChange(resolve);
    ended.signal.addEventListener('abort', stop);
    enough.addEventListener('abort', () => resolve(), {
      signal: ended.signal,
    });
    if (enough.aborted) {
      resolve();
    }
  });
  ended.abort();
}
