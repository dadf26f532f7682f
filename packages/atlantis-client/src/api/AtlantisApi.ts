import {
  AuthenticationError,
  InputError,
  NotAllowedError,
  NotFoundError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { Agent, request } from 'undici';
import { withCause } from '@backlot/backend-common';
import { AtlantisCommand } from '../AtlantisClient';
import { atlantisTitle } from '../atlantisTitle';
import { AtlantisConfig } from '../config';
import { AnswerLostError, LockBusyError, NotReachedError } from '../errors';
import { saysLocked } from '../output/failureText';
import {
  commandAnswerSchema,
  locksAnswerSchema,
  ProjectResult,
} from './answerSchema';

/** Nothing of the request can have arrived with these. */
const NOT_SENT = new Set([
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** A gateway before Atlantis says these when it gave up waiting. */
const GATEWAY_STATUSES = [502, 503, 504];

const SHORT_TIMEOUT_MS = 15_000;
const MAX_WORDS = 500;

/** An error's code, also of TLS, which has none that could be listed. */
function codeOf(error: unknown): string {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' ? code : '';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isTls(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL/.test(code);
}

/**
 * A directory that a pull request has locked.
 *
 * @internal
 */
export interface AtlantisLock {
  /** As Atlantis names it. */
  name: string;
  repository: string;
  directory: string;
  pull: number;
}

/**
 * Atlantis' HTTP API, one call at a time.
 *
 * @internal
 */
export class AtlantisApi {
  readonly #config: AtlantisConfig;
  readonly #agent: Agent;

  constructor(config: AtlantisConfig) {
    this.#config = config;
    // The API answers when the work is done: a header timeout would cut every long apply.
    this.#agent = new Agent({
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: { timeout: config.timeouts.connect, ca: config.ca },
    });
  }

  /**
   * Plans or applies one directory.
   *
   * @throws AnswerLostError when the request was sent and the answer did not come
   * @throws LockBusyError when another run is in the way
   */
  async run(
    name: 'plan' | 'apply',
    command: AtlantisCommand,
    signal: AbortSignal,
  ): Promise<ProjectResult> {
    const { repository, ref, baseBranch, pull, directory } = command;
    const what = `${name} of ${directory} in ${repository}`;
    const { status, text } = await this.#post(
      name,
      JSON.stringify({
        Repository: repository,
        Ref: ref,
        base_branch: baseBranch,
        Type: this.#config.forgeType,
        PR: pull,
        Paths: [{ directory, workspace: command.workspace ?? 'default' }],
      }),
      signal,
    );
    const answer = this.#parse(status, text, what);
    if ('error' in answer) {
      throw this.#refusal(status, answer.error, what);
    }
    const [result] = answer.ProjectResults ?? [];
    if (!result) {
      throw new NotFoundError(
        `${this.title} found nothing to do for the ${what}: its repository configuration ignores the directory`,
      );
    }
    return result;
  }

  /** How sentences name it, e.g. `Atlantis` or `Atlantis payments`. */
  get title(): string {
    return atlantisTitle(this.#config.name);
  }

  /** Where it stands in the configuration. */
  get key(): string {
    return this.#config.key ?? 'atlantis';
  }

  /** A short question. Throws a ServiceUnavailableError when it is not answered. */
  async get(
    path: string,
    signal?: AbortSignal,
  ): Promise<{ status: number; text: string }> {
    return await this.#short('GET', path, undefined, signal);
  }

  /** All that is locked now. */
  async listLocks(signal?: AbortSignal): Promise<AtlantisLock[]> {
    const { status, text } = await this.get('/api/locks', signal);
    const answer = locksAnswerSchema.safeParse(parseJson(text));
    if (!answer.success) {
      throw this.#notAtlantis(status, text, 'question for its locks');
    }
    return (answer.data.Locks ?? []).map(lock => ({
      name: lock.Name,
      repository: lock.ProjectRepo,
      directory: lock.ProjectRepoPath,
      pull: Number(lock.PullID),
    }));
  }

  /** Frees a lock; nothing when it is free already. */
  async freeLock(name: string, signal?: AbortSignal): Promise<void> {
    const { status, text } = await this.#short(
      'DELETE',
      `/locks?id=${encodeURIComponent(name)}`,
      undefined,
      signal,
    );
    if (status === 401 || status === 403) {
      throw new NotAllowedError(
        `${this.title} at ${
          this.#config.url
        } refused to free the lock ${name} (${status}): set ${
          this.key
        }.webAuth to the name and password of its pages (--web-username, --web-password)`,
      );
    }
    if (status !== 200 && status !== 404) {
      throw this.#notAtlantis(status, text, `freeing of the lock ${name}`);
    }
  }

  /** Sends the API secret with a command that is none. */
  async knock(signal?: AbortSignal): Promise<{ status: number; text: string }> {
    return await this.#short('POST', '/api/plan', '{}', signal);
  }

  async close(): Promise<void> {
    await this.#agent.destroy();
  }

  async #short(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body: string | undefined,
    signal?: AbortSignal,
  ) {
    const timeout = AbortSignal.timeout(SHORT_TIMEOUT_MS);
    try {
      const answer = await request(`${this.#config.url}${path}`, {
        method,
        body,
        headers: body ? this.#headers() : this.#webHeaders(),
        dispatcher: this.#agent,
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      return { status: answer.statusCode, text: await answer.body.text() };
    } catch (error) {
      signal?.throwIfAborted();
      throw this.#unreachable(error);
    }
  }

  #headers() {
    return {
      'content-type': 'application/json',
      'x-atlantis-token': this.#config.apiSecret,
    };
  }

  /** Only the pages ask for them; the API has its secret. */
  #webHeaders(): Record<string, string> {
    const { webAuth } = this.#config;
    if (!webAuth) {
      return {};
    }
    const pair = Buffer.from(`${webAuth.username}:${webAuth.password}`);
    return { authorization: `Basic ${pair.toString('base64')}` };
  }

  #unreachable(error: unknown): ServiceUnavailableError {
    if (isTls(codeOf(error))) {
      return withCause(
        new ServiceUnavailableError(
          `The certificate of ${this.title} at ${
            this.#config.url
          } is not trusted (${codeOf(error)}): set ${
            this.key
          }.tls.ca to the authority that signed it`,
        ),
        error,
      );
    }
    return withCause(
      new NotReachedError(
        `${this.title} at ${this.#config.url} can't be reached (${codeOf(
          error,
        )}): check ${this.key}.url and that Atlantis runs`,
      ),
      error,
    );
  }

  async #post(name: 'plan' | 'apply', body: string, signal: AbortSignal) {
    try {
      const answer = await request(`${this.#config.url}/api/${name}`, {
        method: 'POST',
        body,
        headers: this.#headers(),
        dispatcher: this.#agent,
        signal,
      });
      return { status: answer.statusCode, text: await answer.body.text() };
    } catch (error) {
      signal.throwIfAborted();
      const code = codeOf(error);
      if (NOT_SENT.has(code) || isTls(code)) {
        throw this.#unreachable(error);
      }
      throw withCause(
        new AnswerLostError(
          `The connection to ${this.title} at ${
            this.#config.url
          } ended without an answer`,
        ),
        error,
      );
    }
  }

  #parse(status: number, text: string, what: string) {
    const answer = commandAnswerSchema.safeParse(parseJson(text));
    if (answer.success) {
      return answer.data;
    }
    if (GATEWAY_STATUSES.includes(status)) {
      throw new AnswerLostError(
        `What stands before ${this.title} at ${
          this.#config.url
        } answered ${status} to the ${what}`,
      );
    }
    throw this.#notAtlantis(status, text, what);
  }

  #notAtlantis(
    status: number,
    text: string,
    what: string,
  ): ServiceUnavailableError {
    return new ServiceUnavailableError(
      `${this.title} at ${
        this.#config.url
      } answered ${status} to the ${what}, and not as Atlantis does: ${text.slice(
        0,
        MAX_WORDS,
      )}`,
    );
  }

  #refusal(status: number, words: string, what: string): Error {
    if (saysLocked(words)) {
      return new LockBusyError(words);
    }
    switch (status) {
      case 400:
        return new InputError(`${this.title} refused the ${what}: ${words}`);
      case 401:
        return new AuthenticationError(
          `${this.title} at ${
            this.#config.url
          } refused the API secret (${words}); set ${
            this.key
          }.apiSecret to what Atlantis was started with as --api-secret`,
        );
      case 403:
        return new NotAllowedError(
          `${this.title} refused the ${what}: ${words}; its --repo-allowlist or team allowlist must allow it`,
        );
      case 503:
        return new ServiceUnavailableError(
          `${this.title} at ${
            this.#config.url
          } has its API switched off (${words}); start it with --api-secret`,
        );
      default:
        return new ServiceUnavailableError(
          `${this.title} could not begin the ${what}: ${words}`,
        );
    }
  }
}
