import {
  AuditorService,
  AuthService,
  HttpAuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import {
  inventoryKinds,
  inventoryPaths,
  PlacementPolicy,
} from '@backlot/plugin-vm-inventory-common';
import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { InventoryAccess } from '../access';
import { CapacityForecasts } from '../capacity/CapacityForecasts';
import { CapacityHistoryStore } from '../capacity/CapacityHistoryStore';
import { CatalogReportStore } from '../catalog/CatalogReportStore';
import { Clock } from '../clock';
import { CollectorsHost } from '../collectors';
import { MacAddressesCache } from '../details/MacAddressesCache';
import { MachineDetailsCache } from '../details/MachineDetailsCache';
import { InventoryMetrics } from '../metrics/InventoryMetrics';
import { measureRequests } from '../metrics/measureRequests';
import { createOpenApiDocument } from '../openapi/createOpenApiDocument';
import {
  MachineJudge,
  MachineOperationStore,
  MachineOperator,
} from '../operations';
import { Placer } from '../placement';
import { ReservationStore } from '../reservations';
import { InventoryStore } from '../store';
import { createCapacityHistoryRouter } from './capacityHistoryRouter';
import { createCapacityRouter } from './capacityRouter';
import { createCatalogRouter } from './catalogRouter';
import { createChangesRouter } from './changesRouter';
import { createExportRouter } from './exportRouter';
import { createGrowthRouter } from './growthRouter';
import { createHealthRouter } from './healthRouter';
import { createMacAddressesRouter } from './macAddressesRouter';
import { createMachineDetailsRouter } from './machineDetailsRouter';
import { createMachineOperationsRouter } from './machineOperationsRouter';
import { createObjectsRouter } from './objectsRouter';
import { createOpenApiRouter } from './openApiRouter';
import { createPlacementsRouter } from './placementsRouter';
import { createReservationsRouter } from './reservationsRouter';
import { createSourcesRouter } from './sourcesRouter';
import { createStoreRouter } from './storeRouter';
import { createTreeRouter } from './treeRouter';

/**
 * The REST API.
 *
 * @internal
 */
export function createRouter(options: {
  store: InventoryStore;
  host: CollectorsHost;
  details: MachineDetailsCache;
  macAddresses: MacAddressesCache;
  reservations: ReservationStore;
  placer: Placer;
  policy: PlacementPolicy;
  history: CapacityHistoryStore;
  forecasts: CapacityForecasts;
  catalogReports: CatalogReportStore;
  judge: MachineJudge;
  operator: MachineOperator;
  operations: MachineOperationStore;
  clock: Clock;
  metrics: InventoryMetrics;
  access: InventoryAccess;
  auth: AuthService;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
  logger: LoggerService;
  closing: AbortSignal;
}): Router {
  const router = createPromiseRouter();
  const document = createOpenApiDocument();
  router.use(measureRequests(options.metrics, Object.keys(document.paths)));
  router.use('/health', createHealthRouter(options));
  router.use('/v1/openapi.json', createOpenApiRouter(document, options));
  router.use('/v1/sources', createSourcesRouter(options));
  router.use('/v1/store', createStoreRouter(options));
  router.use('/v1/catalog', createCatalogRouter(options));
  router.use('/v1/capacity', createCapacityRouter(options));
  router.use('/v1/capacity/history', createCapacityHistoryRouter(options));
  router.use('/v1/placements', createPlacementsRouter(options));
  router.use('/v1/reservations', createReservationsRouter(options));
  router.use('/v1/tree', createTreeRouter(options));
  router.use('/v1/changes', createChangesRouter(options));
  router.use(
    `/v1/${inventoryPaths.machine}`,
    createMachineDetailsRouter(options),
  );
  router.use(`/v1/${inventoryPaths.machine}`, createGrowthRouter(options));
  router.use(
    `/v1/${inventoryPaths.machine}`,
    createMachineOperationsRouter(options),
  );
  router.use(
    `/v1/${inventoryPaths.network}`,
    createMacAddressesRouter(options),
  );
  for (const kind of inventoryKinds) {
    router.use(
      `/v1/${inventoryPaths[kind]}/export`,
      createExportRouter(kind, options),
    );
    router.use(
      `/v1/${inventoryPaths[kind]}`,
      createObjectsRouter(kind, options),
    );
  }
  return router;
}
