import { isError } from '@backstage/errors';

/** Undefined where the source cannot be asked so. */
export async function unlessNotImplemented<T>(
  answer: Promise<T>,
): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isError(error) && error.name === 'NotImplementedError') {
      return undefined;
    }
    throw error;
  }
}
