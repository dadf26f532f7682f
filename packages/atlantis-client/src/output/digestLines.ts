import { PlanChange, planSchema } from './planSchema';

const DIGEST = /^backlot-plan-digest: (sha256:[0-9a-f]{64})\s*$/gm;
const COMMIT = /^backlot-plan-commit: ([0-9a-f]{40,64})\s*$/gm;
const PLAN = /^backlot-plan: ([A-Za-z0-9+/=]+)\s*$/gm;

/**
 * The lines that the starter's Atlantis workflow prints after a plan. Terraform indents all
 * values of a plan, so no value can pass for one of them; of several the last counts.
 *
 * @returns without `changes` when their line is missing or of a version that is not known
 * @internal
 */
export function parseDigestLines(text: string): {
  commit?: string;
  digest?: string;
  changes?: PlanChange[];
} {
  const commit = [...text.matchAll(COMMIT)].at(-1)?.[1];
  const digest = [...text.matchAll(DIGEST)].at(-1)?.[1];
  const encoded = [...text.matchAll(PLAN)].at(-1)?.[1];
  if (!digest || !encoded) {
    return { commit, digest };
  }
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
  } catch {
    return { commit, digest };
  }
  const plan = planSchema.safeParse(json);
  return { commit, digest, changes: plan.data?.changes };
}
