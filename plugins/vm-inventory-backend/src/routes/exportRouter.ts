import { AuditorService, HttpAuthService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import {
  InventoryKind,
  inventoryPaths,
} from '@backlot/plugin-vm-inventory-common';
import { Response, Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { InventoryAccess } from '../access';
import { Clock } from '../clock';
import { exportObjects } from '../export/exportObjects';
import { planQuery, prepareQuery } from '../query/planQuery';
import { InventoryStore } from '../store';
import { audited } from '@backlot/backend-common';
import { readExportQuery } from './listQuery';
import { withinOf } from './withinOf';

const contentTypes = {
  csv: 'text/csv; charset=utf-8; header=present',
  json: 'application/json; charset=utf-8',
};

/**
 * All objects of one kind that a filter lets through, as a file.
 *
 * @internal
 */
export function createExportRouter(
  kind: InventoryKind,
  options: {
    store: InventoryStore;
    access: InventoryAccess;
    httpAuth: HttpAuthService;
    auditor: AuditorService;
    clock: Clock;
  },
): Router {
  const { store, access, httpAuth, auditor, clock } = options;
  const router = createPromiseRouter();

  router.get('/', async (req, res) => {
    await audited(
      auditor,
      {
        eventId: 'inventory-export',
        severityLevel: 'medium',
        request: req,
        meta: { kind },
      },
      async meta => {
        const { sees } = await access.visibility(
          await httpAuth.credentials(req),
        );
        const { format, below, ...query } = readExportQuery(req);
        meta.format = format;
        const snapshot = store.snapshot();
        const table = snapshot.table(kind);
        const within = withinOf(snapshot, kind, below, sees);
        await prepareQuery(kind, table, query, { within });
        const plan = planQuery(kind, table, query, { visible: sees, within });
        const day = new Date(clock.now()).toISOString().slice(0, 10);
        res.setHeader('Cache-Control', 'private, no-store');
        res.attachment(`${inventoryPaths[kind]}-${day}.${format}`);
        // attachment() chooses a type by the ending.
        res.setHeader('Content-Type', contentTypes[format]);
        await sendAll(
          exportObjects({ format, kind, plan, snapshot, sees }),
          res,
        );
      },
    );
  });

  return router;
}

/** Writes as fast as it is read; ends in peace when who asked has gone before the end. */
async function sendAll(
  chunks: AsyncIterable<string>,
  res: Response,
): Promise<void> {
  try {
    await pipeline(Readable.from(chunks), res);
  } catch (error) {
    if (
      !isError(error) ||
      !('code' in error) ||
      error.code !== 'ERR_STREAM_PREMATURE_CLOSE'
    ) {
      throw error;
    }
  }
}
