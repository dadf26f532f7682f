import { backoff, FailureKind, Failures, oneMoreFailure } from './backoff';

describe('backoff', () => {
  it.each<[number, FailureKind, number, number]>([
    [1, 'failed', 0, 500],
    [1, 'failed', 1, 1_000],
    [3, 'failed', 1, 4_000],
    [7, 'failed', 1, 60_000],
    [2000, 'failed', 1, 60_000],
    [2000, 'failed', 0, 30_000],
    [1, 'unreachable', 1, 1_000],
    [2, 'unreachable', 1, 2_000],
    [2000, 'unreachable', 1, 3_000],
  ])(
    'waits after failure %p of a source that %s, with chance %p, for %p ms',
    (count, kind, random, ms) => {
      expect(backoff({ count, kind }, random)).toBe(ms);
    },
  );
});

describe('oneMoreFailure', () => {
  const after = (...runs: Parameters<typeof oneMoreFailure>[1][]) =>
    runs.reduce<Failures | undefined>(oneMoreFailure, undefined);
  const failed = { kind: 'failed', loaded: false } as const;
  const lost = { kind: 'failed', loaded: true } as const;
  const unreachable = { kind: 'unreachable', loaded: false } as const;

  it('counts failures in a row', () => {
    expect(after(failed, failed, failed)).toEqual({ kind: 'failed', count: 3 });
  });

  it('begins anew with each loss of what had answered well', () => {
    expect(after(failed, failed, lost)?.count).toBe(1);
    expect(after(lost, lost, lost)?.count).toBe(1);
    expect(after(lost, failed)?.count).toBe(2);
  });

  it('begins anew when a source is there again, or gone', () => {
    expect(after(unreachable, unreachable, failed)?.count).toBe(1);
    expect(after(failed, failed, unreachable)?.count).toBe(1);
  });
});
