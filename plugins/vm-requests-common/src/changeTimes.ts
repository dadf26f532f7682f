import { z } from 'zod';
import { operationKindSchema } from './operations';

/** @internal */
export function isTimeZone(timeZone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone }));
  } catch {
    return false;
  }
}

/** @internal */
export const timeZoneSchema = z.string().refine(isTimeZone, {
  error: 'Not a time zone, such as UTC or Europe/Berlin',
});

const ownTimeZone = timeZoneSchema
  .optional()
  .describe("Absent: the policy's time zone");

const bound = z
  .array(operationKindSchema)
  .min(1)
  .optional()
  .describe(
    'Kinds of operations that it binds, e.g. `resize`; absent: all that Terraform applies',
  );

/**
 * The days of a week, as change windows name them.
 *
 * @public
 */
export const weekdays = [
  'mon',
  'tue',
  'wed',
  'thu',
  'fri',
  'sat',
  'sun',
] as const;

const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Not a time of day, such as 08:00')
  .describe('Time of day, e.g. `20:00`');

/**
 * When something may be applied, again each week. A window that ends at or before it begins lasts into
 * the next day.
 *
 * @public
 */
export const changeWindowSchema = z
  .strictObject({
    days: z
      .array(z.enum(weekdays))
      .min(1)
      .default([...weekdays])
      .describe('Days on which it begins'),
    from: timeOfDay,
    to: timeOfDay,
    timeZone: ownTimeZone,
    operations: bound,
  })
  .describe('When something may be applied, again each week');

/** @public */
export type ChangeWindow = z.infer<typeof changeWindowSchema>;

const localTime = z.iso
  .datetime({ local: true })
  .refine(text => !/(Z|[+-]\d\d:?\d\d)$/.test(text), {
    error: 'Give the time zone by timeZone',
  });

/**
 * When nothing may be applied, once.
 *
 * @public
 */
export const changeFreezeSchema = z
  .strictObject({
    from: localTime.describe('E.g. `2026-12-18T18:00`'),
    to: localTime,
    reason: z.string().trim().min(1).describe('People read it'),
    timeZone: ownTimeZone,
    operations: bound,
  })
  .refine(({ from, to }) => from < to, {
    path: ['to'],
    error: 'A freeze ends after it begins',
  })
  .describe('When nothing may be applied, once');

/** @public */
export type ChangeFreeze = z.infer<typeof changeFreezeSchema>;

/**
 * Why an approved request is not applied yet, and until when.
 *
 * @public
 */
export const applyWaitSchema = z
  .object({
    at: z.iso
      .datetime()
      .optional()
      .describe('When it may be applied; absent where no such time is known'),
    for: z
      .enum(['start', 'window', 'freeze'])
      .describe(
        'start: the time that was asked for. window: a change window of policy. freeze: the end of one.',
      ),
    why: z.string().describe('A sentence for whoever may see the request'),
  })
  .describe('Why an approved request is not applied yet, and until when');

/** @public */
export type ApplyWait = z.infer<typeof applyWaitSchema>;

/**
 * When a request is to be applied: a time with its offset from UTC, or one of the clocks in the
 * policy's time zone.
 *
 * @public
 */
export const startTimeSchema = z.iso
  .datetime({ local: true, offset: true })
  .max(40)
  .describe(
    "Before this it is not applied, e.g. `2026-12-03T08:00` in the policy's time zone, or with an offset: `2026-12-03T08:00:00+01:00`",
  );
