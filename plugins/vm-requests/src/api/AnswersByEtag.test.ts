import { AnswersByEtag } from './AnswersByEtag';

/** A backend that holds one value, which counts as changed when it is set. */
function backendWith(first: unknown) {
  const backend = {
    value: first,
    sent: [] as (string | undefined)[],
    fetch: async (headers: Record<string, string>) => {
      const asked = headers['If-None-Match'];
      backend.sent.push(asked);
      const etag = `W/"${JSON.stringify(backend.value)}"`;
      return asked === etag
        ? new Response(null, { status: 304 })
        : new Response(JSON.stringify(backend.value), {
            headers: { etag },
          });
    },
  };
  return backend;
}

describe('AnswersByEtag', () => {
  it('answers the same object while nothing has changed', async () => {
    const answers = new AnswersByEtag();
    const backend = backendWith({ state: 'open' });

    const first = await answers.get('a', backend.fetch);
    const second = await answers.get('a', backend.fetch);
    backend.value = { state: 'planned' };
    const third = await answers.get('a', backend.fetch);

    expect(second).toBe(first);
    expect(third).toEqual({ state: 'planned' });
    expect(backend.sent).toEqual([
      undefined,
      'W/"{"state":"open"}"',
      'W/"{"state":"open"}"',
    ]);
  });

  it('asks without a condition for what it does not know, or has no ETag', async () => {
    const answers = new AnswersByEtag();
    const conditions: (string | undefined)[] = [];
    const ask = (key: string) =>
      answers.get(key, async headers => {
        conditions.push(headers['If-None-Match']);
        return new Response('{}');
      });

    await ask('a');
    await ask('a');
    await ask('b');

    expect(conditions).toEqual([undefined, undefined, undefined]);
  });

  it('forgets what was used longest ago', async () => {
    const answers = new AnswersByEtag();
    const backend = backendWith(1);
    for (let index = 0; index <= 50; index++) {
      await answers.get(`key ${index}`, backend.fetch);
    }
    backend.sent.length = 0;

    await answers.get('key 0', backend.fetch);
    await answers.get('key 50', backend.fetch);

    expect(backend.sent).toEqual([undefined, 'W/"1"']);
  });
});
