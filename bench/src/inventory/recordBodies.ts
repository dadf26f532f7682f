import { subscribe, unsubscribe } from 'node:diagnostics_channel';

const channel = 'undici:request:create';

/** The bodies that undici sends while something is done, in order. */
export async function recordBodies(
  something: () => Promise<unknown>,
): Promise<string[]> {
  const bodies: string[] = [];
  const record = (message: unknown) => {
    const { request } = message as { request: { body: unknown } };
    bodies.push(String(request.body));
  };
  subscribe(channel, record);
  try {
    await something();
  } finally {
    unsubscribe(channel, record);
  }
  return bodies;
}
