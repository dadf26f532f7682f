import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { withCause } from '@backlot/backend-common';
import { PlanSections, planSchema } from './planSchema';

const DIGEST = /^backlot-plan-digest: (sha256:[0-9a-f]{64})\s*$/gm;
const COMMIT = /^backlot-plan-commit: ([0-9a-f]{40,64})\s*$/gm;
const PLAN = /^backlot-plan: ([A-Za-z0-9+/=]+)\s*$/gm;

/** Of a plan in base64: more than the workflow prints. */
const MOST_CHARACTERS = 2_000_000;

const versionSchema = z.object({ version: z.number() });

function parsePlan(encoded: string | undefined): PlanSections {
  if (!encoded) {
    throw new InputError(
      'Atlantis printed the digest of a plan without the plan',
    );
  }
  if (encoded.length > MOST_CHARACTERS) {
    throw new InputError(
      `Atlantis printed a plan of ${encoded.length} characters; ${MOST_CHARACTERS} is the limit`,
    );
  }
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
  } catch (error) {
    throw withCause(
      new InputError('Atlantis printed a plan that is not JSON'),
      error,
    );
  }
  const { data: form } = versionSchema.safeParse(json);
  if (form && form.version !== 2) {
    throw new InputError(
      `Atlantis printed a plan of form ${form.version}, and this release reads form 2: install the folder templates/infrastructure/atlantis of this release on the Atlantis server, and plan again`,
    );
  }
  const plan = planSchema.safeParse(json);
  if (!plan.success) {
    throw new InputError(
      `Atlantis printed a plan that cannot be read:\n${z.prettifyError(
        plan.error,
      )}`,
    );
  }
  const { version: _, ...sections } = plan.data;
  return sections;
}

/**
 * The lines that the starter's Atlantis workflow prints after a plan. Terraform indents all
 * values of a plan, so no value can pass for one of them; of several the last counts.
 *
 * @returns neither digest nor plan when another workflow ran
 * @throws InputError when there is a digest, but its plan is missing or cannot be read: nobody could
 *   see what an approval binds
 * @internal
 */
export function parseDigestLines(text: string): {
  commit?: string;
  digest?: string;
  plan?: PlanSections;
} {
  const commit = [...text.matchAll(COMMIT)].at(-1)?.[1];
  const digest = [...text.matchAll(DIGEST)].at(-1)?.[1];
  const encoded = [...text.matchAll(PLAN)].at(-1)?.[1];
  return digest
    ? { commit, digest, plan: parsePlan(encoded) }
    : { commit, digest };
}
