import { ConflictError } from '@backstage/errors';
import { z } from 'zod';
import { NetBoxAnswer, NetBoxCall, NetBoxHttp } from './NetBoxHttp';
import { refusal } from './refusal';

/** How many records a look-up may match at most. */
const LOOKUP_LIMIT = 100;

const page = z.object({ count: z.number(), results: z.array(z.unknown()) });

/**
 * NetBox's records over HTTP, read with a schema.
 *
 * @internal
 */
export class NetBoxApi {
  readonly http: NetBoxHttp;

  constructor(http: NetBoxHttp) {
    this.http = http;
  }

  /** @throws ServiceUnavailableError if the answer is not what NetBox 4 answers */
  parse<T>(schema: z.ZodType<T>, answer: NetBoxAnswer): T {
    return this.http.parse(schema, answer);
  }

  /**
   * All records that a look-up matches, which are few.
   *
   * NetBox ignores filters that it does not know and then answers everything. So callers compare
   * each record with what they asked for, and a look-up that matches more than a page is refused.
   *
   * @throws ConflictError if it matches more than a page
   */
  async find<T>(
    schema: z.ZodType<T>,
    call: Omit<NetBoxCall, 'method'>,
  ): Promise<T[]> {
    const answer = await this.http.sendSafely({
      ...call,
      method: 'GET',
      query: { ...call.query, limit: String(LOOKUP_LIMIT) },
    });
    if (answer.status !== 200) {
      throw refusal(answer);
    }
    const { count, results } = this.parse(page, answer);
    if (count > results.length) {
      throw new ConflictError(
        `NetBox answered "${call.asked}" with ${count} records where a few were expected; it seems to ignore the filter, so none of them is used.`,
      );
    }
    return this.parse(z.array(schema), { ...answer, body: results });
  }

  /** One record by its path with its ETag, or nothing. */
  async get<T>(
    schema: z.ZodType<T>,
    call: Omit<NetBoxCall, 'method'>,
  ): Promise<{ record: T; etag?: string } | undefined> {
    const answer = await this.http.sendSafely({ ...call, method: 'GET' });
    if (answer.status === 404) {
      return undefined;
    }
    if (answer.status !== 200) {
      throw refusal(answer);
    }
    return { record: this.parse(schema, answer), etag: answer.etag };
  }

  /** Changes a record. Repeating it does no harm. */
  async patch<T>(
    schema: z.ZodType<T>,
    call: Omit<NetBoxCall, 'method'>,
    remedy?: string,
  ): Promise<T> {
    const answer = await this.http.sendSafely({ ...call, method: 'PATCH' });
    if (answer.status !== 200) {
      throw refusal(answer, remedy);
    }
    return this.parse(schema, answer);
  }
}
