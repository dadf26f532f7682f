import { isNewEnough } from './checkConnection';

describe('isNewEnough', () => {
  it.each([
    ['0.47.1', true],
    ['v0.47.1', true],
    ['0.47.1 (commit: abc) (build date: 2026)', true],
    ['0.48.0', true],
    ['1.0.0', true],
    ['0.47.0', false],
    ['0.9.9', false],
    ['dev', false],
  ])('says of %s %s', (version, expected) => {
    expect(isNewEnough(version)).toBe(expected);
  });
});
