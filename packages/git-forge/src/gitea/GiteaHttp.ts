import { ServiceUnavailableError } from '@backstage/errors';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, Dispatcher, request } from 'undici';
import { z } from 'zod';
import { causeInWords, sentences, withCause } from '@backlot/backend-common';
import { ForgeUnreachableError } from '../http/ForgeUnreachableError';
import { remedyFor } from '../http/remedyFor';

/** @internal */
export interface GiteaCall {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/api/v1`, its parts encoded. */
  path: string;
  query?: Record<string, string>;
  body?: object;
  /** What is asked, in words for an error message. */
  asked: string;
  signal: AbortSignal | undefined;
}

/** @internal */
export interface GiteaAnswer {
  status: number;
  /** Of a JSON answer what it says, of any other answer its text. */
  body: unknown;
  call: GiteaCall;
}

/** @internal */
export interface GiteaHttpOptions {
  /** Without a trailing slash. */
  url: string;
  token: string;
  ca?: string;
  insecure?: boolean;
  timeoutMs: number;
}

const RETRIES = 2;
const RETRY_DELAY_MS = 150;
const MOST_CONNECT_MS = 10_000;
/** What a proxy in front of the forge answers in its place. */
const PROXY_STATUSES = [429, 502, 503, 504];

/**
 * HTTP to Gitea's API. It repeats only what only reads.
 *
 * @internal
 */
export class GiteaHttp {
  readonly url: string;
  readonly #token: string;
  readonly #dispatcher: Agent;

  constructor(options: GiteaHttpOptions) {
    const { url, token, ca, insecure, timeoutMs } = options;
    this.url = url;
    this.#token = token;
    this.#dispatcher = new Agent({
      connect: {
        ca,
        rejectUnauthorized: !insecure,
        timeout: Math.min(timeoutMs, MOST_CONNECT_MS),
      },
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    });
  }

  close(): Promise<void> {
    return this.#dispatcher.close();
  }

  /**
   * Reads, and asks again where the forge gave no answer.
   *
   * @throws ForgeUnreachableError
   */
  async read(call: Omit<GiteaCall, 'method'>): Promise<GiteaAnswer> {
    for (let retry = 0; ; retry += 1) {
      try {
        return await this.send({ ...call, method: 'GET' });
      } catch (error) {
        if (!(error instanceof ForgeUnreachableError) || retry === RETRIES) {
          throw error;
        }
        const delay = RETRY_DELAY_MS * 2 ** retry * (0.5 + Math.random());
        await sleep(delay, undefined, { signal: call.signal });
      }
    }
  }

  /**
   * Asks once.
   *
   * @throws ForgeUnreachableError where there was no answer, or only one of a proxy
   */
  async send(call: GiteaCall): Promise<GiteaAnswer> {
    call.signal?.throwIfAborted();
    let answer: Dispatcher.ResponseData;
    let text: string;
    try {
      answer = await request(this.#urlOf(call), {
        dispatcher: this.#dispatcher,
        method: call.method,
        headers: {
          accept: 'application/json',
          authorization: `token ${this.#token}`,
          ...(call.body && { 'content-type': 'application/json' }),
        },
        body: call.body && JSON.stringify(call.body),
        signal: call.signal,
      });
      text = await answer.body.text();
    } catch (error) {
      call.signal?.throwIfAborted();
      throw withCause(
        new ForgeUnreachableError(
          sentences(
            `The forge at ${this.url} gave no answer to "${
              call.asked
            }": ${causeInWords(error)}`,
            remedyFor(error),
          ),
        ),
        error,
      );
    }
    if (PROXY_STATUSES.includes(answer.statusCode)) {
      throw new ForgeUnreachableError(
        sentences(
          `The forge at ${this.url} could not answer "${call.asked}": ${
            answer.statusCode
          } ${text.slice(0, 200)}`,
          'Try again later',
        ),
      );
    }
    const type = String(answer.headers['content-type']);
    return {
      status: answer.statusCode,
      body:
        type.startsWith('application/json') && text
          ? this.#parse(text, call)
          : text,
      call,
    };
  }

  /**
   * Reads the body of an answer with a schema.
   *
   * @throws ServiceUnavailableError when it is not what Gitea answers
   */
  parse<T>(schema: z.ZodType<T>, answer: GiteaAnswer): T {
    const result = schema.safeParse(answer.body);
    if (!result.success) {
      throw new ServiceUnavailableError(
        `The forge at ${this.url} answered "${
          answer.call.asked
        }": not what a Gitea answers (${z.prettifyError(
          result.error,
        )}). Check that gitForge.url is that of a Gitea.`,
      );
    }
    return result.data;
  }

  #parse(text: string, call: GiteaCall): unknown {
    try {
      return JSON.parse(text);
    } catch (error) {
      throw withCause(
        new ForgeUnreachableError(
          `The forge at ${this.url} answered "${call.asked}" with broken JSON. Try again later.`,
        ),
        error,
      );
    }
  }

  #urlOf(call: GiteaCall): string {
    const url = new URL(`${this.url}/api/v1${call.path}`);
    for (const [name, value] of Object.entries(call.query ?? {})) {
      url.searchParams.set(name, value);
    }
    return url.toString();
  }
}
