import {
  describeGuest,
  GuestReport,
  hasReported,
  needsALook,
} from './guestReport';

const report = (
  state: GuestReport['state'],
  addresses: string[] = [],
): GuestReport => ({
  state,
  addresses,
  at: '2026-11-21T12:01:00.000Z',
  since: '2026-11-21T12:00:00.000Z',
  until: '2026-11-21T12:15:00.000Z',
});

describe('describeGuest', () => {
  it.each<[GuestReport, string[], boolean, RegExp]>([
    [report('waiting'), ['10.0.0.7'], false, /it still has time/],
    [
      report('reported', ['10.0.0.7', 'fd00::7']),
      ['10.0.0.7'],
      true,
      /^The guest has reported 10\.0\.0\.7\.$/,
    ],
    [
      report('reported', ['10.0.0.9']),
      ['10.0.0.7'],
      false,
      /^The guest reports 10\.0\.0\.9, not 10\.0\.0\.7: look at its network/,
    ],
    [report('reported', ['10.0.0.9']), [], true, /reported 10\.0\.0\.9/],
    [
      report('reported', ['10.0.0.7', 'FD00:0:0:0:0:0:0:7', '10.1.0.7']),
      ['10.0.0.7', 'fd00::7', '10.1.0.7'],
      true,
      /^The guest has reported 10\.0\.0\.7, fd00::7, 10\.1\.0\.7\.$/,
    ],
    [
      report('reported', ['10.0.0.7']),
      ['10.0.0.7', 'fd00::7', '10.1.0.7'],
      false,
      /reports 10\.0\.0\.7, not fd00::7, 10\.1\.0\.7: look at/,
    ],
    [
      report('silent'),
      ['10.0.0.7'],
      false,
      /not reported.*look at its console/,
    ],
    [report('off'), ['10.0.0.7'], false, /was powered off/],
    [report('removed'), ['10.0.0.7'], false, /was removed/],
  ])('says %j, allocated %s', (guest, allocated, asItShould, words) => {
    expect(hasReported(guest, allocated)).toBe(asItShould);
    expect(needsALook(guest, allocated)).toBe(/look at/.test(words.source));
    expect(describeGuest(guest, allocated)).toMatch(words);
  });
});
