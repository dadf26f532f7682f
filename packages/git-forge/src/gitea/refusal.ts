import { ConflictError } from '@backstage/errors';
import { z } from 'zod';
import { errorOfStatus, sentences } from '@backlot/backend-common';
import { GiteaAnswer } from './GiteaHttp';

const errorSchema = z.object({
  message: z.string().default(''),
  errors: z.array(z.string()).nullish(),
});

/** How Gitea 1.26 says that a merge has conflicts: its own error, as it is. */
const conflictSchema = z.object({ StdErr: z.string(), StdOut: z.string() });

const MOST_WORDS = 500;

/**
 * Gitea's own words in an answer; of an HTML page no more than that it is one.
 *
 * @internal
 */
export function giteaWords({ body }: GiteaAnswer): string {
  if (typeof body === 'string') {
    return body.trimStart().startsWith('<')
      ? 'an HTML page'
      : body.slice(0, MOST_WORDS);
  }
  const conflict = conflictSchema.safeParse(body);
  if (conflict.success) {
    const { StdErr, StdOut } = conflict.data;
    return `${StdErr}${StdOut}`.trim().slice(0, MOST_WORDS);
  }
  const error = errorSchema.safeParse(body);
  return error.success
    ? [error.data.message, ...(error.data.errors ?? [])]
        .filter(Boolean)
        .join(': ')
        .slice(0, MOST_WORDS)
    : '';
}

function remedyOf({ status, configKey }: GiteaAnswer): string {
  switch (status) {
    case 401:
      return `Check ${configKey}.token: it is wrong, or was revoked.`;
    case 403:
      return "Let the token's account write to the repository, and give the token the scopes write:repository and write:issue.";
    case 404:
      return "Check the name, and whether the token's account may see the repository.";
    default:
      return status >= 300 && status < 400
        ? `Set ${configKey}.url to the address that it redirects to.`
        : '';
  }
}

/**
 * The error for an answer that is a refusal: what was asked, Gitea's own words, and what to do.
 *
 * @internal
 */
export function refusal(answer: GiteaAnswer, remedy?: string): Error {
  const { status, call, peer } = answer;
  const words = giteaWords(answer);
  const message = sentences(
    `${peer} refused "${call.asked}" with ${status}${words && `: ${words}`}`,
    remedy ?? remedyOf(answer),
  );
  return [405, 423].includes(status)
    ? new ConflictError(message)
    : errorOfStatus(status, message);
}
