import { request } from 'undici';

/**
 * A running forge that speaks Gitea's API, with a repository that the suite may write to. Its
 * default branch is `main`, and it holds at least one file.
 *
 * @public
 */
export interface ForgeUnderTest {
  /** Without a trailing slash. */
  url: string;
  /** Token of an account that may write to the repository. */
  token: string;
  owner: string;
  repository: string;
}

/** @internal */
export interface ForgeAnswer<T> {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: T;
}

/** @internal */
export interface ForgeCall {
  body?: object;
  /** Another token than the one of the forge under test, or null for none. */
  token?: string | null;
}

/**
 * Calls the API of a forge under test; paths begin behind the repository's name.
 *
 * @internal
 */
export async function callForge<T = Record<string, unknown>>(
  forge: ForgeUnderTest,
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  call: ForgeCall = {},
): Promise<ForgeAnswer<T>> {
  const { owner, repository, url } = forge;
  const token = call.token === undefined ? forge.token : call.token;
  const answer = await request(
    path.startsWith('~')
      ? `${url}/api/v1${path.slice(1)}`
      : `${url}/api/v1/repos/${owner}/${repository}${path}`,
    {
      method,
      headers: {
        ...(token && { authorization: `token ${token}` }),
        ...(call.body && { 'content-type': 'application/json' }),
      },
      body: call.body && JSON.stringify(call.body),
    },
  );
  const text = await answer.body.text();
  const json = String(answer.headers['content-type']).includes('json');
  return {
    status: answer.statusCode,
    headers: answer.headers,
    body: (json && text ? JSON.parse(text) : text) as T,
  };
}
