import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { CommentRequest } from '../GitForge';
import { ForgeUnreachableError } from '../http/ForgeUnreachableError';
import { commentSchema } from './answers';
import { GiteaRepository } from './GiteaRepository';
import { refusal } from './refusal';

const MOST_TRIES = 3;
const KEY = /^[A-Za-z0-9._:/-]+$/;

/**
 * Writes a comment once: its key stands in it, invisible to readers.
 *
 * @internal
 */
export async function comment(
  repository: GiteaRepository,
  { number, key, body }: CommentRequest,
): Promise<void> {
  if (!KEY.test(key) || key.includes('--')) {
    throw new InputError(
      `"${key}" cannot be the key of a comment: a key consists of letters, digits, ".", "_", ":", "/" and single "-"`,
    );
  }
  const mark = `<!-- ${key} -->`;
  const path = `/issues/${number}/comments`;
  for (let tries = 1; ; tries += 1) {
    const list = await repository.read({
      path,
      asked: `comments on pull request ${number} of ${repository.name}`,
    });
    if (list.status !== 200) {
      throw refusal(list);
    }
    const comments = repository.parse(z.array(commentSchema), list);
    if (comments.some(known => known.body.includes(mark))) {
      return;
    }
    try {
      const answer = await repository.send({
        method: 'POST',
        path,
        body: { body: `${body}\n\n${mark}` },
        asked: `comment on pull request ${number} of ${repository.name}`,
      });
      if (answer.status !== 201) {
        throw refusal(answer);
      }
      return;
    } catch (error) {
      if (!(error instanceof ForgeUnreachableError) || tries === MOST_TRIES) {
        throw error;
      }
    }
  }
}
