import { InputError, NotAllowedError, NotFoundError } from '@backstage/errors';
import {
  blueprintOf,
  environmentOf,
  LedgerMachine,
  LedgerMachineDetail,
  LedgerMachinePage,
  sizesOf,
  vmRequestReadPermission,
  vmRequestUpdatePermission,
} from '@backlot/plugin-vm-requests-common';
import { audited, parseInput } from '@backlot/backend-common';
import { BackstageCredentials } from '@backstage/backend-plugin-api';
import express, { Request, Response, Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import {
  ConfiguredVersions,
  StoredMachineDetail,
} from '../database/RequestStore';
import { toHookCalls } from '../machineHooks/toHookCalls';
import {
  isTheirs,
  offersOf,
  previewOperation,
} from '../operations/openOperation';
import { appliedHardwareOf } from '../operations/resize/hardwareVariables';
import { configuredVersions } from '../operations/upgrade/configuredVersions';
import { answerJson } from './answerJson';
import { personOf, requireOwnHand } from './personOf';
import { PageOptions } from './RouterOptions';
import {
  machineParameters,
  machinesQuery,
  operationInput,
  operationParameters,
  protection,
} from './schemas';

/** A machine with the versions that it can be upgraded to. */
function withNewVersions(
  all: readonly ConfiguredVersions[],
  machine: LedgerMachine,
): LedgerMachine {
  const { versions, blueprint } = machine;
  const configured = all.find(each => each.blueprint === blueprint);
  if (
    !configured ||
    !versions ||
    (versions.module === configured.module &&
      versions.provider === configured.provider)
  ) {
    return machine;
  }
  const { module, provider } = configured;
  return { ...machine, newVersions: { module, provider } };
}

/** How many of the requests on a machine its page shows. */
const mostRequests = 100;

/**
 * What the caller may see and ask of one machine; as a service it may ask for nothing. What does not
 * depend on the machine is looked up while it is found.
 */
async function answerMachine(
  { ledger, access, auth, viewers }: PageOptions,
  credentials: BackstageCredentials,
  id: string,
  finding: Promise<StoredMachineDetail>,
): Promise<LedgerMachineDetail> {
  const { effects, settings, operations, machineHooks } = ledger;
  const looking = Promise.all([
    auth.isPrincipal(credentials, 'user') ? viewers.of(credentials) : undefined,
    effects.listHookCalls(id),
  ]);
  // Whoever may not see it is told so, whatever else fails.
  await Promise.allSettled([finding, looking]);
  const machine = await finding;
  const { fqdn, listed, requests, files } = machine;
  const [person, calls] = await looking;
  if (!listed) {
    throw new NotFoundError(`The machine ${fqdn} is gone.`);
  }
  const environment = environmentOf(settings.policy, machine.environment);
  const openRequest = requests.find(({ isOpen }) => isOpen)?.id;
  const ownership = person?.ownership ?? [];
  const seesCause = calls.length > 0 && (await access.seesCause(credentials));
  return {
    ...withNewVersions(configuredVersions(settings), listed),
    isProtected: machine.isProtected,
    mayProtect: isTheirs(ledger, machine, ownership),
    hardware: appliedHardwareOf(files),
    sizes:
      environment === undefined
        ? {}
        : sizesOf(
            environment,
            blueprintOf(settings.blueprints, machine.blueprint),
          ),
    limits: environment && {
      cpus: environment.limits.cpus,
      memoryMib: environment.limits.memoryMib,
      diskGib: environment.limits.diskGib,
    },
    openRequest,
    requests: requests.map(({ isOpen, ...request }) => ({
      ...request,
      operation: operations.titleOf(request.kind),
    })),
    operations: offersOf(ledger, machine, { ownership, openRequest }),
    hooks: toHookCalls(calls, { fqdn, machineHooks, seesCause }),
  };
}

/** Machines that came from requests and live, by pages, and what can be asked of one. */
export function createMachinesRouter(options: PageOptions): Router {
  const { ledger, access, httpAuth, auditor, viewers } = options;
  const { store } = ledger;
  const router = createPromiseRouter();
  router.use(express.json());

  const find = (id: string) => store.findMachineDetail(id, mostRequests);
  const get = async (id: string) => {
    const machine = await find(id);
    if (!machine) {
      throw new NotFoundError(`The ledger has no machine ${id}.`);
    }
    return machine;
  };

  router.get('/', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const filter = await access.visible(credentials);
    const { cursor, providerId, instanceUuid, outdated, ...query } = parseInput(
      machinesQuery,
      req.query,
    );
    let machine: string | undefined;
    if (providerId !== undefined) {
      if (query.source === undefined) {
        throw new InputError(
          'An id within a source (providerId) needs the name of the source.',
        );
      }
      const holding = await store.findMachineHolding({
        source: query.source,
        id: providerId,
        instanceUuid,
      });
      if (!holding) {
        const none: LedgerMachinePage = { items: [] };
        res.json(none);
        return;
      }
      machine = holding.machine;
    }
    const configured = configuredVersions(ledger.settings);
    const { items, last } = await store.listMachines({
      ...query,
      machine,
      outdated: outdated && configured,
      after: cursor,
      filter,
    });
    const answer: LedgerMachinePage = {
      items: items.map(item => withNewVersions(configured, item)),
      nextCursor: last,
    };
    res.json(answer);
  });

  router.get('/:machine', async (req, res) => {
    const credentials = await httpAuth.credentials(req, {
      allow: ['user', 'service'],
    });
    const { machine: id } = parseInput(machineParameters, req.params);
    const finding = access.findMachine(
      id,
      vmRequestReadPermission,
      credentials,
      find,
    );
    answerJson(
      req,
      res,
      await answerMachine(options, credentials, id, finding),
    );
  });

  router.post(
    '/:machine/operations/:kind/preview',
    async (req: Request, res: Response) => {
      const credentials = await httpAuth.credentials(req, { allow: ['user'] });
      const { machine: id, kind } = parseInput(operationParameters, req.params);
      const machine = await access.findMachine(
        id,
        vmRequestReadPermission,
        credentials,
      );
      const { input } = parseInput(operationInput, req.body ?? {});
      const { ownership } = await viewers.of(credentials);
      res.json(
        await previewOperation(ledger, machine, { kind, input, ownership }),
      );
    },
  );

  router.post('/:machine/protection', async (req: Request, res: Response) => {
    const { machine: id } = parseInput(machineParameters, req.params);
    const credentials = await audited(
      auditor,
      {
        eventId: 'machine-protect',
        severityLevel: 'medium',
        request: req,
        meta: { machine: id },
      },
      async meta => {
        const caller = await httpAuth.credentials(req, { allow: ['user'] });
        requireOwnHand(caller);
        const machine = await access.findMachine(
          id,
          vmRequestUpdatePermission,
          caller,
        );
        const input = parseInput(protection, req.body ?? {});
        const person = await personOf(options, caller);
        if (!isTheirs(ledger, machine, person.ownership)) {
          throw new NotAllowedError(
            `${person.ref} cannot protect ${machine.fqdn}: it belongs to ${machine.owner}.`,
          );
        }
        Object.assign(meta, { isProtected: String(input.isProtected) });
        await store.protect(machine, { ...input, by: person.ref });
        ledger.changed(machine.madeBy);
        return caller;
      },
    );
    res.json(await answerMachine(options, credentials, id, get(id)));
  });

  return router;
}
