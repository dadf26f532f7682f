import { covered, median } from './intervals';

describe('covered', () => {
  const window = { begin: 100, end: 200 };

  it('counts what overlaps once', () => {
    expect(
      covered(
        [
          { begin: 150, end: 170 },
          { begin: 110, end: 130 },
          { begin: 120, end: 160 },
          { begin: 125, end: 128 },
        ],
        window,
      ),
    ).toBe(60);
  });

  it('counts only what lies inside the window', () => {
    expect(
      covered(
        [
          { begin: 0, end: 110 },
          { begin: 195, end: 300 },
          { begin: 0, end: 50 },
        ],
        window,
      ),
    ).toBe(15);
  });
});

describe('median', () => {
  it('is the middle one, or the mean of the two in the middle', () => {
    expect(median([5, 1, 9])).toBe(5);
    expect(median([5, 1, 9, 7])).toBe(6);
  });
});
