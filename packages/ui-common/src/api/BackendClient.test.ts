import { json, refusal, stubBackend } from '../testUtils/stubBackend';
import { BackendClient, pathWithQuery } from './BackendClient';

const base = 'http://backend.example/api/vm-inventory';

describe('BackendClient', () => {
  it('asks the backend of its plugin, until the signal comes', async () => {
    const backend = stubBackend(() => json({ id: 'a' }));
    const client = new BackendClient({ pluginId: 'vm-inventory', ...backend });
    const { signal } = new AbortController();

    await expect(client.get('/v1/store', { signal })).resolves.toEqual({
      id: 'a',
    });

    expect(backend.calls).toEqual([
      { method: 'GET', url: `${base}/v1/store`, signal },
    ]);
  });

  it('posts JSON, and has nothing to tell of an answer without content', async () => {
    const backend = stubBackend(() => new Response(null, { status: 204 }));
    const client = new BackendClient({ pluginId: 'vm-inventory', ...backend });

    await expect(client.post('/v1/refresh', { all: true })).resolves.toBe(
      undefined,
    );

    expect(backend.calls).toEqual([
      { method: 'POST', url: `${base}/v1/refresh`, body: { all: true } },
    ]);
  });

  it("throws a refusal with the backend's words", async () => {
    const backend = stubBackend(() =>
      refusal(409, 'ConflictError', 'The name is taken'),
    );
    const client = new BackendClient({ pluginId: 'vm-inventory', ...backend });

    await expect(client.get('/v1/store')).rejects.toMatchObject({
      statusCode: 409,
      body: { error: { message: 'The name is taken' } },
    });
  });

  it('hands on that nothing has changed', async () => {
    const backend = stubBackend(() => new Response(null, { status: 304 }));
    const client = new BackendClient({ pluginId: 'vm-inventory', ...backend });

    await expect(
      client.fetch('/v1/store', { headers: { 'If-None-Match': '"1"' } }),
    ).resolves.toMatchObject({ status: 304 });
  });
});

describe('pathWithQuery', () => {
  it.each([
    [{}, '/v1/machines'],
    [{ search: '', cursor: undefined }, '/v1/machines'],
    [
      { search: 'a&b', id: ['x', 'y'], offset: 0 },
      '/v1/machines?search=a%26b&id=x&id=y&offset=0',
    ],
  ])('writes %j as %s', (query, path) => {
    expect(pathWithQuery('/v1/machines', query)).toBe(path);
  });
});
