import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { vmInventoryProvidersExtensionPoint } from '@backlot/plugin-vm-inventory-node';
import { ulid } from 'ulid';
import { InventoryAccess } from './access';
import { systemClock as clock } from './clock';
import { CollectorsHost, ProviderList } from './collectors';
import { readVmInventoryConfig } from './config/readVmInventoryConfig';
import { connectDatabase } from './database/connectDatabase';
import { SourceLeases } from './leases';
import { Placer } from './placement';
import { registerActions } from './registryActions';
import { ReservationStore } from './reservations';
import { createRouter } from './routes/createRouter';
import { MemoryInventoryStore } from './store';

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
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
      },
      async init(deps) {
        const { staleAfterMs, placement: policy } = readVmInventoryConfig(
          deps.config,
        );
        const db = await connectDatabase(deps.database);
        const store = new MemoryInventoryStore({ firstVersion: clock.now() });
        const { logger } = deps;
        const leases = new SourceLeases({ db, replica: ulid(), clock, logger });
        const host = new CollectorsHost({
          providers: providers.all(),
          store,
          leases,
          clock,
          logger,
          staleAfterMs,
        });
        const reservations = new ReservationStore({ db, clock });
        const placer = new Placer({
          store,
          reservations,
          sources: host,
          clock,
          policy,
        });
        const access = InventoryAccess.create({ ...deps, store });

        const parts = {
          ...deps,
          store,
          host,
          reservations,
          placer,
          policy,
          access,
          clock,
        };
        deps.httpRouter.use(createRouter(parts));
        registerActions(parts);
        deps.httpRouter.addAuthPolicy({
          path: '/health',
          allow: 'unauthenticated',
        });
        deps.lifecycle.addStartupHook(() => host.start());
        deps.lifecycle.addShutdownHook(() => host.stop());
      },
    });
  },
});
