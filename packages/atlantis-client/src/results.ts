import { AppliedResult, PlanResult } from './AtlantisClient';
import { parseApplyOutputs, parseApplySummary } from './output/applyOutput';
import { parseDigestLines } from './output/digestLines';
import { readablePlan, textDigest } from './output/planText';
import { doesNothing } from './output/planSchema';
import { parsePlanSummary, saysNoChanges } from './output/planSummary';
import { stripAnsi } from './output/stripAnsi';

/**
 * Reads a plan's text, of Atlantis' answer or of a job's log.
 *
 * @throws InputError when the workflow printed a plan that cannot be read
 * @internal
 */
export function planResult(text: string, jobUrl?: string): PlanResult {
  const { commit, digest, plan } = parseDigestLines(text);
  return {
    outcome: 'planned',
    text: readablePlan(text),
    commit,
    digest,
    textDigest: textDigest(text),
    plan,
    summary: parsePlanSummary(text),
    noChanges: saysNoChanges(text) && (!plan || doesNothing(plan)),
    jobUrl,
  };
}

/**
 * Reads an apply's text, of Atlantis' answer or of a job's log.
 *
 * @internal
 */
export function appliedResult(text: string, jobUrl?: string): AppliedResult {
  const plain = stripAnsi(text).trim();
  return {
    outcome: 'applied',
    text: plain,
    summary: parseApplySummary(plain) ?? { added: 0, changed: 0, destroyed: 0 },
    outputs: parseApplyOutputs(plain),
    jobUrl,
  };
}
