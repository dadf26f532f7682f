import { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';

/**
 * A backend that gives one answer, and what it was asked.
 *
 * @public
 */
export interface StubbedBackend {
  discoveryApi: DiscoveryApi;
  fetchApi: FetchApi;
  calls: {
    method: string;
    url: string;
    body?: unknown;
    signal?: AbortSignal;
  }[];
}

/**
 * Stands in for a backend behind a client.
 *
 * @param answer - for each call a new one, because a response is read once
 * @public
 */
export function stubBackend(answer: () => Response): StubbedBackend {
  const calls: StubbedBackend['calls'] = [];
  return {
    calls,
    discoveryApi: {
      getBaseUrl: async plugin => `http://backend.example/api/${plugin}`,
    },
    fetchApi: {
      fetch: async (input, init) => {
        calls.push({
          method: init?.method ?? 'GET',
          url: String(input),
          ...(init?.body ? { body: JSON.parse(String(init.body)) } : {}),
          ...(init?.signal ? { signal: init.signal } : {}),
        });
        return answer();
      },
    },
  };
}

/**
 * A response of JSON.
 *
 * @public
 */
export function json(body: unknown, status: number = 200): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json' },
  });
}

/**
 * A refusal as Backstage's backends answer it.
 *
 * @public
 */
export function refusal(
  status: number,
  name: string,
  message: string,
): Response {
  return json(
    { error: { name, message }, response: { statusCode: status } },
    status,
  );
}
