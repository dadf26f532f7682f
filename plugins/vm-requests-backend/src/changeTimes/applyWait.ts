import { DateTime } from 'luxon';
import {
  ApplyWait,
  environmentOf,
  Policy,
} from '@backlot/plugin-vm-requests-common';
import { StoredRequest } from '../database/StoredRequest';
import { ChangeTimes, whenApplicable } from './whenApplicable';

/** What of a request says when it may be applied. */
export type Timed = Pick<
  StoredRequest,
  'environment' | 'kind' | 'needsPlan' | 'startAt'
>;

type TimesPolicy = Pick<Policy, 'environments' | 'timeZone'>;

/** A time in words, e.g. `3 December 2026 at 08:00 (Europe/Berlin)`. */
export function timeInWords(
  iso: string,
  { timeZone }: Pick<Policy, 'timeZone'>,
): string {
  const time = DateTime.fromISO(iso, { zone: timeZone }).setLocale('en');
  return `${time.toFormat("d LLLL yyyy 'at' HH:mm")} (${timeZone})`;
}

/**
 * Whether an apply is about to begin. One that is started again because its task was lost may be over
 * already: it goes on, and the gate refuses what is not.
 */
export function isBeginning({
  state,
  starts,
}: Pick<StoredRequest, 'state' | 'starts'>): boolean {
  return state === 'approved' || (state === 'applying' && starts <= 1);
}

/** When a request may be applied by policy, and by its own start. */
export function changeTimesOf(
  policy: TimesPolicy,
  { environment, kind, needsPlan, startAt }: Timed,
): ChangeTimes {
  const { windows = [], freezes = [] } =
    environmentOf(policy, environment) ?? {};
  const binds = ({ operations }: { operations?: readonly string[] }) =>
    operations ? operations.includes(kind) : needsPlan;
  return {
    startAt,
    windows: windows.filter(binds),
    freezes: freezes.filter(binds),
    timeZone: policy.timeZone,
  };
}

/** Why a request may not be applied now, and until when; undefined where it may be. */
export function applyWaitOf(
  policy: TimesPolicy,
  request: Timed,
  now: Date,
): ApplyWait | undefined {
  const { at, waitsFor, reason } = whenApplicable(
    changeTimesOf(policy, request),
    now,
  );
  if (waitsFor === undefined) {
    return undefined;
  }
  const { title = request.environment } =
    environmentOf(policy, request.environment) ?? {};
  const why = {
    start: 'its start was put there',
    window: `nothing is changed in ${title} outside its change windows`,
    freeze: `nothing is changed in ${title} during this freeze: ${reason}`,
  }[waitsFor];
  return {
    at,
    for: waitsFor,
    why:
      at === undefined
        ? `The change windows and freezes of ${title} leave no time to apply it: ${why}. The platform team changes them, or cancel the request.`
        : `It is applied on ${timeInWords(at, policy)}: ${why}.`,
  };
}
