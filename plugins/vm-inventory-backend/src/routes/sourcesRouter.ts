import { AuditorService, HttpAuthService } from '@backstage/backend-plugin-api';
import {
  SourceList,
  SourceTest,
  vmInventorySourceReadPermission,
  vmInventorySourceRefreshPermission,
  vmInventorySourceTestPermission,
} from '@backlot/plugin-vm-inventory-common';
import express, { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { InventoryAccess } from '../access';
import { withoutCause } from '../access/causes';
import { CollectorsHost } from '../collectors';
import { audited, parseInput } from '@backlot/backend-common';

const TEST_TIMEOUT_MS = 60_000;

const sourceParameters = z.object({ source: z.string() });
const refreshSchema = z.strictObject({ acceptLoss: z.boolean().optional() });

/**
 * The sources: how they are, a fresh load, a connection test.
 *
 * @internal
 */
export function createSourcesRouter(options: {
  host: CollectorsHost;
  access: InventoryAccess;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
}): Router {
  const { host, access, httpAuth, auditor } = options;
  const router = createPromiseRouter();
  router.use(express.json());

  router.get('/', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    await access.require(vmInventorySourceReadPermission, credentials);
    const statuses = host.statuses();
    const list: SourceList = {
      items: (await access.seesCauses(credentials))
        ? statuses
        : statuses.map(withoutCause),
    };
    res.json(list);
  });

  router.post('/:source/refresh', async (req, res) => {
    const status = await audited(
      auditor,
      {
        eventId: 'source-refresh',
        severityLevel: 'medium',
        request: req,
      },
      async meta => {
        const credentials = await httpAuth.credentials(req);
        await access.require(vmInventorySourceRefreshPermission, credentials);
        const { source } = parseInput(sourceParameters, req.params);
        const request = parseInput(refreshSchema, req.body ?? {});
        Object.assign(meta, { source, ...request });
        await host.refresh(source, request);
        const now = host.status(source);
        return (await access.seesCauses(credentials)) ? now : withoutCause(now);
      },
    );
    res.status(202).json(status);
  });

  router.get('/:source/test', async (req, res) => {
    const left = new AbortController();
    res.once('close', () => left.abort());
    const test: SourceTest = await audited(
      auditor,
      {
        eventId: 'source-test',
        severityLevel: 'medium',
        request: req,
      },
      async meta => {
        await access.require(
          vmInventorySourceTestPermission,
          await httpAuth.credentials(req),
        );
        const { source } = parseInput(sourceParameters, req.params);
        meta.source = source;
        const answer = await host.test(source, {
          signal: AbortSignal.any([
            left.signal,
            AbortSignal.timeout(TEST_TIMEOUT_MS),
          ]),
        });
        meta.ok = answer.ok;
        return answer;
      },
    );
    res.json(test);
  });

  return router;
}
