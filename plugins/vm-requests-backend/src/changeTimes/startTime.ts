import { InputError } from '@backstage/errors';
import { Policy } from '@backlot/plugin-vm-requests-common';
import { DateTime } from 'luxon';
import { timeInWords } from './applyWait';

const hasOffset = /(Z|[+-]\d\d:?\d\d)$/;

/**
 * The start that was asked for, ISO 8601 in UTC. A time without an offset is one of the clocks in the
 * policy's time zone; of two alike, where clocks are put back, the first.
 *
 * @throws InputError where the clocks never show it, it is past, or further ahead than policy lets
 */
export function readStartTime(
  text: string,
  { timeZone, start }: Pick<Policy, 'timeZone' | 'start'>,
  now: Date,
): string {
  const isLocal = !hasOffset.test(text);
  let time = DateTime.fromISO(text, { zone: isLocal ? timeZone : 'UTC' });
  if (!time.isValid) {
    throw new InputError(
      `${JSON.stringify(text)} is not a time, such as 2026-12-03T08:00.`,
    );
  }
  if (isLocal) {
    const written = DateTime.fromISO(text, { zone: 'UTC' });
    if (time.hour !== written.hour || time.minute !== written.minute) {
      throw new InputError(
        `The clocks in ${timeZone} never show ${text}: they are put forward then. Choose an earlier or a later time.`,
      );
    }
    const [first] = time
      .getPossibleOffsets()
      .sort((one, other) => one.toMillis() - other.toMillis());
    time = first;
  }
  const startAt = time.toJSDate().toISOString();
  const inWords = (iso: string) => timeInWords(iso, { timeZone });
  if (startAt < now.toISOString()) {
    throw new InputError(
      `The start, ${inWords(
        startAt,
      )}, is past. Choose a later one, or leave it out to have the request applied as soon as it is approved.`,
    );
  }
  const latest = DateTime.fromJSDate(now, { zone: timeZone })
    .plus(start.atMost)
    .toJSDate()
    .toISOString();
  if (startAt > latest) {
    throw new InputError(
      `The start can be put until ${inWords(latest)}; ${inWords(
        startAt,
      )} is later.`,
    );
  }
  return startAt;
}
