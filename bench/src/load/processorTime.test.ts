import { secondsOf, usedSince } from './processorTime';

describe('processor time', () => {
  it('is read from a line of /proc, whatever the name of the program', () => {
    expect(
      secondsOf(
        '42 (a (b) c) S 1 42 42 0 -1 4194560 900 0 3 0 150 50 300 100 20 0 9 0 1',
      ),
    ).toBe(6);
  });

  it('is counted between two looks', () => {
    expect(
      usedSince(
        { Gitea: 1, Atlantis: 2, Backstage: 3 },
        { Gitea: 2, Atlantis: 4, Backstage: 7 },
      ),
    ).toEqual({ Gitea: 1, Atlantis: 2, Backstage: 4 });
  });
});
