import { DateTime } from 'luxon';
import {
  ApplyWait,
  ChangeFreeze,
  ChangeWindow,
  weekdays,
} from '@backlot/plugin-vm-requests-common';

/** What says when something may be applied. */
export interface ChangeTimes {
  /** Before this nothing is; ISO 8601. */
  startAt?: string;
  /** Those that bind it; at any time where there are none. */
  windows: readonly ChangeWindow[];
  freezes: readonly ChangeFreeze[];
  /** Of windows and freezes without one of their own. */
  timeZone: string;
}

/** When something may be applied. */
export interface Applicable {
  /** ISO 8601 in UTC; absent where it may not be within {@link daysAhead}. */
  at?: string;
  /** What it waits for first; absent where it may be applied now. */
  waitsFor?: ApplyWait['for'];
  /** Why nothing is changed now, where that is a freeze. */
  reason?: string;
}

/** So far ahead a time is looked for. */
export const daysAhead = 400;

const dayMs = 86_400_000;

/** Minutes of the day of a time such as `20:00`. */
function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number);
  return hours * 60 + minutes;
}

/** @param weekday - 1 for Monday, as Luxon counts; 0 for the Sunday before */
function isOn({ days }: ChangeWindow, weekday: number): boolean {
  return days.includes(weekdays[(weekday + 6) % 7]);
}

/** Whether the clocks of a window's time zone show a time in it. */
function isInWindow(
  window: ChangeWindow,
  instant: number,
  timeZone: string,
): boolean {
  const local = DateTime.fromMillis(instant, {
    zone: window.timeZone ?? timeZone,
  });
  const [from, to] = [minutesOf(window.from), minutesOf(window.to)];
  const now = local.hour * 60 + local.minute;
  if (from < to) {
    return isOn(window, local.weekday) && from <= now && now < to;
  }
  // It lasts into the day after the one on which it began.
  return (
    (isOn(window, local.weekday) && from <= now) ||
    (isOn(window, local.weekday - 1) && now < to)
  );
}

/** When the clocks of a freeze's time zone show a time. */
function instantOf(
  time: string,
  { timeZone }: ChangeFreeze,
  byDefault: string,
): number {
  return DateTime.fromISO(time, { zone: timeZone ?? byDefault }).toMillis();
}

function freezeAt(
  { freezes, timeZone }: ChangeTimes,
  instant: number,
): ChangeFreeze | undefined {
  return freezes.find(
    freeze =>
      instantOf(freeze.from, freeze, timeZone) <= instant &&
      instant < instantOf(freeze.to, freeze, timeZone),
  );
}

function isOpen(times: ChangeTimes, instant: number): boolean {
  const { windows, timeZone } = times;
  return (
    !freezeAt(times, instant) &&
    (windows.length === 0 ||
      windows.some(window => isInWindow(window, instant, timeZone)))
  );
}

/** When the clocks of a time zone are put forward or back on a day, if they are. */
function clockChange(day: DateTime): number | undefined {
  const next = day.plus({ days: 1 });
  if (day.offset === next.offset) {
    return undefined;
  }
  let [before, after] = [day.toMillis(), next.toMillis()];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    const { offset } = DateTime.fromMillis(middle, { zone: day.zone });
    [before, after] =
      offset === day.offset ? [middle, after] : [before, middle];
  }
  return after;
}

/** Instants of a day at which a window may open: where it begins, and where the clocks are changed. */
function openings(window: ChangeWindow, day: DateTime): number[] {
  const [hour, minute] = window.from.split(':').map(Number);
  const begins = day.set({ hour, minute }).toMillis();
  const change = clockChange(day);
  if (change === undefined) {
    return [begins];
  }
  // Where clocks are put back, they show the time of its beginning twice.
  const shift = Math.abs(day.plus({ days: 1 }).offset - day.offset) * 60_000;
  return [begins - shift, begins, begins + shift, change];
}

/** Instants at which something may come to be applied: where a window opens or a freeze ends. */
function turns(times: ChangeTimes, earliest: number, days: number): number[] {
  const { windows, freezes, timeZone } = times;
  const opened = windows.flatMap(window => {
    const today = DateTime.fromMillis(earliest, {
      zone: window.timeZone ?? timeZone,
    }).startOf('day');
    return Array.from({ length: days + 3 }, (_, index) =>
      openings(window, today.plus({ days: index - 1 })),
    ).flat();
  });
  return [
    ...opened,
    ...freezes.map(freeze => instantOf(freeze.to, freeze, timeZone)),
  ];
}

/** The first instant from one on at which something may be applied. */
function firstOpen(times: ChangeTimes, earliest: number): number | undefined {
  if (isOpen(times, earliest)) {
    return earliest;
  }
  // Nearly always it is soon.
  for (const days of [10, daysAhead]) {
    const open = turns(times, earliest, days)
      .filter(at => at > earliest && at <= earliest + days * dayMs)
      .sort((one, other) => one - other)
      .find(at => isOpen(times, at));
    if (open !== undefined) {
      return open;
    }
  }
  return undefined;
}

/**
 * When something may be applied: not before its start, not in a freeze, and in a window where there are
 * any. A window is open whenever the clocks of its time zone show a time in it: where they are put
 * forward it is shorter, where they are put back it may be open twice.
 */
export function whenApplicable(times: ChangeTimes, now: Date): Applicable {
  const start = times.startAt ? Date.parse(times.startAt) : now.getTime();
  const earliest = Math.max(start, now.getTime());
  const first = firstOpen(times, earliest);
  const at = first === undefined ? {} : { at: new Date(first).toISOString() };
  if (first === now.getTime()) {
    return at;
  }
  if (start > now.getTime()) {
    return { ...at, waitsFor: 'start' };
  }
  const freeze = freezeAt(times, now.getTime());
  return freeze
    ? { ...at, waitsFor: 'freeze', reason: freeze.reason }
    : { ...at, waitsFor: 'window' };
}
