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
import { LedgerContext } from '../ledger/LedgerContext';
import { answerJson } from './answerJson';
import { answerRequest } from './answerRequest';
import { parseInput } from './parseInput';
import { personOf } from './personOf';
import { RouterOptions } from './RouterOptions';
import { idParameters, listQuery } from './schemas';
import { waitOf } from './waitOf';

type ListInput = z.infer<typeof listQuery>;

/** Environments whose requests a person may decide. */
function decidedBy({ settings }: LedgerContext, person: Person): string[] {
  return Object.entries(settings.policy.environments)
    .filter(
      ([, { approval }]) =>
        approval.required &&
        approval.approvers.some(group => person.ownership.includes(group)),
    )
    .map(([name]) => name);
}

/** What a list shows of what is a person's own. */
function mineOf(
  ledger: LedgerContext,
  mine: ListInput['mine'],
  person: Person,
): Partial<RequestListQuery> {
  switch (mine) {
    case 'requested':
      return { requestedBy: [person.ref] };
    case 'owned':
      return { owner: person.ownership };
    case 'decide':
      return {
        environment: decidedBy(ledger, person),
        notRequestedBy: person.ref,
        among: ['planned', 'changes-requested'],
      };
    default:
      return {};
  }
}

function toSummary(listed: ListedRequest): VmRequestSummary {
  const { phase, approvers, obstruction, ...summary } = listed;
  return { ...summary, wait: waitOf(listed) };
}

/** An entry of the history without a peer's own words. */
function withoutCause(event: RequestEvent): RequestEvent {
  const { cause, ...detail } = event.detail ?? {};
  return cause === undefined ? event : { ...event, detail };
}

/** Requests as people read them. */
export function createRequestsRouter(options: RouterOptions): Router {
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
      ...(person ? mineOf(ledger, mine, person) : {}),
    });
    const answer: VmRequestPage = {
      ...page,
      items: items.map(toSummary),
      nextCursor: last,
    };
    answerJson(req, res, answer);
  });

  router.get('/:id', async (req, res) => {
    const credentials = await httpAuth.credentials(req);
    const { id } = parseInput(idParameters, req.params);
    answerJson(req, res, await answerRequest(options, credentials, id));
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
