import { z } from 'zod';
import { NetBoxApi } from './NetBoxApi';
import { NetBoxCall, NetBoxUnreachableError } from './NetBoxHttp';
import { netBoxWords, refusal } from './refusal';

/**
 * Creates a record that can be there only once: a lost answer, or a refusal because it is there
 * already, is settled by looking.
 *
 * @param find - finds the record
 * @internal
 */
export async function createOnce<T>(
  api: NetBoxApi,
  schema: z.ZodType<T>,
  call: Omit<NetBoxCall, 'method'>,
  find: () => Promise<T | undefined>,
): Promise<T> {
  let failure: Error;
  try {
    const answer = await api.http.send({ ...call, method: 'POST' });
    if (answer.status === 201) {
      return api.parse(schema, answer);
    }
    failure = refusal(answer);
    if (answer.status !== 400 || !/unique/i.test(netBoxWords(answer.body))) {
      throw failure;
    }
  } catch (error) {
    if (!(error instanceof NetBoxUnreachableError)) {
      throw error;
    }
    failure = error;
  }
  const found = await find();
  if (!found) {
    throw failure;
  }
  return found;
}
