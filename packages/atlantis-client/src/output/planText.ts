import { createHash } from 'node:crypto';
import { stripAnsi } from './stripAnsi';

const BEGINNING =
  /^(Simulated by |Note: Objects have changed|Terraform used the selected|OpenTofu used the selected|Terraform will perform|No changes\.|Changes to Outputs)/;
const PLAN_BEGINNING =
  /^(Terraform used the selected|OpenTofu used the selected|Terraform will perform|No changes\.|Changes to Outputs)/;
const REFRESHING =
  /: (Refreshing state\.\.\.|Reading\.\.\.|Read complete after)/;
const RULE = /^─{10,}$/;
const OURS = /^backlot-plan(-commit|-digest)?: /;

/**
 * What people read of a plan: without init, refreshing, where the plan was saved, and the lines of
 * the starter's workflow. Takes Atlantis' answer as well as a job's log.
 *
 * @internal
 */
export function readablePlan(text: string): string {
  const lines = stripAnsi(text).replace(/\r/g, '').split('\n');
  const from = Math.max(
    lines.findIndex(line => BEGINNING.test(line)),
    0,
  );
  const rest = lines.slice(from);
  const rule = rest.findIndex(line => RULE.test(line));
  return (
    rest
      .slice(0, rule < 0 ? undefined : rule)
      .filter(line => !OURS.test(line) && !REFRESHING.test(line))
      // Atlantis takes two blanks off the lines of changes in its answer, not in the log.
      .map(line => line.replace(/^ {2}(?=[-+~])/, ''))
      .join('\n')
      .trim()
  );
}

/**
 * Digest of a plan's text, for Atlantis workflows that print none of the plan itself. It is weaker:
 * what Terraform's text hides (unchanged attributes, sensitive values) it does not cover, and
 * another version of Terraform may print the same plan in another way.
 *
 * @returns `sha256:` and 64 hex digits
 * @internal
 */
export function textDigest(text: string): string {
  const lines = readablePlan(text).split('\n');
  const from = Math.max(
    lines.findIndex(line => PLAN_BEGINNING.test(line)),
    0,
  );
  const normalised = lines
    .slice(from)
    .map(line => line.trimEnd())
    .filter(line => line !== '')
    .join('\n');
  return `sha256:${createHash('sha256').update(normalised).digest('hex')}`;
}
