import { vmRequestStepPermission } from '@backlot/plugin-vm-requests-common';
import {
  AttemptRef,
  LedgerStep,
  LedgerStepAnswer,
  LedgerStepInput,
} from '@backlot/plugin-vm-requests-node';
import express, { Request, Response, Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { openMachines } from '../batches/openMachines';
import { claim } from '../ledger/claim';
import { complete } from '../ledger/complete';
import { failTask } from '../ledger/failTask';
import { LedgerContext } from '../ledger/LedgerContext';
import { checkRequest, openRequest } from '../ledger/openRequest';
import { propose } from '../ledger/propose';
import { submit } from '../ledger/submit';
import { openAdoption } from '../operations/adopt/openAdoption';
import { openOperation } from '../operations/openOperation';
import { audited, parseInput } from '@backlot/backend-common';
import { RouterOptions } from './RouterOptions';
import { stepInputs } from './schemas';

/** A step: what is done with what comes in. */
interface Step<S extends LedgerStep> {
  /** Ids for the audit log, and nothing that people typed. */
  meta(input: LedgerStepInput<S>): Record<string, string | undefined>;
  run(
    ledger: LedgerContext,
    input: LedgerStepInput<S>,
  ): Promise<LedgerStepAnswer<S>>;
}

const byAttempt = ({ request, attempt }: AttemptRef) => ({ request, attempt });

const steps: { [S in LedgerStep]: Step<S> } = {
  open: {
    meta: ({ task, requestedBy, requestedFor }) => ({
      task,
      requestedBy,
      requestedFor,
    }),
    run: openRequest,
  },
  batch: {
    meta: ({ task, requestedBy, several }) => ({
      task,
      requestedBy,
      count: String(several.count),
    }),
    run: openMachines,
  },
  operate: {
    meta: ({ operation, machine, task, requestedBy }) => ({
      operation,
      machine,
      task,
      requestedBy,
    }),
    run: openOperation,
  },
  adopt: {
    meta: ({ source, machine, task, requestedBy }) => ({
      source,
      machine,
      task,
      requestedBy,
    }),
    run: openAdoption,
  },
  check: {
    meta: ({ requestedBy }) => ({ requestedBy }),
    run: checkRequest,
  },
  propose: { meta: byAttempt, run: propose },
  submit: { meta: byAttempt, run: submit },
  claim: {
    meta: ({ request, task }) => ({ request, task }),
    run: claim,
  },
  complete: { meta: byAttempt, run: complete },
  fail: { meta: ({ task }) => ({ task }), run: failTask },
};

/** The steps of templates: services only. */
export function createStepsRouter(options: RouterOptions): Router {
  const { ledger, access, httpAuth, auditor } = options;
  const router = createPromiseRouter();
  router.use(express.json({ limit: '10mb' }));

  function serve<S extends LedgerStep>(name: S): void {
    const { meta, run } = steps[name];
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
          const input = parseInput(stepInputs[name], req.body);
          Object.assign(ids, meta(input));
          return run(ledger, input);
        },
      );
      res.json(output);
    });
  }

  serve('open');
  serve('batch');
  serve('operate');
  serve('adopt');
  serve('check');
  serve('propose');
  serve('submit');
  serve('claim');
  serve('complete');
  serve('fail');
  return router;
}
