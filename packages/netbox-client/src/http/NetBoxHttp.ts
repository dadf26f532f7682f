import { InputError, ServiceUnavailableError } from '@backstage/errors';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, Dispatcher, request } from 'undici';
import { causeInWords, sentences, withCause } from '@backlot/backend-common';
import { remedyFor } from './remedyFor';

/** @internal */
export interface NetBoxCall {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the URL of NetBox, with the trailing slash that NetBox wants. */
  path: string;
  query?: Record<string, string | string[] | undefined>;
  body?: unknown;
  ifMatch?: string;
  /** What is asked, in words for an error message. */
  asked: string;
  signal?: AbortSignal;
}

/** @internal */
export interface NetBoxAnswer {
  status: number;
  /** Of a JSON answer what it says, of any other answer its text. */
  body: unknown;
  etag?: string;
  call: NetBoxCall;
}

/** @internal */
export interface NetBoxHttpOptions {
  url: string;
  token: string;
  ca?: string;
  insecure?: boolean;
  timeoutMs: number;
  /** Wait before the first repetition; each further one waits twice as long. */
  retryDelayMs: number;
}

const retries = 2;
/** What a proxy in front of NetBox answers in its place. */
const passingStatuses = [429, 502, 503, 504];

/** What to do about a token that cannot be sent. @internal */
export const tokenRemedy =
  'Give the token alone, without the line break at the end of its file.';

/**
 * NetBox gave no answer: the call may or may not have been carried out.
 *
 * @public
 */
export class NetBoxUnreachableError extends ServiceUnavailableError {}

/**
 * HTTP to NetBox. It repeats only what is safe to repeat.
 *
 * @internal
 */
export class NetBoxHttp {
  readonly #options: NetBoxHttpOptions;
  readonly #dispatcher: Agent;
  #closing: Promise<void> | undefined;

  constructor(options: NetBoxHttpOptions) {
    this.#options = { ...options, url: options.url.replace(/\/+$/, '') };
    this.#dispatcher = new Agent({
      connect: {
        ca: options.ca,
        rejectUnauthorized: !options.insecure,
        timeout: Math.min(options.timeoutMs, 10_000),
      },
      headersTimeout: options.timeoutMs,
      bodyTimeout: options.timeoutMs,
    });
  }

  /** What is wrong with the token before it is sent, in words. */
  get tokenProblem(): string | undefined {
    return /^[\x21-\x7e]+$/.test(this.#options.token)
      ? undefined
      : 'netbox.token is empty, or has a line break, white space or another character that no token has';
  }

  get url(): string {
    return this.#options.url;
  }

  close(): Promise<void> {
    this.#closing ??= this.#dispatcher.close();
    return this.#closing;
  }

  /**
   * Sends a call that does no harm when it is repeated, and repeats it where NetBox gave no answer.
   *
   * @throws NetBoxUnreachableError
   */
  async sendSafely(call: NetBoxCall): Promise<NetBoxAnswer> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.send(call);
      } catch (error) {
        if (!(error instanceof NetBoxUnreachableError) || attempt >= retries) {
          throw error;
        }
        await this.waitBeforeRepeating(attempt, call.signal);
      }
    }
  }

  /** Waits longer with each attempt, by a different time for each caller. */
  async waitBeforeRepeating(
    attempt: number,
    signal?: AbortSignal,
  ): Promise<void> {
    const delay = this.#options.retryDelayMs * 2 ** attempt;
    await sleep(delay * (0.5 + Math.random()), undefined, { signal });
  }

  /**
   * Sends a call once.
   *
   * @throws NetBoxUnreachableError where there was no answer, or only one of a proxy
   * @throws InputError for a token that cannot be sent
   */
  async send(call: NetBoxCall): Promise<NetBoxAnswer> {
    call.signal?.throwIfAborted();
    if (this.tokenProblem) {
      throw new InputError(sentences(this.tokenProblem, tokenRemedy));
    }
    let answer: Dispatcher.ResponseData;
    let text: string;
    try {
      answer = await request(this.#urlOf(call), {
        dispatcher: this.#dispatcher,
        method: call.method,
        headers: this.#headersOf(call),
        body: call.body === undefined ? undefined : JSON.stringify(call.body),
        signal: call.signal,
      });
      text = await answer.body.text();
    } catch (error) {
      call.signal?.throwIfAborted();
      throw withCause(
        new NetBoxUnreachableError(
          sentences(
            `NetBox at ${this.url} gave no answer to "${
              call.asked
            }": ${causeInWords(error)}`,
            remedyFor(error),
          ),
        ),
        error,
      );
    }
    if (passingStatuses.includes(answer.statusCode)) {
      throw new NetBoxUnreachableError(
        `NetBox at ${this.url} could not answer "${call.asked}": ${
          answer.statusCode
        } ${text.slice(0, 200)}`,
      );
    }
    const isJson = String(answer.headers['content-type']).startsWith(
      'application/json',
    );
    return {
      status: answer.statusCode,
      body: isJson && text ? this.#parse(text, call) : text,
      etag: answer.headers.etag as string | undefined,
      call,
    };
  }

  #parse(text: string, call: NetBoxCall): unknown {
    try {
      return JSON.parse(text);
    } catch (error) {
      throw withCause(
        new NetBoxUnreachableError(
          `NetBox at ${this.url} answered "${call.asked}" with broken JSON`,
        ),
        error,
      );
    }
  }

  #urlOf(call: NetBoxCall): string {
    const url = new URL(`${this.url}${call.path}`);
    for (const [name, value] of Object.entries(call.query ?? {})) {
      for (const item of [value ?? []].flat()) {
        url.searchParams.append(name, item);
      }
    }
    return url.toString();
  }

  #headersOf(call: NetBoxCall): Record<string, string> {
    const { token } = this.#options;
    return {
      Accept: 'application/json',
      // NetBox words its refusals in this language, whatever its own is.
      'Accept-Language': 'en',
      Authorization: `${
        token.startsWith('nbt_') ? 'Bearer' : 'Token'
      } ${token}`,
      ...(call.body === undefined
        ? {}
        : { 'Content-Type': 'application/json' }),
      ...(call.ifMatch ? { 'If-Match': call.ifMatch } : {}),
    };
  }
}
