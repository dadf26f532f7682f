import { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';
import { ResponseError } from '@backstage/errors';

/**
 * Parameters of a call; those that are undefined or empty are left out, and a list is given value by
 * value.
 *
 * @public
 */
export type CallQuery = Record<
  string,
  string | number | boolean | readonly string[] | undefined
>;

/**
 * Calls the REST API of a plugin's backend as the signed-in user.
 *
 * @public
 */
export class BackendClient {
  readonly #pluginId: string;
  readonly #discoveryApi: DiscoveryApi;
  readonly #fetchApi: FetchApi;

  constructor(options: {
    pluginId: string;
    discoveryApi: DiscoveryApi;
    fetchApi: FetchApi;
  }) {
    this.#pluginId = options.pluginId;
    this.#discoveryApi = options.discoveryApi;
    this.#fetchApi = options.fetchApi;
  }

  /**
   * The answer, also where it is that nothing has changed (304), which only a caller with an
   * `If-None-Match` of its own is told.
   *
   * @param path - below the API of the plugin, with a slash in front
   * @throws ResponseError with the backend's own words when it refuses
   */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const baseUrl = await this.#discoveryApi.getBaseUrl(this.#pluginId);
    const response = await this.#fetchApi.fetch(`${baseUrl}${path}`, init);
    if (!response.ok && response.status !== 304) {
      throw await ResponseError.fromResponse(response);
    }
    return response;
  }

  /**
   * What a path answers.
   *
   * @throws ResponseError with the backend's own words when it refuses
   */
  async get<T>(path: string, options?: { signal?: AbortSignal }): Promise<T> {
    const response = await this.fetch(path, { signal: options?.signal });
    return response.json();
  }

  /**
   * Posts JSON; what is answered without content is undefined.
   *
   * @throws ResponseError with the backend's own words when it refuses
   */
  async post<T>(
    path: string,
    body: unknown,
    options?: { signal?: AbortSignal },
  ): Promise<T> {
    const response = await this.fetch(path, {
      method: 'POST',
      signal: options?.signal,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return response.status === 204 ? (undefined as T) : response.json();
  }
}

/**
 * A path with its parameters.
 *
 * @public
 */
export function pathWithQuery(path: string, query: CallQuery): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') {
      [value].flat().forEach(each => parameters.append(name, String(each)));
    }
  }
  const text = parameters.toString();
  return text ? `${path}?${text}` : path;
}
