import {
  severalDecisionsSchema,
  vmRequestDecidePermission,
  vmRequestUpdatePermission,
} from '@backlot/plugin-vm-requests-common';
import express, { Request, Response, Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { decide, Decision } from '../ledger/decide';
import { decideSeveral } from '../ledger/decideSeveral';
import { steer, Steering } from '../ledger/steer';
import { answerRequest } from './answerRequest';
import { audited, parseInput } from '@backlot/backend-common';
import { personOf, requireOwnHand } from './personOf';
import { PageOptions } from './RouterOptions';
import { approval, idParameters, refusal, steering } from './schemas';

/** What people decide on requests: always themselves, never a service in their name. */
export function createDecisionsRouter(options: PageOptions): Router {
  const { ledger, access, httpAuth, auditor } = options;
  const router = createPromiseRouter();
  router.use(express.json());

  function serveDecision(
    what: Decision['what'],
    read: (body: unknown) => Decision,
  ): void {
    router.post(`/:id/${what}`, async (req: Request, res: Response) => {
      const { id } = parseInput(idParameters, req.params);
      const credentials = await audited(
        auditor,
        {
          eventId: 'request-decide',
          severityLevel: 'high',
          request: req,
          meta: { decision: what, request: id },
        },
        async () => {
          const caller = await httpAuth.credentials(req, { allow: ['user'] });
          requireOwnHand(caller);
          await access.find(id, vmRequestDecidePermission, caller);
          const person = await personOf(options, caller);
          await decide(ledger, id, person, read(req.body ?? {}));
          return caller;
        },
      );
      res.json(await answerRequest(options, credentials, id));
    });
  }

  function serveSteering(what: Steering): void {
    router.post(`/:id/${what}`, async (req: Request, res: Response) => {
      const { id } = parseInput(idParameters, req.params);
      const credentials = await audited(
        auditor,
        {
          eventId: 'request-steer',
          severityLevel: 'medium',
          request: req,
          meta: { action: what, request: id },
        },
        async () => {
          const caller = await httpAuth.credentials(req, { allow: ['user'] });
          requireOwnHand(caller);
          await access.find(id, vmRequestUpdatePermission, caller);
          const person = await personOf(options, caller);
          const input = parseInput(steering, req.body ?? {});
          await steer(ledger, id, person, { what, ...input });
          return caller;
        },
      );
      res.json(await answerRequest(options, credentials, id));
    });
  }

  serveDecision('approve', body => ({
    what: 'approve',
    ...parseInput(approval, body),
  }));
  serveDecision('reject', body => ({
    what: 'reject',
    ...parseInput(refusal, body),
  }));
  serveDecision('request-changes', body => ({
    what: 'request-changes',
    ...parseInput(refusal, body),
  }));
  serveSteering('cancel');
  serveSteering('start');
  serveSteering('retry');
  serveSteering('replan');
  serveSteering('roll-back');
  return router;
}

/** What people decide on several requests at once. */
export function createSeveralDecisionsRouter(options: PageOptions): Router {
  const { ledger, access, httpAuth, auditor } = options;
  const router = createPromiseRouter();
  router.use(express.json({ limit: '1mb' }));

  router.post('/', async (req: Request, res: Response) => {
    const decided = await audited(
      auditor,
      { eventId: 'requests-decide', severityLevel: 'high', request: req },
      async meta => {
        const caller = await httpAuth.credentials(req, { allow: ['user'] });
        requireOwnHand(caller);
        const input = parseInput(severalDecisionsSchema, req.body);
        const ids = input.requests.map(({ id }) => id);
        const mayDecide = await access.judge(
          ids,
          vmRequestDecidePermission,
          caller,
        );
        const person = await personOf(options, caller);
        const answer = await decideSeveral(ledger, input, person, mayDecide);
        const idsOf = (isDecided: boolean) =>
          answer.items
            .filter(({ decided: each }) => each === isDecided)
            .map(({ id }) => id);
        Object.assign(meta, {
          decision: input.decision,
          decided: idsOf(true),
          refused: idsOf(false),
        });
        return answer;
      },
    );
    res.json(decided);
  });

  return router;
}
