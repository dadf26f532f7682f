import fc from 'fast-check';
import { When } from './CallWatch';

/** What is asked for when the process is killed. */
export const operations = [
  'create',
  'adopt',
  'resize',
  'rebuild',
  'upgrade',
  'extend',
  'transfer',
  'decommission',
] as const;

/** One of them. */
export type Operation = (typeof operations)[number];

/** Where a process is killed. */
export interface Crash {
  operation: Operation;
  /** Which of the calls that change something, from when it was asked for, beginning with 1. */
  call: number;
  when: When;
}

/**
 * Draws where processes are killed: once in each operation, and as often again in some as it takes.
 *
 * @param count - in all, up to two in each operation
 * @param calls - how many calls each operation has that goes well
 */
export function drawCrashes(
  seed: number,
  count: number,
  calls: Record<Operation, number>,
): Crash[] {
  const [twice] = fc.sample(
    fc.shuffledSubarray([...operations], {
      minLength: count - operations.length,
      maxLength: count - operations.length,
    }),
    { numRuns: 1, seed },
  );
  return operations.flatMap((operation, index) => {
    const each = twice.includes(operation) ? 2 : 1;
    return fc
      .sample(
        fc.uniqueArray(
          fc.record<Crash>({
            operation: fc.constant(operation),
            call: fc.integer({ min: 1, max: calls[operation] }),
            when: fc.constantFrom<When>('before', 'after'),
          }),
          {
            selector: ({ call, when }) => `${call} ${when}`,
            minLength: each,
            maxLength: each,
          },
        ),
        { numRuns: 1, seed: seed + index },
      )
      .flat();
  });
}
