import {
  machineSpecSchema,
  planSchema,
  vmRequestStepPermission,
} from '@backlot/plugin-vm-requests-common';
import express, { Request, Response, Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { claim } from '../ledger/claim';
import { complete } from '../ledger/complete';
import { failTask } from '../ledger/failTask';
import { LedgerContext } from '../ledger/LedgerContext';
import { checkRequest, openRequest } from '../ledger/openRequest';
import { propose } from '../ledger/propose';
import { submit } from '../ledger/submit';
import { openDecommission } from '../operations/decommission/openDecommission';
import { audited } from '@backlot/backend-common';
import { parseInput } from './parseInput';
import { RouterOptions } from './RouterOptions';
import { entityRef } from './schemas';
import {
  addressSchema,
  attemptSchema,
  fileSchema,
  placementSchema,
} from './stepSchemas';

/** A step: what comes in, and what is done with it. */
interface Step<T> {
  name: string;
  schema: z.ZodType<T>;
  /** Ids for the audit log, and nothing that people typed. */
  meta(input: T): Record<string, string | undefined>;
  run(ledger: LedgerContext, input: T): Promise<unknown>;
}

function step<T>(definition: Step<T>): Step<T> {
  return definition;
}

const task = z.string().min(1).max(255);
const requestedBy = entityRef('user:default/anna.weber');
const spec = machineSpecSchema.extend({
  owner: entityRef('group:default/team-payments'),
});
const byAttempt = ({ request, attempt }: z.infer<typeof attemptSchema>) => ({
  request,
  attempt,
});

const open = step({
  name: 'open',
  schema: z.strictObject({ spec, requestedBy, task }),
  meta: input => ({ task: input.task, requestedBy: input.requestedBy }),
  run: openRequest,
});

const decommission = step({
  name: 'decommission',
  schema: z.strictObject({
    machine: z.string().min(1).max(26),
    name: z.string().max(63),
    reason: z.string().trim().min(1).max(500),
    requestedBy,
    task,
  }),
  meta: input => ({
    machine: input.machine,
    task: input.task,
    requestedBy: input.requestedBy,
  }),
  run: openDecommission,
});

const check = step({
  name: 'check',
  schema: z.strictObject({ spec, requestedBy }),
  meta: input => ({ requestedBy: input.requestedBy }),
  run: checkRequest,
});

const proposeStep = step({
  name: 'propose',
  schema: attemptSchema.extend({
    files: z.array(fileSchema).optional(),
    placement: placementSchema.optional(),
    address: addressSchema.optional(),
  }),
  meta: byAttempt,
  run: propose,
});

const submitStep = step({
  name: 'submit',
  schema: attemptSchema.extend({ plan: planSchema }),
  meta: byAttempt,
  run: submit,
});

const claimStep = step({
  name: 'claim',
  schema: z.strictObject({ request: z.string().min(1), task }),
  meta: input => ({ request: input.request, task: input.task }),
  run: claim,
});

const completeStep = step({
  name: 'complete',
  schema: attemptSchema.extend({
    machine: z
      .object({ id: z.string().min(1), instanceUuid: z.string().optional() })
      .optional(),
    log: z.string(),
  }),
  meta: byAttempt,
  run: complete,
});

const failStep = step({
  name: 'fail',
  schema: z.strictObject({
    task,
    request: z.string().optional(),
    message: z.string().optional(),
  }),
  meta: input => ({ task: input.task }),
  run: failTask,
});

/** The steps of templates: services only. */
export function createStepsRouter(options: RouterOptions): Router {
  const { ledger, access, httpAuth, auditor } = options;
  const router = createPromiseRouter();
  router.use(express.json({ limit: '10mb' }));

  function serve<T>({ name, schema, meta, run }: Step<T>): void {
    router.post(`/${name}`, async (req: Request, res: Response) => {
      const output = await audited(
        auditor,
        {
          eventId: 'request-step',
          severityLevel: 'medium',
          request: req,
          meta: { step: name },
        },
        async ids => {
          await access.require(
            vmRequestStepPermission,
            await httpAuth.credentials(req, { allow: ['service'] }),
          );
          const input = parseInput(schema, req.body);
          Object.assign(ids, meta(input));
          return run(ledger, input);
        },
      );
      res.json(output);
    });
  }

  serve(open);
  serve(decommission);
  serve(check);
  serve(proposeStep);
  serve(submitStep);
  serve(claimStep);
  serve(completeStep);
  serve(failStep);
  return router;
}
