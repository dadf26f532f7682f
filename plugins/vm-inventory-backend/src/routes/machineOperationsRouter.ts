import {
  AuditorService,
  BackstageCredentials,
  HttpAuthService,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { audited, parseInput } from '@backlot/backend-common';
import {
  Machine,
  MachineOperation,
  MachineOperationKind,
  MachineOperationPage,
  machinePowerOperations,
  MachineOperationsOffer,
  MachinePowerRequest,
  MachineSnapshotList,
  MachineSnapshotRequest,
} from '@backlot/plugin-vm-inventory-common';
import { MachineOperations } from '@backlot/plugin-vm-inventory-node';
import express, { Request, Response, Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { InventoryAccess } from '../access';
import { CollectorsHost } from '../collectors';
import {
  MachineJudge,
  MachineOperationStore,
  MachineOperator,
  OperationOrder,
  OperationPart,
} from '../operations';
import { getVisible } from '../query/getVisible';
import { InventoryStore } from '../store';
import { askSource } from './askSource';
import { parametersOf } from './listQuery';
import { objectParameters } from './objectParameters';

const LOOK_MS = 60_000;

const operationId = z
  .string()
  .regex(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/, 'must be a ULID');

const powerSchema: z.ZodType<MachinePowerRequest> = z.strictObject({
  operation: z.enum(machinePowerOperations),
  force: z.boolean().optional(),
  id: operationId.optional(),
});

const snapshotSchema: z.ZodType<MachineSnapshotRequest> = z
  .strictObject({
    name: z.string().trim().min(1).max(80),
    description: z.string().max(1000).optional(),
    memory: z.boolean().optional(),
    quiesce: z.boolean().optional(),
    id: operationId.optional(),
  })
  .refine(({ memory, quiesce }) => !(memory && quiesce), {
    error: 'memory and quiesce exclude each other',
    path: ['quiesce'],
  });

const againSchema = z.strictObject({ id: operationId.optional() });
const snapshotParameters = objectParameters.extend({ snapshot: z.string() });
const operationParameters = objectParameters.extend({ operation: z.string() });
const pageSchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(20),
  cursor: operationId.optional(),
});

type Job = Pick<
  OperationOrder,
  'operation' | 'id' | 'force' | 'snapshot' | 'snapshotName'
> & {
  run(
    operations: MachineOperations,
    machine: Machine,
    options: { id: string; signal: AbortSignal },
  ): ReturnType<OperationOrder['run']>;
};

/**
 * Power and snapshots of machines, straight in their sources, and the history of it.
 *
 * @internal
 */
export function createMachineOperationsRouter(options: {
  store: InventoryStore;
  host: Pick<CollectorsHost, 'status'>;
  judge: MachineJudge;
  operator: MachineOperator;
  operations: MachineOperationStore;
  access: InventoryAccess;
  httpAuth: HttpAuthService;
  auditor: AuditorService;
  logger: LoggerService;
}): Router {
  const { store, host, judge, operator, access, httpAuth, auditor, logger } =
    options;
  const router = createPromiseRouter();
  const json = express.json();

  async function visibleMachine(
    req: Request,
    credentials: BackstageCredentials,
  ): Promise<Machine> {
    const { sees } = await access.visibility(credentials);
    const { source, id } = parseInput(objectParameters, req.params);
    return getVisible(store.snapshot(), { kind: 'machine', source, id }, sees);
  }

  /** Checks who asks, begins it, and answers with its entry in the history. */
  async function begin(
    req: Request,
    res: Response,
    part: OperationPart,
    read: () => Job,
  ): Promise<void> {
    const operation = await audited(
      auditor,
      { eventId: 'machine-operate', severityLevel: 'medium', request: req },
      async meta => {
        const credentials = await httpAuth.credentials(req, {
          allow: ['user', 'service'],
        });
        const permitted = await judge.permitted(credentials);
        const { source, id } = parseInput(objectParameters, req.params);
        const { run, ...job } = read();
        Object.assign(meta, { source, machine: id, operation: job.operation });
        const machine = await visibleMachine(req, credentials);
        const operations = await judge.require(
          part,
          machine,
          credentials,
          permitted,
        );
        const begun = await operator.begin({
          ...job,
          snapshotName:
            job.snapshotName ??
            (await nameOf(operations, machine, job.snapshot)),
          machine,
          actor: judge.actorOf(credentials),
          run: running => run(operations, machine, running),
        });
        meta.id = begun.id;
        return begun;
      },
    );
    res.status(202).json(operation);
  }

  router.post('/:source/:id/power', json, async (req, res) => {
    await begin(req, res, 'power', () => {
      const { operation, force, id } = parseInput(powerSchema, req.body);
      return {
        operation,
        force,
        id,
        run: (operations, machine, { signal }) =>
          operations.changePower(machine, operation, { force, signal }),
      };
    });
  });

  router.post('/:source/:id/snapshots', json, async (req, res) => {
    await begin(req, res, 'snapshots', () => {
      const { id, ...snapshot } = parseInput(snapshotSchema, req.body);
      return {
        operation: 'take-snapshot',
        id,
        snapshotName: snapshot.name,
        run: (operations, machine, running) =>
          operations.takeSnapshot(
            machine,
            { ...snapshot, operation: running.id },
            running,
          ),
      };
    });
  });

  function ofSnapshot(
    req: Request,
    operation: MachineOperationKind,
    run: (
      operations: MachineOperations,
      machine: Machine,
      snapshot: string,
      running: { signal: AbortSignal },
    ) => Promise<void>,
  ) {
    return (): Job => {
      const { snapshot } = parseInput(snapshotParameters, req.params);
      const { id } = parseInput(againSchema, req.body ?? {});
      return {
        operation,
        id,
        snapshot,
        run: (operations, machine, running) =>
          run(operations, machine, snapshot, running),
      };
    };
  }

  router.post(
    '/:source/:id/snapshots/:snapshot/revert',
    json,
    async (req, res) => {
      await begin(
        req,
        res,
        'snapshots',
        ofSnapshot(
          req,
          'revert-snapshot',
          (operations, machine, snapshot, running) =>
            operations.revertToSnapshot(machine, snapshot, running),
        ),
      );
    },
  );

  router.delete('/:source/:id/snapshots/:snapshot', json, async (req, res) => {
    await begin(
      req,
      res,
      'snapshots',
      ofSnapshot(
        req,
        'delete-snapshot',
        (operations, machine, snapshot, running) =>
          operations.deleteSnapshot(machine, snapshot, running),
      ),
    );
  });

  router.get('/:source/:id/snapshots', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const visibility = await access.visibility(credentials);
    const machine = await visibleMachine(req, credentials);
    const { source } = machine;
    const snapshots = await askSource(
      async () =>
        judge
          .operationsOf(source)
          .listSnapshots(machine, { signal: AbortSignal.timeout(LOOK_MS) }),
      { source: host.status(source), visibility, logger },
    );
    const takers = await options.operations.beganBy(
      snapshots.flatMap(({ operation }) => operation ?? []),
    );
    const answer: MachineSnapshotList = {
      items: snapshots.map(snapshot => ({
        ...snapshot,
        takenBy: takers.get(snapshot.operation ?? ''),
      })),
    };
    res.setHeader('Cache-Control', 'private, no-store').json(answer);
  });

  router.get('/:source/:id/offered-operations', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const machine = await visibleMachine(req, credentials);
    const [verdicts, running] = await Promise.all([
      judge.offer(machine, credentials),
      options.operations.running(machine),
    ]);
    const answer: MachineOperationsOffer = { ...verdicts, running };
    res.setHeader('Cache-Control', 'private, no-store').json(answer);
  });

  router.get('/:source/:id/operations', async (req, res) => {
    const machine = await visibleMachine(req, await httpAuth.credentials(req));
    const { limit, cursor } = parseInput(
      pageSchema,
      Object.fromEntries(parametersOf(req)),
    );
    const answer: MachineOperationPage = await options.operations.list(
      machine,
      { limit, before: cursor },
    );
    res.json(answer);
  });

  router.get('/:source/:id/operations/:operation', async (req, res) => {
    const machine = await visibleMachine(req, await httpAuth.credentials(req));
    const { operation } = parseInput(operationParameters, req.params);
    const found = await options.operations.get(operation);
    if (
      !found ||
      found.source !== machine.source ||
      found.machine !== machine.id
    ) {
      throw new NotFoundError(
        `Machine '${machine.name}' has no operation '${operation}'`,
      );
    }
    const answer: MachineOperation = found;
    res.setHeader('Cache-Control', 'private, no-store').json(answer);
  });

  return router;
}

/** The name of a snapshot, for the history: it outlives the snapshot. */
async function nameOf(
  operations: MachineOperations,
  machine: Machine,
  snapshot: string | undefined,
): Promise<string | undefined> {
  if (snapshot === undefined) {
    return undefined;
  }
  const snapshots = await operations.listSnapshots(machine, {
    signal: AbortSignal.timeout(LOOK_MS),
  });
  return snapshots.find(({ id }) => id === snapshot)?.name;
}
