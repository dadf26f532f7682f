import { DiscoveryApi, FetchApi } from '@backstage/core-plugin-api';

/** A backend that gives one answer, and what it was asked. */
export interface StubbedBackend {
  discoveryApi: DiscoveryApi;
  fetchApi: FetchApi;
  calls: { method: string; url: string; body?: unknown }[];
}

/** @param answer - for each call a new one, because a response is read once */
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
        });
        return answer();
      },
    },
  };
}

/** A response of JSON. */
export function json(body: unknown, status: number = 200): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json' },
  });
}

/** A refusal as Backstage's backends answer it. */
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
