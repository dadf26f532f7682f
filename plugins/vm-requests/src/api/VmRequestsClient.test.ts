import { json, refusal, stubBackend } from '@backlot/ui-common/testUtils';
import { VmRequestsClient } from './VmRequestsClient';

const base = 'http://backend.example/api/vm-requests/v1';
const id = '01JD 1';
const path = `${base}/requests/01JD%201`;

describe('VmRequestsClient', () => {
  it('asks for a page of requests by what is given', async () => {
    const page = { items: [], total: 0, byState: {} };
    const backend = stubBackend(() => json(page));

    await expect(
      new VmRequestsClient(backend).list({
        state: ['open', 'planned'],
        search: 'web & db',
        mine: undefined,
        owner: '',
        limit: 50,
        cursor: '01JD',
      }),
    ).resolves.toEqual(page);

    expect(backend.calls).toEqual([
      {
        method: 'GET',
        url: `${base}/requests?state=open&state=planned&search=web+%26+db&limit=50&cursor=01JD`,
      },
    ]);
  });

  it('asks for one request, its history, the policy and machines', async () => {
    const backend = stubBackend(() => json({ items: [] }));
    const client = new VmRequestsClient(backend);

    await client.get(id);
    await client.getEvents(id);
    await client.getForm(id);
    await client.getPolicy();
    await client.getMachines({ owner: 'group:default/a' });
    await client.checkName({
      name: 'a/b',
      environment: 'production',
      network: 'app',
    });

    expect(backend.calls.map(call => `${call.method} ${call.url}`)).toEqual([
      `GET ${path}`,
      `GET ${path}/events`,
      `GET ${path}/form`,
      `GET ${base}/policy`,
      `GET ${base}/machines?owner=group%3Adefault%2Fa&limit=500`,
      `GET ${base}/names/a%2Fb?environment=production&network=app`,
    ]);
  });

  it('sends what people decide', async () => {
    const backend = stubBackend(() => json({}));
    const client = new VmRequestsClient(backend);

    await client.approve(id, { digest: 'sha256:1', reason: undefined });
    await client.reject(id, { reason: 'too big' });
    await client.cancel(id, {});
    await client.start(id, { reason: 'sooner' });
    await client.retry(id, { reason: 'again' });
    await client.replan(id, { reason: 'moved on' });
    await client.rollBack(id, { reason: 'not wanted' });
    await client.preview({
      templateRef: 'template:default/a',
      values: { a: 1 },
    });

    expect(backend.calls).toEqual([
      {
        method: 'POST',
        url: `${path}/approve`,
        body: { digest: 'sha256:1' },
      },
      { method: 'POST', url: `${path}/reject`, body: { reason: 'too big' } },
      { method: 'POST', url: `${path}/cancel`, body: {} },
      { method: 'POST', url: `${path}/start`, body: { reason: 'sooner' } },
      { method: 'POST', url: `${path}/retry`, body: { reason: 'again' } },
      { method: 'POST', url: `${path}/replan`, body: { reason: 'moved on' } },
      {
        method: 'POST',
        url: `${path}/roll-back`,
        body: { reason: 'not wanted' },
      },
      {
        method: 'POST',
        url: `${base}/previews`,
        body: { templateRef: 'template:default/a', values: { a: 1 } },
      },
    ]);
  });

  it('asks what an adoption would do', async () => {
    const backend = stubBackend(() => json({}));
    const adoption = {
      source: 'lab',
      machine: 'vm-77',
      blueprint: 'rhel9-vm',
      environment: 'development',
      owner: 'group:default/team-payments',
    };

    await new VmRequestsClient(backend).previewAdoption(adoption);

    expect(backend.calls).toEqual([
      { method: 'POST', url: `${base}/adoptions/preview`, body: adoption },
    ]);
  });

  it('asks for one machine, what an operation would do to it, and its protection', async () => {
    const backend = stubBackend(() => json({}));
    const client = new VmRequestsClient(backend);
    const protection = { isProtected: true, reason: 'Holds the ledger' };

    await client.getMachine(id);
    await client.previewOperation(id, { kind: 'resize', input: { cpus: 4 } });
    await client.protect(id, protection);

    const machine = `${base}/machines/01JD%201`;
    expect(backend.calls).toEqual([
      { method: 'GET', url: machine },
      {
        method: 'POST',
        url: `${machine}/operations/resize/preview`,
        body: { input: { cpus: 4 } },
      },
      { method: 'POST', url: `${machine}/protection`, body: protection },
    ]);
  });

  it('throws what the backend says', async () => {
    const backend = stubBackend(() =>
      refusal(409, 'ConflictError', 'It was approved meanwhile.'),
    );

    await expect(
      new VmRequestsClient(backend).reject(id, { reason: 'no' }),
    ).rejects.toMatchObject({
      name: 'ResponseError',
      statusCode: 409,
      body: { error: { message: 'It was approved meanwhile.' } },
    });
  });

  it('does not have sent again what has not changed', async () => {
    const headers: (string | null)[] = [];
    const client = new VmRequestsClient({
      discoveryApi: { getBaseUrl: async () => base },
      fetchApi: {
        fetch: async (_url, init) => {
          const condition = new Headers(init?.headers).get('If-None-Match');
          headers.push(condition);
          return condition === 'W/"1"'
            ? new Response(null, { status: 304 })
            : new Response('{"id":"x"}', { headers: { etag: 'W/"1"' } });
        },
      },
    });

    const first = await client.get(id);
    expect(await client.get(id)).toBe(first);
    expect(headers).toEqual([null, 'W/"1"']);
  });

  it('tells of changes of one request until their stream ends', async () => {
    const backend = stubBackend(
      () =>
        new Response(
          'event: change\ndata: a\n\n: \n\nevent: change\ndata: b\n\nevent: goodbye\ndata: \n\n',
        ),
    );
    const onChange = jest.fn();
    await new VmRequestsClient(backend).followChanges(id, {
      signal: new AbortController().signal,
      onChange,
    });
    expect(onChange).toHaveBeenCalled();
    expect(backend.calls[0].url).toBe(`${path}/changes`);
  });

  describe('followLog', () => {
    const follow = async (
      stream: string,
      abort: AbortController = new AbortController(),
    ) => {
      const backend = stubBackend(() => new Response(stream));
      const lines: string[] = [];
      const followed = new VmRequestsClient(backend).followLog(id, 'apply', {
        signal: abort.signal,
        onLines: more => lines.push(...more),
      });
      return { backend, lines, followed };
    };

    it('hands over line by line until the end', async () => {
      const { backend, lines, followed } = await follow(
        'event: line\ndata: one\n\n: \n\nevent: line\ndata: \n\nevent: line\ndata: two\n\nevent: end\ndata: \n\n',
      );

      await expect(followed).resolves.toBeUndefined();
      expect(lines).toEqual(['one', '', 'two']);
      expect(backend.calls[0].url).toBe(`${path}/log?of=apply`);
    });

    it('throws what the backend says in the middle', async () => {
      const { lines, followed } = await follow(
        'event: line\ndata: one\n\nevent: error\ndata: Atlantis does not answer.\n\n',
      );

      await expect(followed).rejects.toThrow('Atlantis does not answer.');
      expect(lines).toEqual(['one']);
    });

    it('goes on elsewhere after a goodbye, without what it has', async () => {
      jest.useFakeTimers({ doNotFake: ['queueMicrotask', 'nextTick'] });
      try {
        const streams = [
          'event: line\ndata: one\n\nevent: line\ndata: two\n\nevent: goodbye\ndata: \n\n',
          'event: line\ndata: one\n\nevent: line\ndata: two\n\nevent: line\ndata: three\n\nevent: end\ndata: \n\n',
        ];
        const backend = stubBackend(() => new Response(streams.shift()));
        const lines: string[] = [];
        const followed = new VmRequestsClient(backend).followLog(id, 'apply', {
          signal: new AbortController().signal,
          onLines: more => lines.push(...more),
        });
        await jest.advanceTimersByTimeAsync(999);
        expect(backend.calls).toHaveLength(1);
        await jest.advanceTimersByTimeAsync(2_001);
        await followed;
        expect(lines).toEqual(['one', 'two', 'three']);
      } finally {
        jest.useRealTimers();
      }
    });

    it('does not take a log that broke off for a whole one', async () => {
      const { followed } = await follow('event: line\ndata: one\n\n');

      await expect(followed).rejects.toThrow(
        'The apply log broke off before its end.',
      );
    });
  });
});
