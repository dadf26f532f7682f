import { durationToMilliseconds } from '@backstage/types';
import { isError } from '@backstage/errors';
import { environmentOf, PolicyLease } from '@backlot/plugin-vm-requests-common';
import { isoAfter } from '../clock';
import { EndingMachine, EndRecord } from '../database/RequestStore';
import { NotificationInput, StoredMachine } from '../database/StoredRequest';
import { machineLease } from '../ledger/leaseNames';
import { LedgerContext } from '../ledger/LedgerContext';
import { tryWork } from '../ledger/withWork';
import { after, dayInWords } from './days';
import { EndStep, endStep } from './endStep';

/** Until a machine is looked at again that cannot be ended now. */
const lookAgainMs = 60_000;

/** Until a machine is looked at again that policy gives no end date any more. */
const withoutLeaseMs = 3600_000;

function leaseOf(
  { settings }: Pick<LedgerContext, 'settings'>,
  environment: string,
): PolicyLease | undefined {
  return environmentOf(settings.policy, environment)?.lease;
}

/** Whether a machine has been over for as long as policy lets it stay. */
export function isOverdue(
  context: Pick<LedgerContext, 'settings' | 'clock'>,
  { endsAt, environment }: Pick<StoredMachine, 'endsAt' | 'environment'>,
): boolean {
  const lease = leaseOf(context, environment);
  if (!lease || endsAt === undefined) {
    return false;
  }
  const { timeZone } = context.settings.policy;
  return (
    after(endsAt, { duration: lease.grace, timeZone }) <=
    context.clock.now().toISOString()
  );
}

/** What an end date is looked after with. */
interface Ending {
  context: LedgerContext;
  ending: EndingMachine;
  lease: PolicyLease;
  /** The day of the end, in words. */
  day: string;
  /** Those who are told. */
  recipients: string[];
}

function daysOf({ grace }: PolicyLease): string {
  const days = Math.round(durationToMilliseconds(grace) / 86_400_000);
  return days === 1 ? 'one day' : `${days} days`;
}

function news(
  { recipients }: Ending,
  severity: NotificationInput['severity'],
  title: string,
  description: string,
): Pick<EndRecord, 'notifications'> {
  return {
    notifications: [
      { recipients, title, description, severity, about: 'machine' },
    ],
  };
}

function warn(given: Ending): EndRecord {
  const { ending, day, lease } = given;
  const { fqdn } = ending.machine;
  return {
    event: { type: 'end-announced', reason: `It ends on ${day}.` },
    ...news(
      given,
      'normal',
      `${fqdn} ends on ${day}`,
      `Extend it, or let it end: it is switched off then, and ${daysOf(
        lease,
      )} later its decommissioning is requested.`,
    ),
  };
}

/** Switches a machine off whose time is over; it stays, and can be extended and switched on again. */
async function end(given: Ending): Promise<EndRecord> {
  const { context, ending, day, lease } = given;
  const { fqdn } = ending.machine;
  const obstacle =
    ending.providerId === undefined
      ? 'the ledger does not know which machine of its source it is.'
      : await context.peers.inventory.switchOff({
          source: ending.source,
          id: ending.providerId,
          operation: context.newId(),
        });
  const what =
    obstacle === undefined
      ? 'It is switched off.'
      : `It could not be switched off: ${obstacle}`;
  return {
    event: { type: 'ended', reason: `Its end was on ${day}. ${what}` },
    ...news(
      given,
      'high',
      `${fqdn} has ended`,
      `${what} Extend it to keep it; otherwise its decommissioning is requested in ${daysOf(
        lease,
      )}.`,
    ),
  };
}

/** Asks for the decommissioning of a machine whose time has been over for long, which people decide on. */
async function retire(given: Ending): Promise<EndRecord> {
  const { context, ending, day } = given;
  const { clock, settings, operations, peers } = context;
  const { id, name, fqdn, isProtected } = ending.machine;
  // It is asked for again where nobody decides in time.
  const lookAt = isoAfter(clock, settings.expiry + lookAgainMs);
  if (isProtected) {
    return {
      lookAt,
      event: {
        type: 'end-obstructed',
        reason: 'It is protected from being decommissioned.',
      },
      ...news(
        {
          ...given,
          recipients: [
            ...new Set([...given.recipients, ...settings.platformTeam]),
          ],
        },
        'high',
        `${fqdn} has ended, but is protected`,
        `Its end was on ${day}. Extend it, or take its protection away so that it can be decommissioned.`,
      ),
    };
  }
  const { template } = operations.changeOf({ kind: 'decommission' });
  await peers.tasks.startOperation(template, {
    machine: id,
    name,
    reason: `Its end was on ${day}, and nobody has extended it since.`,
  });
  return {
    lookAt,
    event: {
      type: 'end-requested',
      reason: `Its end was on ${day}: its decommissioning is requested.`,
    },
  };
}

/** Tells once what an open request keeps from being done. */
async function putOff(
  given: Ending,
  { due, request }: { due: EndStep; request: string },
): Promise<EndRecord> {
  const { context, ending, day } = given;
  const { store, clock } = context;
  const { fqdn, madeBy } = ending.machine;
  const lookAt = isoAfter(clock, lookAgainMs);
  const events = await store.listEvents(madeBy);
  if (events.some(({ type, at }) => type === 'end-put-off' && at >= due.at)) {
    return { lookAt };
  }
  const then =
    due.what === 'end'
      ? 'it is switched off'
      : 'its decommissioning is requested';
  return {
    lookAt,
    event: {
      type: 'end-put-off',
      reason: `Its end was on ${day}, but request ${request} on it is open: ${then} once that has ended.`,
    },
    ...news(
      given,
      'high',
      `${fqdn} has ended, but a request on it is open`,
      `Its end was on ${day}. Once request ${request} has ended, ${then}; extend it then to keep it.`,
    ),
  };
}

async function act(given: Ending, step: EndStep): Promise<EndRecord> {
  switch (step.what) {
    case 'warn':
      return warn(given);
    case 'end':
      return end(given);
    default:
      return retire(given);
  }
}

/** The platform team hears of machines whose owner the catalog does not know any more. */
async function recipientsOf(
  { store, peers: { people }, settings }: LedgerContext,
  { machine: { owner, madeBy } }: EndingMachine,
): Promise<string[]> {
  const { requestedBy } = await store.get(madeBy);
  const ownership = await people.ownershipOf(requestedBy);
  return [
    ...new Set([
      owner,
      ...(ownership.includes(owner) ? [requestedBy] : []),
      ...((await people.exists(owner)) ? [] : settings.platformTeam),
    ]),
  ];
}

async function look(context: LedgerContext, ending: EndingMachine) {
  const { store, clock, settings } = context;
  const { machine, endsAt, toldAt, openRequest } = ending;
  const { timeZone } = settings.policy;
  const lease = leaseOf(context, machine.environment);
  if (!lease) {
    await store.recordEnding(ending, {
      lookAt: isoAfter(clock, withoutLeaseMs),
    });
    return;
  }
  const { step, lookAt } = endStep({
    endsAt,
    lease,
    timeZone,
    toldAt,
    now: clock.now(),
  });
  // Once all has come, what is left is to ask for the last again.
  const again = lookAt === undefined && toldAt !== undefined;
  const due: EndStep | undefined =
    step ?? (again ? { what: 'retire', at: toldAt } : undefined);
  if (!due) {
    await store.recordEnding(ending, { lookAt });
    return;
  }
  const given = {
    context,
    ending,
    lease,
    day: dayInWords(endsAt, { timeZone }),
    recipients: await recipientsOf(context, ending),
  };
  // Nothing is switched off or ended under somebody who is changing the machine.
  if (due.what !== 'warn' && openRequest !== undefined) {
    await store.recordEnding(
      ending,
      await putOff(given, { due, request: openRequest }),
    );
    return;
  }
  const done = await act(given, due);
  if (await store.recordEnding(ending, { lookAt, ...done, toldAt: due.at })) {
    context.changed(machine.madeBy);
  }
}

/** Does what is due about the end date of one machine. What fails is tried again. */
export async function watchEndDate(
  given: LedgerContext,
  machine: string,
): Promise<void> {
  await tryWork(given, machineLease(machine), async context => {
    const ending = await context.store.getEnding(machine);
    if (!ending) {
      return;
    }
    try {
      await look(context, ending);
    } catch (error) {
      context.signal.throwIfAborted();
      context.logger.warn(
        `The end of ${ending.machine.fqdn} is looked at again later: ${
          isError(error) ? error.message : String(error)
        }`,
      );
      await context.store.recordEnding(ending, {
        lookAt: isoAfter(context.clock, lookAgainMs),
      });
    }
  });
}
