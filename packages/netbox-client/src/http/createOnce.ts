import { z } from 'zod';
import { NetBoxApi } from './NetBoxApi';
import { NetBoxCall, NetBoxUnreachableError } from './NetBoxHttp';
import { refusal } from './refusal';

/**
 * Creates a record that can be there only once: a lost answer, or a refusal because it is there
 * already, is settled by looking.
 *
 * NetBox takes no lock for records other than addresses. Of two calls at once the second is refused
 * with 400 in the language and by the field of its check, or, if both passed that check, with the
 * 500 of the database's own. Neither is told apart by its words: what is found then was there.
 *
 * @param find - finds the record
 * @returns the record, and whether this call made it
 * @internal
 */
export async function createOnce<T>(
  api: NetBoxApi,
  schema: z.ZodType<T>,
  call: Omit<NetBoxCall, 'method'>,
  find: () => Promise<T | undefined>,
): Promise<{ record: T; created: boolean }> {
  let failure: Error;
  try {
    const answer = await api.http.send({ ...call, method: 'POST' });
    if (answer.status === 201) {
      return { record: api.parse(schema, answer), created: true };
    }
    failure = refusal(answer);
    if (answer.status !== 400 && answer.status !== 500) {
      throw failure;
    }
  } catch (error) {
    if (!(error instanceof NetBoxUnreachableError)) {
      throw error;
    }
    failure = error;
  }
  const record = await find();
  if (!record) {
    throw failure;
  }
  return { record, created: false };
}
