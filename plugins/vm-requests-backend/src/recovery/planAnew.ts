import { ConflictError, InputError, isError } from '@backstage/errors';
import {
  destroyedBy,
  Plan,
  RequestDecision,
} from '@backlot/plugin-vm-requests-common';
import { findSurprise } from '../batches/findSurprise';
import { isoAfter } from '../clock';
import {
  NotificationInput,
  RequestPatch,
  RetryCheck,
  StoredReplacedPlan,
  StoredRequest,
} from '../database/StoredRequest';
import { FailureWords, failureWords } from '../ledger/failureWords';
import { LedgerContext } from '../ledger/LedgerContext';
import { judgeRetry } from '../ledger/judgeRetry';
import { askers, waitsForPerson } from '../ledger/notices';
import { approveByPolicy } from '../ledger/submit';
import { blameOf } from '../peers/blame';
import { JobPlace } from '../peers/RequestPeers';
import { isUntouched } from './isUntouched';
import { judgeByInventory } from './judgeByInventory';
import { judgePlan } from './judgePlan';
import { NotYet } from './NotYet';
import { placeOf } from './placeOf';
import { waitForJobs } from './waitForJobs';

/** What is to be done about a new plan. */
type Outlook =
  | { next: 'go-on'; plan: Plan }
  | {
      next: 'submit';
      plan: Plan;
      /** What it does that others of its batch do not. */
      surprise?: string;
      /** Whether something of what was approved before may be applied. */
      mayExist: boolean;
    }
  | ({
      /** A person chooses again, and reads why. */
      next: 'hold';
      found: Pick<RetryCheck, 'finds' | 'summary' | 'why'>;
      mayExist: boolean;
    } & FailureWords);

/** Why it could not be planned, in Terraform's words where it has any. */
function wordsOfFailure(error: unknown): FailureWords {
  const { peer, why, name } = blameOf(error) ?? {};
  const failure = {
    message: isError(error) ? error.message : String(error),
    errorName: isError(error) ? error.name : undefined,
  };
  const { message, cause } =
    why === undefined
      ? failureWords(failure, peer, peer && { [peer]: name })
      : { message: why, cause: failure.message };
  return { message: `It could not be planned anew. ${message}`, cause };
}

/** The approved plan that a newer one takes the place of. */
function replacedBy(
  request: StoredRequest,
  mayExist: boolean = request.mayExist,
): StoredReplacedPlan | undefined {
  const { plan, decision, replaced } = request;
  if (!plan || !decision?.approved) {
    return replaced;
  }
  const making = plan.changes
    .filter(({ actions }) => actions.includes('create'))
    .map(({ address }) => address);
  const made = [...new Set([...(replaced?.made ?? []), ...making])];
  return { plan, decision, made, mayExist };
}

/** Why nobody can approve a new plan, in words; undefined where somebody can. */
function refusalOf(
  context: LedgerContext,
  request: StoredRequest,
  plan: Plan,
  surprise: string | undefined,
): string | undefined {
  const operation = context.operations.planned(request);
  const { checkPlan } = operation;
  // Nothing of it was begun while it waited for its time.
  const checkNewPlan =
    request.state === 'approved' && !request.mayExist
      ? checkPlan
      : operation.checkNewPlan ?? checkPlan;
  const made = new Set(replacedBy(request)?.made ?? []);
  try {
    checkNewPlan(plan, request, made);
  } catch (error) {
    if (error instanceof InputError || error instanceof ConflictError) {
      return error.message;
    }
    throw error;
  }
  if (approversOf(context, request, plan, surprise).length > 0) {
    return undefined;
  }
  const remedy =
    'which policy alone does not approve, and nobody else can: name a platform team (vmRequests.platformTeam).';
  if (destroys(plan)) {
    return `The new plan destroys ${destroyedBy(plan).join(', ')}, ${remedy}`;
  }
  return surprise === undefined
    ? undefined
    : `The new plan is not what was expected, ${remedy} ${surprise}`;
}

function destroys(plan: Plan): boolean {
  return plan.summary.destroy > 0 || destroyedBy(plan).length > 0;
}

/**
 * Who decides on a new plan: where policy would, people do once it destroys something, or does what
 * others of its batch do not.
 */
function approversOf(
  { settings }: LedgerContext,
  { approvers }: StoredRequest,
  plan: Plan,
  surprise: string | undefined,
): string[] {
  return approvers.length === 0 && (destroys(plan) || surprise !== undefined)
    ? settings.platformTeam
    : approvers;
}

function askApprovers(
  request: StoredRequest,
  approvers: string[],
  { plan, surprise }: Extract<Outlook, { next: 'submit' }>,
): NotificationInput[] {
  const { add, change, destroy } = plan.summary;
  const waited = request.state === 'approved';
  const why = waited
    ? 'Its approved plan grew old while it waited for its time'
    : 'The apply of its approved plan failed';
  const words =
    judgePlan(request, plan) === 'approved-plan'
      ? 'Policy approved its plan alone'
      : `${why}, and the plan is another now`;
  return approvers.length === 0
    ? []
    : [
        {
          recipients: [...approvers, ...(waited ? askers(request) : [])],
          title: `${request.fqdn} waits for approval again`,
          description: `${words}: ${add} to add, ${change} to change, ${destroy} to destroy.${
            surprise === undefined ? '' : ` ${surprise}`
          }`,
          severity: destroy > 0 ? 'high' : 'normal',
        },
      ];
}

/** Puts the new plan in the place of the approved one, and asks for approval of it. */
async function submitAgain(
  context: LedgerContext,
  request: StoredRequest,
  outlook: Extract<Outlook, { next: 'submit' }>,
): Promise<void> {
  const { batches, store, clock, settings } = context;
  const { plan, surprise, mayExist } = outlook;
  const approvers = approversOf(context, request, plan, surprise);
  const waits = approvers.length > 0;
  const planned = await store.transition(request, {
    event: 'submit',
    actor: { role: 'ledger' },
    by: 'ledger',
    detail: { digest: plan.digest, commit: plan.commit, ...plan.summary },
    patch: {
      plan,
      replaced: replacedBy(request, mayExist),
      approvers,
      mayExist,
      message: surprise,
    },
    wakeAt: isoAfter(clock, waits ? settings.expiry : 0),
    notifications: askApprovers(request, approvers, outlook),
  });
  context.changed(request.id);
  if (request.batch && waits) {
    await batches.setTold(request.batch.id, [request.batch.position]);
  }
  if (!waits) {
    await approveByPolicy(context, planned);
  }
}

/**
 * Starts the apply template again, for a plan that is the approved one or does nothing. Where no plan
 * is approved any more, that which does nothing is all that may be applied.
 */
async function goOn(
  context: LedgerContext,
  request: StoredRequest,
  plan: Plan,
): Promise<void> {
  const { store, clock } = context;
  const now = clock.now().toISOString();
  const decision: RequestDecision = {
    by: 'policy',
    at: now,
    approved: true,
    reason: 'Nothing is left to do.',
    digest: plan.digest,
  };
  const isEmpty = judgePlan(request, plan) === 'nothing-to-do';
  const { state, batch } = request;
  // What is judged by its plan before its turn is judged by this one then.
  const isReplaced =
    !request.decision?.approved ||
    (isEmpty && batch !== undefined && state === 'approved');
  const patch: RequestPatch = isReplaced ? { plan, decision } : {};
  await store.transition(request, {
    event: 'retry',
    actor: { role: 'ledger' },
    by: 'ledger',
    reason: isEmpty
      ? 'Nothing is left to do.'
      : 'The new plan is the approved one.',
    patch,
    wakeAt: now,
  });
  context.changed(request.id);
}

/** Plans now, and says what is to be done about it; nothing is written. */
async function lookAhead(
  context: LedgerContext,
  request: StoredRequest,
  place: JobPlace,
): Promise<Outlook> {
  const plan = await context.peers.jobs.plan(place);
  const { pullRequest } = request;
  const { summary } = plan;
  const mayExist =
    request.mayExist &&
    !isUntouched(request, context.operations.of(request), plan);
  const hold = (message: string): Outlook => ({
    next: 'hold',
    found: { finds: 'other-plan', summary },
    mayExist,
    message,
  });
  if (pullRequest && plan.commit !== pullRequest.commit) {
    return hold(
      `Somebody pushed to the branch of pull request ${pullRequest.number}: it is at ${plan.commit}, and the request's files are those of ${pullRequest.commit}. Put the branch back and plan anew, or roll back.`,
    );
  }
  const judged = await judgeByInventory(context, request, plan);
  if (judged) {
    const { finds, why, untouched } = judged;
    return {
      next: 'hold',
      found: { finds, summary, why },
      mayExist: mayExist && !untouched,
      message: why,
    };
  }
  const judgement = judgePlan(request, plan);
  if (judgement === 'nothing-to-do') {
    return { next: 'go-on', plan };
  }
  const surprise = await findSurprise(context, request, plan);
  if (
    judgement === 'approved-plan' &&
    (surprise === undefined || request.decision?.by !== 'policy')
  ) {
    return { next: 'go-on', plan };
  }
  const refusal = refusalOf(context, request, plan, surprise);
  return refusal === undefined
    ? { next: 'submit', plan, surprise, mayExist }
    : hold(refusal);
}

async function lookAheadOrSayWhyNot(
  context: LedgerContext,
  request: StoredRequest,
  place: JobPlace,
): Promise<Outlook> {
  try {
    return await lookAhead(context, request, place);
  } catch (error) {
    context.signal.throwIfAborted();
    if (error instanceof NotYet) {
      throw error;
    }
    return {
      next: 'hold',
      found: { finds: 'unknown' },
      mayExist: request.mayExist,
      ...wordsOfFailure(error),
    };
  }
}

/** Lets a person choose again, and says why. */
async function holdAgain(
  context: LedgerContext,
  request: StoredRequest,
  outlook: Extract<Outlook, { next: 'hold' }>,
): Promise<void> {
  const { store, operations } = context;
  const { found, mayExist, message, cause } = outlook;
  const held = {
    ...request,
    mayExist,
    phase: 'held' as const,
    retryCheck: { attempt: request.attempt, ...found },
  };
  const canRollBack = operations.rollBackOf(held) !== 'none';
  await store.transition(request, {
    event: 'hold',
    actor: { role: 'ledger' },
    by: 'ledger',
    reason: message,
    detail: { ...found.summary, ...(cause !== undefined && { cause }) },
    patch: {
      message,
      cause,
      mayExist,
      retryCheck: held.retryCheck,
    },
    notifications: waitsForPerson(
      context,
      held,
      { message, cause },
      judgeRetry(held, canRollBack)?.possible,
    ),
  });
  context.changed(request.id);
}

/**
 * Plans anew what a failed apply has left, as a person chose, what waited for its time or its turn until
 * its plan was old, or what is a surprise in its batch. Another plan than the approved one waits for
 * approval; the approved one, or nothing to do, starts the apply template again; otherwise a
 * person chooses again. Nothing is written until it is known which, so all of it can be repeated.
 */
export async function planAnew(
  context: LedgerContext,
  request: StoredRequest,
): Promise<void> {
  const place = placeOf(request);
  if (!place) {
    throw new ConflictError(
      `Request ${request.id} has no pull request to plan anew in.`,
    );
  }
  await waitForJobs(context, request, place);
  const outlook = await lookAheadOrSayWhyNot(context, request, place);
  switch (outlook.next) {
    case 'hold':
      return holdAgain(context, request, outlook);
    case 'submit':
      return submitAgain(context, request, outlook);
    default:
      return goOn(context, request, outlook.plan);
  }
}
