import { request } from 'undici';

/** Where a NetBox is, and what it is asked with. */
export interface NetBoxAccess {
  url: string;
  token: string;
}

/** One call of NetBox's API as a script makes it. @throws Error with NetBox's words */
export async function askNetBox<T>(
  { url, token }: NetBoxAccess,
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  body?: object,
): Promise<T> {
  const answer = await request(`${url}/api/${path}`, {
    method,
    headers: {
      authorization: `Token ${token}`,
      'content-type': 'application/json',
    },
    body: body && JSON.stringify(body),
  });
  const text = await answer.body.text();
  if (answer.statusCode >= 300) {
    throw new Error(`NetBox answered ${answer.statusCode}: ${text}`);
  }
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

async function idOf(netbox: NetBoxAccess, path: string): Promise<number> {
  const { results } = await askNetBox<{ results: { id: number }[] }>(
    netbox,
    'GET',
    path,
  );
  return results[0].id;
}

/** The id of a prefix. */
export async function prefixId(
  netbox: NetBoxAccess,
  prefix: string,
): Promise<number> {
  return idOf(netbox, `ipam/prefixes/?prefix=${prefix}`);
}

/** The id of the cluster with a name. */
export async function clusterId(
  netbox: NetBoxAccess,
  name: string,
): Promise<number> {
  return idOf(netbox, `virtualization/clusters/?name=${name}`);
}
