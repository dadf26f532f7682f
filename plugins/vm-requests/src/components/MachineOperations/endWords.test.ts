import { endWords } from './endWords';

describe('endWords', () => {
  // The end of 28 March 2027 in Berlin, the day on which summer time begins.
  const endsAt = '2027-03-28T21:59:59.999Z';
  const words = (now: string, zone = 'Europe/Berlin') =>
    endWords(endsAt, new Date(now), zone);

  it.each([
    ['2027-01-01T00:00:00Z', 'in 86 days', false],
    ['2027-03-14T12:00:00Z', 'in 14 days', true],
    ['2027-03-27T23:30:00Z', 'today', true],
    ['2027-03-27T22:30:00Z', 'tomorrow', true],
    ['2027-03-28T21:00:00Z', 'today', true],
    ['2027-03-29T00:00:00Z', 'over', true],
  ])('says at %s that it is %s', (now, left, isNear) => {
    expect(words(now)).toMatchObject({ left, isNear });
  });

  it('says when it is by the clock of its reader', () => {
    const now = '2027-03-01T00:00:00Z';
    expect(words(now).when).toBe('28 March 2027, 23:59 GMT+2');
    expect(words(now, 'America/New_York').when).toBe(
      '28 March 2027, 17:59 EDT',
    );
  });
});
