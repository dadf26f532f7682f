import { parseInput } from '@backlot/backend-common';
import {
  RequestEvent,
  VmRequestPage,
  vmRequestReadPermission,
  VmRequestSummary,
} from '@backlot/plugin-vm-requests-common';
import { Router } from 'express';
import createPromiseRouter from 'express-promise-router';
import { z } from 'zod';
import { Person } from '../ledger/decide';
import { ListedRequest, RequestListQuery } from '../database/RequestStore';
import { formAgain } from '../ledger/formAgain';
import { LedgerContext } from '../ledger/LedgerContext';
import { answerJson } from './answerJson';
import { answerRequest } from './answerRequest';
import { personOf } from './personOf';
import { PageOptions } from './RouterOptions';
import { idParameters, listQuery } from './schemas';
import { waitOf } from './waitOf';

type ListInput = z.infer<typeof listQuery>;

/** What a list shows of what is a person's own. */
function mineOf(
  mine: ListInput['mine'],
  person: Person,
): Partial<RequestListQuery> {
  switch (mine) {
    case 'requested':
      return { requestedBy: [person.ref] };
    case 'owned':
      return { owner: person.ownership };
    case 'for-me':
      return { requestedFor: [person.ref, ...person.ownership] };
    case 'decide':
      return {
        decider: person.ownership,
        notRequestedBy: person.ref,
        notRequestedFor: [person.ref, ...person.ownership],
      };
    default:
      return {};
  }
}

function toSummary(
  { operations }: LedgerContext,
  listed: ListedRequest,
): VmRequestSummary {
  const { phase, approvers, obstruction, mayExist, ...summary } = listed;
  return {
    ...summary,
    operation: operations.titleOf(listed.kind),
    wait: waitOf(listed, operations.halfAppliedOf(listed.kind)),
  };
}

/** An entry of the history without a peer's own words. */
function withoutCause(event: RequestEvent): RequestEvent {
  const { cause, ...detail } = event.detail ?? {};
  return cause === undefined ? event : { ...event, detail };
}

/** Requests as people read them. */
export function createRequestsRouter(options: PageOptions): Router {
  const { ledger, access, auth, httpAuth } = options;
  const router = createPromiseRouter();

  router.get('/', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const filter = await access.visible(credentials);
    const { cursor, mine, ...query } = parseInput(listQuery, req.query);
    const person =
      mine && auth.isPrincipal(credentials, 'user')
        ? await personOf(options, credentials)
        : undefined;
    const { last, items, ...page } = await ledger.store.list({
      ...query,
      after: cursor,
      filter,
      ...(person ? mineOf(mine, person) : {}),
    });
    const answer: VmRequestPage = {
      ...page,
      items: items.map(item => toSummary(ledger, item)),
      nextCursor: last,
    };
    answerJson(req, res, answer);
  });

  router.get('/:id', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { id } = parseInput(idParameters, req.params);
    answerJson(req, res, await answerRequest(options, credentials, id));
  });

  router.get('/:id/form', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { id } = parseInput(idParameters, req.params);
    const request = await access.find(id, vmRequestReadPermission, credentials);
    const reader = auth.isPrincipal(credentials, 'user')
      ? credentials.principal.userEntityRef
      : undefined;
    answerJson(req, res, await formAgain(ledger, request, reader));
  });

  router.get('/:id/events', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { id } = parseInput(idParameters, req.params);
    await access.find(id, vmRequestReadPermission, credentials);
    const events = await ledger.store.listEvents(id);
    const seesCause = await access.seesCause(credentials);
    answerJson(req, res, {
      items: seesCause ? events : events.map(withoutCause),
    });
  });

  return router;
}
