import { describeOperation } from './describeOperation';

describe('describeOperation', () => {
  it.each([
    [{ operation: 'power-on' }, 'Power on'],
    [{ operation: 'shut-down', force: true }, 'Shut down, by force if need be'],
    [
      { operation: 'take-snapshot', snapshotName: 'before', snapshot: 's-1' },
      "Take snapshot 'before'",
    ],
    [
      { operation: 'delete-snapshot', snapshot: 's-1' },
      "Delete snapshot 's-1'",
    ],
  ] as const)('%j is %s', (operation, words) => {
    expect(describeOperation(operation)).toBe(words);
  });
});
