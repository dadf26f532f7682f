import { SourceStatus } from '@backlot/plugin-vm-inventory-common';

/**
 * What is said in place of why a source fails to those who may not test sources: the words of a
 * source name addresses and accounts.
 *
 * @internal
 */
export const CAUSE_ELSEWHERE = 'Your platform team can see the cause.';

/**
 * How a source is, but not why.
 *
 * @internal
 */
export function withoutCause(status: SourceStatus): SourceStatus {
  return {
    ...status,
    ...(status.lastError && {
      lastError: { ...status.lastError, message: CAUSE_ELSEWHERE },
    }),
  };
}
