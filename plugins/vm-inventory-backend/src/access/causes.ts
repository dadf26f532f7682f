/**
 * What is said in place of why a source fails to those who may not read sources.
 *
 * @internal
 */
export const CAUSE_ELSEWHERE =
  'The platform team sees the cause on the page of VM sources.';
