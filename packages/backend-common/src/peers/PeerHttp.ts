import { ServiceUnavailableError } from '@backstage/errors';
import { Agent, Dispatcher, request } from 'undici';
import { z } from 'zod';
import { causeInWords, sentences, withCause } from '../errors';
import { remedyFor } from './remedyFor';
import { waitBeforeRepeating } from './waitBeforeRepeating';

/**
 * A call of a peer.
 *
 * @public
 */
export interface PeerCall {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the peer's API, its parts encoded. */
  path: string;
  query?: Record<string, string | string[] | undefined>;
  headers?: Record<string, string>;
  body?: unknown;
  /** What is asked, in words for an error message. */
  asked: string;
  signal?: AbortSignal;
}

/**
 * What a peer answered, whether it did what was asked or refused it.
 *
 * @public
 */
export interface PeerAnswer<C extends PeerCall = PeerCall> {
  status: number;
  /** Of a JSON answer what it says, of any other answer its text. */
  body: unknown;
  etag?: string;
  /** Of a page of a list: how many there are in all, where the peer says so (`X-Total-Count`). */
  total?: number;
  call: C;
  /** How a sentence about the peer begins, e.g. `The forge`. */
  peer: string;
  /** Where the peer is in the configuration, e.g. `gitForge`. */
  configKey: string;
}

/**
 * How a peer is reached.
 *
 * @public
 */
export interface PeerHttpOptions {
  /** What people call it within a sentence, e.g. `the forge`. */
  name: string;
  /** What must be at its URL, e.g. `a Gitea`. */
  product: string;
  /** Where its `url`, `timeout` and `tls` are in the configuration, e.g. `gitForge`. */
  configKey: string;
  url: string;
  /** Where its API is below the URL. */
  basePath?: string;
  /** What is sent with every call. */
  headers: Record<string, string>;
  /** Certificate authorities in PEM, in place of the system's. */
  ca?: string;
  /** Takes any certificate. */
  insecure?: boolean;
  /** How long to wait for one answer. */
  timeoutMs: number;
  /** Wait before the first repetition; each further one waits twice as long. */
  retryDelayMs: number;
  /** The class of the error for a call that may or may not have been carried out. */
  unreachable: new (message: string) => ServiceUnavailableError;
}

const RETRIES = 2;
const MOST_CONNECT_MS = 10_000;
/** What a proxy in front of a peer answers in its place. */
const PROXY_STATUSES = [429, 502, 503, 504];

/**
 * HTTP to a peer. It repeats only what is safe to repeat.
 *
 * @public
 */
export class PeerHttp<C extends PeerCall = PeerCall> {
  /** Without a trailing slash. */
  readonly url: string;
  readonly #options: PeerHttpOptions;
  readonly #dispatcher: Agent;
  #closing: Promise<void> | undefined;

  constructor(options: PeerHttpOptions) {
    const { ca, insecure, timeoutMs } = options;
    this.url = options.url.replace(/\/+$/, '');
    this.#options = options;
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

  /** Ends idle connections; calls that are on their way finish first. Closing twice does no harm. */
  close(): Promise<void> {
    this.#closing ??= this.#dispatcher.close();
    return this.#closing;
  }

  /**
   * Sends a call that does no harm when it is repeated, and repeats it where there was no answer.
   *
   * @throws the error for a peer that gave no answer
   */
  async sendSafely(call: C): Promise<PeerAnswer<C>> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.send(call);
      } catch (error) {
        if (
          !(error instanceof this.#options.unreachable) ||
          attempt >= RETRIES
        ) {
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
    await waitBeforeRepeating(attempt, this.#options.retryDelayMs, signal);
  }

  /**
   * Sends a call once.
   *
   * @throws the error for a peer that gave no answer, where there was none, or only one of a proxy
   */
  async send(call: C): Promise<PeerAnswer<C>> {
    call.signal?.throwIfAborted();
    const { unreachable: Unreachable } = this.#options;
    let answer: Dispatcher.ResponseData;
    let text: string;
    try {
      answer = await request(this.#urlOf(call), {
        dispatcher: this.#dispatcher,
        method: call.method,
        headers: {
          accept: 'application/json',
          ...this.#options.headers,
          ...(call.body === undefined
            ? {}
            : { 'content-type': 'application/json' }),
          ...call.headers,
        },
        body: call.body === undefined ? undefined : JSON.stringify(call.body),
        signal: call.signal,
      });
      text = await answer.body.text();
    } catch (error) {
      call.signal?.throwIfAborted();
      throw withCause(
        new Unreachable(
          sentences(
            `${this.#peerAtUrl} gave no answer to "${
              call.asked
            }": ${causeInWords(error)}`,
            remedyFor(error, this.#options),
          ),
        ),
        error,
      );
    }
    if (PROXY_STATUSES.includes(answer.statusCode)) {
      throw new Unreachable(
        sentences(
          `${this.#peerAtUrl} could not answer "${call.asked}": ${
            answer.statusCode
          } ${text.slice(0, 200)}`,
          'Try again later',
        ),
      );
    }
    const type = String(answer.headers['content-type']);
    const { etag, 'x-total-count': total } = answer.headers;
    return {
      status: answer.statusCode,
      body:
        type.startsWith('application/json') && text
          ? this.#parseJson(text, call)
          : text,
      ...(typeof etag === 'string' && { etag }),
      ...(typeof total === 'string' && { total: Number(total) }),
      call,
      peer: this.#peer,
      configKey: this.#options.configKey,
    };
  }

  /**
   * Reads the body of an answer with a schema.
   *
   * @throws ServiceUnavailableError when it is not what the product answers
   */
  parse<T>(schema: z.ZodType<T>, answer: PeerAnswer<C>): T {
    const result = schema.safeParse(answer.body);
    if (!result.success) {
      const { product, configKey } = this.#options;
      throw new ServiceUnavailableError(
        `${this.#peerAtUrl} answered "${
          answer.call.asked
        }" with something else than was expected (${z.prettifyError(
          result.error,
        )}). Check that ${configKey}.url is that of ${product}.`,
      );
    }
    return result.data;
  }

  #parseJson(text: string, call: C): unknown {
    const { unreachable: Unreachable } = this.#options;
    try {
      return JSON.parse(text);
    } catch (error) {
      throw withCause(
        new Unreachable(
          `${this.#peerAtUrl} answered "${
            call.asked
          }" with broken JSON. Try again later.`,
        ),
        error,
      );
    }
  }

  /** How a sentence about the peer begins. */
  get #peer(): string {
    const { name } = this.#options;
    return `${name.charAt(0).toLocaleUpperCase('en-US')}${name.slice(1)}`;
  }

  get #peerAtUrl(): string {
    return `${this.#peer} at ${this.url}`;
  }

  #urlOf(call: C): string {
    const { basePath = '' } = this.#options;
    const url = new URL(`${this.url}${basePath}${call.path}`);
    for (const [name, value] of Object.entries(call.query ?? {})) {
      for (const item of [value ?? []].flat()) {
        url.searchParams.append(name, item);
      }
    }
    return url.toString();
  }
}
