import { AuditorService, HttpAuthService } from '@backstage/backend-plugin-api';
import {
  CatalogReport,
  CATALOG_REPORT_MOST_LEFT_OUT,
  CatalogStatus,
  vmInventoryCatalogReportPermission,
  vmInventorySourceReadPermission,
} from '@backlot/plugin-vm-inventory-common';
import express, { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { InventoryAccess } from '../access';
import { CatalogReportStore } from '../catalog/CatalogReportStore';
import { audited, parseInput } from '@backlot/backend-common';

const text = z.string().max(10_000);

const reportSchema: z.ZodType<CatalogReport> = z.strictObject({
  machines: z.number().int().min(0),
  leftOut: z.number().int().min(0),
  items: z
    .array(z.strictObject({ source: text, id: text, name: text, reason: text }))
    .max(CATALOG_REPORT_MOST_LEFT_OUT),
});

/**
 * Which machines are in the catalog: reported by the catalog's module, shown to who may read
 * sources. Who may not test sources gets the numbers only: the machines may be hidden from them.
 *
 * @internal
 */
export function createCatalogRouter(options: {
  catalogReports: CatalogReportStore;
  access: InventoryAccess;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
}): Router {
  const { catalogReports, access, httpAuth, auditor } = options;
  const router = createPromiseRouter();
  router.use(express.json({ limit: '2mb' }));

  router.get('/', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    await access.require(vmInventorySourceReadPermission, credentials);
    const { report } = await catalogReports.status();
    const status: CatalogStatus = report
      ? {
          report: (await access.seesCauses(credentials))
            ? report
            : { ...report, items: [] },
        }
      : {};
    res.json(status);
  });

  router.put('/', async (req, res) => {
    await audited(
      auditor,
      { eventId: 'catalog-report', severityLevel: 'medium', request: req },
      async meta => {
        await access.require(
          vmInventoryCatalogReportPermission,
          await httpAuth.credentials(req, { allow: ['service'] }),
        );
        const report = parseInput(reportSchema, req.body);
        Object.assign(meta, {
          machines: report.machines,
          leftOut: report.leftOut,
        });
        await catalogReports.keep(report);
      },
    );
    res.status(204).end();
  });

  return router;
}
