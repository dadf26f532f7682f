import { setMaxListeners } from 'node:events';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  actionsRegistryServiceRef,
  metricsServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import {
  vmInventoryCapacityPastExtensionPoint,
  vmInventoryMachineRulesExtensionPoint,
  vmInventoryProvidersExtensionPoint,
} from '@backlot/plugin-vm-inventory-node';
import { Leases } from '@backlot/backend-common';
import { ulid } from 'ulid';
import { InventoryAccess } from './access';
import { CapacityForecasts } from './capacity/CapacityForecasts';
import { CapacityHistoryStore } from './capacity/CapacityHistoryStore';
import { CapacityPastHolder } from './capacity/CapacityPastHolder';
import { CapacitySampler } from './capacity/CapacitySampler';
import { CatalogReportStore } from './catalog/CatalogReportStore';
import { systemClock as clock } from './clock';
import { CollectorsHost, ProviderList } from './collectors';
import { readRedisConfig } from './config/readRedisConfig';
import { readVmInventoryConfig } from './config/readVmInventoryConfig';
import { connectDatabase } from './database/connectDatabase';
import { MacAddressesCache } from './details/MacAddressesCache';
import { MachineDetailsCache } from './details/MachineDetailsCache';
import { SourceLeases } from './leases';
import { InventoryMetrics } from './metrics/InventoryMetrics';
import {
  MachineJudge,
  MachineOperationStore,
  MachineOperator,
  MachineRulesList,
} from './operations';
import { Placer } from './placement';
import { registerActions } from './registryActions';
import { ReservationStore } from './reservations';
import { createRouter } from './routes/createRouter';
import { createInventoryStore } from './store';

/**
 * The inventory of virtual machines and of what they run on, collected by the providers of its
 * modules.
 *
 * @public
 */
export const vmInventoryPlugin = createBackendPlugin({
  pluginId: 'vm-inventory',
  register(env) {
    const providers = new ProviderList();
    env.registerExtensionPoint(vmInventoryProvidersExtensionPoint, providers);
    const rules = new MachineRulesList();
    env.registerExtensionPoint(vmInventoryMachineRulesExtensionPoint, rules);
    const past = new CapacityPastHolder();
    env.registerExtensionPoint(vmInventoryCapacityPastExtensionPoint, past);

    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        rootLifecycle: coreServices.rootLifecycle,
        scheduler: coreServices.scheduler,
        userInfo: coreServices.userInfo,
      },
      async init(deps) {
        const {
          staleAfterMs,
          placement: policy,
          capacityHistory,
          operations: operationsConfig,
        } = readVmInventoryConfig(deps.config);
        const db = await connectDatabase(deps.database);
        const { logger } = deps;
        const metrics = new InventoryMetrics(deps.metrics, clock);
        const store = createInventoryStore({
          redis: readRedisConfig(deps.config),
          sources: providers.all(),
          now: clock.now(),
          logger,
          observer: metrics,
        });
        const leases = new SourceLeases({ db, replica: ulid(), clock, logger });
        const host = new CollectorsHost({
          providers: providers.all(),
          store,
          leases,
          clock,
          logger,
          staleAfterMs,
          observer: metrics,
        });
        InventoryMetrics.observe(deps.metrics, { host, store });
        const reservations = new ReservationStore({ db, clock });
        const placer = new Placer({
          store,
          reservations,
          sources: host,
          clock,
          policy,
        });
        const access = InventoryAccess.create({ ...deps, store, clock });
        const history = new CapacityHistoryStore({ db });
        const forecasts = new CapacityForecasts({ history, clock });
        const sampler = new CapacitySampler({
          store,
          reservations,
          policy,
          sources: host,
          history,
          clock,
          logger,
          retentionDays: capacityHistory.retentionDays,
          past: past.get(),
        });

        const operationLeases = new Leases({ db, logger });
        const operations = new MachineOperationStore({
          db,
          clock,
          leases: operationLeases,
        });
        const operator = new MachineOperator({
          ...deps,
          store: operations,
          leases: operationLeases,
          clock,
        });
        const judge = new MachineJudge({
          ...deps,
          access,
          rules,
          operators: operationsConfig.operators,
          providers: providers.all(),
        });

        // Before the server stops: it waits for calls that wait for changes.
        const closing = new AbortController();
        // Each call that waits listens.
        setMaxListeners(0, closing.signal);
        deps.rootLifecycle.addBeforeShutdownHook(() => closing.abort());

        const parts = {
          ...deps,
          closing: closing.signal,
          store,
          host,
          details: new MachineDetailsCache({
            providers: providers.all(),
            clock,
          }),
          macAddresses: new MacAddressesCache({
            providers: providers.all(),
            clock,
          }),
          reservations,
          placer,
          policy,
          access,
          history,
          forecasts,
          judge,
          operator,
          operations,
          catalogReports: new CatalogReportStore({ db, clock }),
          clock,
          metrics,
        };
        deps.httpRouter.use(createRouter(parts));
        registerActions(parts);
        deps.httpRouter.addAuthPolicy({
          path: '/health',
          allow: 'unauthenticated',
        });
        await deps.scheduler.scheduleTask({
          id: 'capacity-history',
          scope: 'global',
          frequency: { milliseconds: capacityHistory.frequencyMs },
          // By then most sources have been loaded for the first time.
          initialDelay: { seconds: 20 },
          timeout: { minutes: 5 },
          fn: async () => {
            await sampler.sample();
            forecasts.forget();
          },
        });
        await deps.scheduler.scheduleTask({
          id: 'machine-operations-retention',
          scope: 'global',
          frequency: { hours: 12 },
          initialDelay: { minutes: 5 },
          timeout: { minutes: 5 },
          fn: () => operations.forget(operationsConfig.retentionMs),
        });
        // Before the first call is answered: what is known elsewhere is served at once.
        await store.start();
        deps.lifecycle.addStartupHook(() => host.start());
        deps.lifecycle.addShutdownHook(async () => {
          await operator.close();
          await host.stop();
          await store.stop();
        });
      },
    });
  },
});
