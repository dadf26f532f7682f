import { tmpdir } from 'node:os';
import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { scaffolderServiceRef } from '@backstage/plugin-scaffolder-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { atlantisServersServiceRef } from '@backlot/atlantis-client';
import { gitForgesServiceRef } from '@backlot/git-forge';
import { netBoxServiceRef } from '@backlot/netbox-client';
import { vmInventoryServiceRef } from '@backlot/plugin-vm-inventory-node';
import {
  vmRequestMachineHooksExtensionPoint,
  vmRequestOperationsExtensionPoint,
} from '@backlot/plugin-vm-requests-node';
import { createIdFactory, systemClock as clock } from './clock';
import { migrate } from './database/migrate';
import { readRequestStamps } from './database/readRequestStamps';
import { stacksOfMachines } from './database/stacksOfMachines';
import { timeOf } from './database/timeOf';
import { createLedgerContext } from './ledger/createLedgerContext';
import { followLog } from './ledger/followLog';
import { NetworkWatch } from './ledger/NetworkWatch';
import { readLedgerSettings } from './ledger/readLedgerSettings';
import { MachineHooks } from './machineHooks/MachineHooks';
import { LogFollowers } from './logs/LogFollowers';
import { createPeerTests, listPeers } from './peers/createPeerTests';
import { Operations } from './operations/Operations';
import { createRequestPeers } from './peers/createRequestPeers';
import { RequestAccess } from './permissions/RequestAccess';
import { Previewer } from './preview/Previewer';
import { listDueJobs, RecoveryLoop } from './recovery/RecoveryLoop';
import { createRouter } from './routes/createRouter';
import { sweepEndedRequests } from './recovery/sweepEndedRequests';
import { RequestSignals } from './RequestSignals';
import { EventStreams } from './streams/EventStreams';
import { RequestWatch } from './streams/RequestWatch';

/** The longest pause between two looks of recovery, in milliseconds. */
const recoverEvery = 2_000;

/** On one replica at a time. */
const sweepSchedule = {
  id: 'sweep-ended-requests',
  frequency: { hours: 1 },
  initialDelay: { minutes: 1 },
  timeout: { minutes: 30 },
} as const;

/**
 * The ledger: requests for virtual machines from the form to the running machine.
 *
 * @public
 */
export const vmRequestsPlugin = createBackendPlugin({
  pluginId: 'vm-requests',
  register(env) {
    const operations = new Operations();
    env.registerExtensionPoint(vmRequestOperationsExtensionPoint, operations);
    const machineHooks = new MachineHooks();
    env.registerExtensionPoint(
      vmRequestMachineHooksExtensionPoint,
      machineHooks,
    );
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        forges: gitForgesServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        inventory: vmInventoryServiceRef,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        netBox: netBoxServiceRef,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        rootLifecycle: coreServices.rootLifecycle,
        scheduler: coreServices.scheduler,
        scaffolder: scaffolderServiceRef,
        servers: atlantisServersServiceRef,
        signals: signalsServiceRef,
        urlReader: coreServices.urlReader,
        userInfo: coreServices.userInfo,
      },
      async init(deps) {
        const { logger, lifecycle, rootLifecycle } = deps;
        const settings = readLedgerSettings(deps.config);
        const client = await deps.database.getClient();
        await migrate(deps.database, client);
        const signals = new RequestSignals(deps);
        const streams = new EventStreams(settings.streams);
        const watch = new RequestWatch({
          readStamps: ids => readRequestStamps(client, ids),
          logger,
        });
        const recovery = new RecoveryLoop({ everyMs: recoverEvery, logger });
        const shutdown = new AbortController();
        const ledger = createLedgerContext({
          operations,
          machineHooks,
          client,
          clock,
          newId: createIdFactory(clock),
          logger,
          settings,
          peersOf: signal =>
            createRequestPeers({
              ...deps,
              settings,
              databaseTime: () => timeOf(client),
              signal,
            }),
          changed: request => {
            signals.changed();
            watch.changed(request);
            recovery.wake();
          },
          signal: shutdown.signal,
        });
        const followers = new LogFollowers({
          follow: (id, stage, options) => followLog(ledger, id, stage, options),
          directory:
            deps.config.getOptionalString('backend.workingDirectory') ??
            tmpdir(),
        });
        const networks = new NetworkWatch({
          policy: settings.policy,
          addresses: ledger.peers.addresses,
          logger,
        });
        deps.httpRouter.use(
          createRouter({
            ...deps,
            ledger,
            followers,
            streams,
            watch,
            access: RequestAccess.create({ ...deps, store: ledger.store }),
            peerTests: createPeerTests(deps),
            peers: listPeers(deps, settings),
            previewer: new Previewer(deps),
          }),
        );
        await deps.scheduler.scheduleTask({
          ...sweepSchedule,
          fn: signal =>
            sweepEndedRequests({ client, clock, settings, logger, signal }),
        });
        lifecycle.addStartupHook(async () => {
          recovery.start(() => listDueJobs(ledger));
          networks.start();
          for (const { stack, machines } of await stacksOfMachines(client)) {
            if (!Object.hasOwn(settings.stacks, stack)) {
              logger.warn(
                `${machines} machines live in the stack ${stack}, which the configuration has no more: nothing can be planned for them. Put vmRequests.stacks.${stack} back`,
              );
            }
          }
        });
        // Before the server stops: it waits for streams that are open.
        rootLifecycle.addBeforeShutdownHook(() => streams.close());
        lifecycle.addShutdownHook(async () => {
          networks.stop();
          shutdown.abort(
            new ServiceUnavailableError('The backend shuts down.'),
          );
          await recovery.stop();
        });
      },
    });
  },
});
