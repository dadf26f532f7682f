import {
  AuthService,
  BackstageCredentials,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { ResponseError, ServiceUnavailableError } from '@backstage/errors';
import { fetch, Response } from 'undici';
import { causeInWords, typedError, withCause } from '../errors';
import { waitBeforeRepeating } from './waitBeforeRepeating';

/**
 * A call of another plugin's backend.
 *
 * @public
 */
export interface PluginCall {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below the API of the plugin, with a slash in front. */
  path: string;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
  /** In whose name. */
  credentials: BackstageCredentials;
  timeoutMs: number;
  signal?: AbortSignal;
}

/** Statuses of a gateway, or of a backend that is starting. */
const PASSING = [502, 503, 504];

/**
 * The REST API of another plugin's backend, which may be in another process.
 *
 * @public
 */
export class PluginHttp {
  readonly #options: {
    auth: AuthService;
    discovery: DiscoveryService;
    pluginId: string;
    name: string;
    tries: number;
    pauseMs: number;
    isPatient: boolean;
  };

  constructor(options: {
    auth: AuthService;
    discovery: DiscoveryService;
    pluginId: string;
    /** What people call it, at the start of a sentence. */
    name: string;
    /** How many times a call that may be repeated is sent. */
    tries: number;
    /** Before the second try; then twice as long each time. */
    pauseMs: number;
    /** Asks again also where the plugin itself says that it is not available. */
    isPatient: boolean;
  }) {
    this.#options = options;
  }

  /**
   * Sends a call that does no harm when it is repeated, and repeats it where there was no answer, or
   * only one of a gateway.
   *
   * @throws the error that the plugin answered with, as the class that it was thrown as there
   */
  async sendSafely(call: PluginCall): Promise<Response> {
    const { tries, pauseMs } = this.#options;
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await this.send(call);
      } catch (error) {
        call.signal?.throwIfAborted();
        if (attempt === tries - 1 || !this.#passes(error)) {
          throw error;
        }
        await waitBeforeRepeating(attempt, pauseMs, call.signal);
      }
    }
  }

  /**
   * Sends a call once. What was not modified is an answer, too.
   *
   * @throws ServiceUnavailableError where there was no answer
   * @throws the error that the plugin answered with, as the class that it was thrown as there
   */
  async send(call: PluginCall): Promise<Response> {
    const { auth, discovery, pluginId, name } = this.#options;
    const { method, path, body, signal } = call;
    const baseUrl = await discovery.getBaseUrl(pluginId);
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: call.credentials,
      targetPluginId: pluginId,
    });
    const timeout = AbortSignal.timeout(call.timeoutMs);
    let response: Response;
    try {
      response = await fetch(`${baseUrl}${path}`, {
        method,
        headers: {
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...call.headers,
          authorization: `Bearer ${token}`,
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
    } catch (error) {
      signal?.throwIfAborted();
      throw withCause(
        new ServiceUnavailableError(
          `${name} did not answer ${method} ${
            path.split('?')[0]
          }: ${causeInWords(
            error,
          )}. Check that the backend with the ${pluginId} plugin is up and that discovery points to it.`,
        ),
        error,
      );
    }
    if (!response.ok && response.status !== 304) {
      throw typedError(await ResponseError.fromResponse(response));
    }
    return response;
  }

  #passes(error: unknown): boolean {
    if (error instanceof ResponseError) {
      return PASSING.includes(error.statusCode);
    }
    if (!(error instanceof ServiceUnavailableError)) {
      return false;
    }
    return !(error.cause instanceof ResponseError) || this.#options.isPatient;
  }
}
