import fc from 'fast-check';
import { after, before, dayInWords, endAfter, endOfDay } from './days';
import { endStep } from './endStep';

const berlin = { timeZone: 'Europe/Berlin' };
const lease = { warnings: [{ days: 14 }, { days: 1 }], grace: { days: 7 } };

describe('days', () => {
  it('end with the day of the time zone, whichever way its clocks were put', () => {
    const noon = new Date('2027-03-01T12:00:00Z');
    // Summer time begins in between.
    expect(endAfter(noon, { duration: { days: 30 }, ...berlin })).toBe(
      '2027-03-31T21:59:59.999Z',
    );
    expect(endAfter(noon, { duration: { days: 30 }, timeZone: 'UTC' })).toBe(
      '2027-03-31T23:59:59.999Z',
    );
    expect(endOfDay('2027-10-31', berlin)).toBe('2027-10-31T22:59:59.999Z');
  });

  it('keep the time of day across a change of clocks', () => {
    const end = '2027-03-31T21:59:59.999Z';
    expect(before(end, { duration: { days: 14 }, ...berlin })).toBe(
      '2027-03-17T22:59:59.999Z',
    );
    expect(after(end, { duration: { days: 7 }, ...berlin })).toBe(
      '2027-04-07T21:59:59.999Z',
    );
  });

  it('are named as the time zone has them', () => {
    const late = '2027-03-31T22:30:00Z';
    expect(dayInWords(late, berlin)).toBe('1 April 2027');
    expect(dayInWords(late, { timeZone: 'UTC' })).toBe('31 March 2027');
  });
});

describe('endStep', () => {
  const endsAt = '2027-03-31T21:59:59.999Z';
  const at = (now: string, toldAt?: string) =>
    endStep({ endsAt, lease, ...berlin, toldAt, now: new Date(now) });
  const [first, second] = [
    '2027-03-17T22:59:59.999Z',
    '2027-03-30T21:59:59.999Z',
  ];
  const over = '2027-04-07T21:59:59.999Z';

  it.each([
    ['long before', '2027-01-01T00:00:00Z', undefined, undefined, first],
    ['near', '2027-03-20T00:00:00Z', undefined, 'warn', second],
    ['near, and told', '2027-03-20T00:00:00Z', first, undefined, second],
    ['nearer', '2027-03-31T00:00:00Z', first, 'warn', endsAt],
    ['over', '2027-04-01T00:00:00Z', second, 'end', over],
    ['over, and told', '2027-04-01T00:00:00Z', endsAt, undefined, over],
    ['long over', '2027-05-01T00:00:00Z', endsAt, 'retire', undefined],
    [
      'over while nobody looked',
      '2027-05-01T00:00:00Z',
      first,
      'retire',
      undefined,
    ],
  ])('says what is due: %s', (_, now, toldAt, what, lookAt) => {
    const { step, lookAt: next } = at(now, toldAt);
    expect([step?.what, next]).toEqual([what, lookAt]);
  });

  it('acts once on each step, in their order, however late it looks', () => {
    const days = fc.integer({ min: 1, max: 400 });
    fc.assert(
      fc.property(
        fc.array(days, { maxLength: 5 }),
        days,
        fc.array(fc.integer({ min: 1, max: 3_000 }), { maxLength: 60 }),
        (warnings, grace, pauses) => {
          let now = new Date('2026-01-01T00:00:00Z');
          let toldAt: string | undefined;
          let early = false;
          const told: string[] = [];
          const rules = {
            warnings: warnings.map(each => ({ days: each })),
            grace: { days: grace },
          };
          for (const hours of pauses) {
            now = new Date(now.getTime() + hours * 3_600_000);
            const { step } = endStep({
              endsAt,
              lease: rules,
              ...berlin,
              toldAt,
              now,
            });
            if (step) {
              early ||= step.at > now.toISOString();
              told.push(step.what);
              toldAt = step.at;
            }
          }
          expect(early).toBe(false);
          const order = ['warn', 'end', 'retire'];
          const positions = told.map(what => order.indexOf(what));
          expect(positions).toEqual([...positions].sort());
          expect(told.filter(what => what !== 'warn')).toEqual([
            ...new Set(told.filter(what => what !== 'warn')),
          ]);
        },
      ),
    );
  });
});
