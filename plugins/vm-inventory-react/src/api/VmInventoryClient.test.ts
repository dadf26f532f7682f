import { json, refusal, stubBackend } from '@backlot/ui-common/testUtils';
import { VmInventoryClient } from './VmInventoryClient';

const base = 'http://backend.example/api/vm-inventory/v1';

describe('VmInventoryClient', () => {
  it('asks for a page with its filters, order and cursor', async () => {
    const page = {
      items: [],
      total: 0,
      freshness: { version: 1, sources: [] },
    };
    const backend = stubBackend(() => json(page));
    const abort = new AbortController();

    await expect(
      new VmInventoryClient(backend).list(
        'resource-pool',
        {
          filter: { source: 'fra', cluster: ['a b', 'c&d'] },
          search: 'web',
          sort: '-name',
          limit: 100,
          cursor: 'x==',
        },
        { signal: abort.signal },
      ),
    ).resolves.toEqual(page);

    expect(backend.calls).toEqual([
      {
        method: 'GET',
        url: `${base}/resource-pools?source=fra&cluster=a+b&cluster=c%26d&search=web&sort=-name&limit=100&cursor=x%3D%3D`,
        signal: abort.signal,
      },
    ]);
  });

  it('leaves out what is not asked for', async () => {
    const backend = stubBackend(() => json({ items: [] }));

    await new VmInventoryClient(backend).list('machine', {
      search: '',
      sort: undefined,
    });

    expect(backend.calls[0].url).toBe(`${base}/machines`);
  });

  it('names an object by its source and id, whatever they hold', async () => {
    const backend = stubBackend(() => json({ id: 'a/b' }));

    await new VmInventoryClient(backend).get('host', {
      source: 'f r/a',
      id: 'a/b',
    });

    expect(backend.calls[0].url).toBe(`${base}/hosts/f%20r%2Fa/a%2Fb`);
  });

  it("asks for a machine's details", async () => {
    const backend = stubBackend(() => json({ disks: [] }));

    await expect(
      new VmInventoryClient(backend).getMachineDetails({
        source: 'fra',
        id: 'a/b',
      }),
    ).resolves.toEqual({ disks: [] });

    expect(backend.calls[0].url).toBe(`${base}/machines/fra/a%2Fb/details`);
  });

  it('asks for what is below a node, from an offset', async () => {
    const backend = stubBackend(() => json({ items: [] }));

    await new VmInventoryClient(backend).list('machine', {
      below: 'cluster:fra/domain-c7',
      offset: 0,
    });

    expect(backend.calls[0].url).toBe(
      `${base}/machines?below=cluster%3Afra%2Fdomain-c7&offset=0`,
    );
  });

  it('asks for levels of the tree and the way to a node', async () => {
    const backend = stubBackend(() => json({ items: [] }));
    const client = new VmInventoryClient(backend);

    await client.getTreeLevel({ view: 'hosts' });
    await client.getTreeLevel({
      view: 'folders',
      parent: { kind: 'source', source: 'fra', id: 'fra' },
      limit: 5,
      cursor: 'x',
    });
    await client.getTreePath({
      view: 'hosts',
      of: { kind: 'machine', source: 'fra', id: 'vm-1' },
    });

    expect(backend.calls.map(({ url }) => url)).toEqual([
      `${base}/tree?view=hosts`,
      `${base}/tree?view=folders&parent=source%3Afra&limit=5&cursor=x`,
      `${base}/tree/path?view=hosts&of=machine%3Afra%2Fvm-1`,
    ]);
  });

  it('gets a list as a file', async () => {
    const backend = stubBackend(() => new Response('id,name'));

    const file = await new VmInventoryClient(backend).exportObjects('machine', {
      format: 'csv',
      filter: { power: 'on' },
      search: '',
      sort: 'name',
    });

    expect(file.size).toBe(7);
    expect(backend.calls[0].url).toBe(
      `${base}/machines/export?power=on&format=csv&sort=name`,
    );
  });

  it('asks for sources and capacity', async () => {
    const backend = stubBackend(() => json({ items: [] }));
    const client = new VmInventoryClient(backend);

    await client.getSources();
    await client.getCapacity({ source: 'fra', datacenter: undefined });
    await client.getCapacityHistory({
      source: 'fra',
      kind: 'cluster',
      id: 'domain-c1',
      from: '2026-11-01',
      to: undefined,
    });
    await client.testSource('fra');

    expect(backend.calls.map(call => `${call.method} ${call.url}`)).toEqual([
      `GET ${base}/sources`,
      `GET ${base}/capacity?source=fra`,
      `GET ${base}/capacity/history?source=fra&kind=cluster&id=domain-c1&from=2026-11-01`,
      `GET ${base}/sources/fra/test`,
    ]);
  });

  it('sends what a placement and a refresh need', async () => {
    const backend = stubBackend(() => new Response(null, { status: 204 }));
    const client = new VmInventoryClient(backend);
    const request = {
      source: 'fra',
      network: 'n-1',
      template: 't-1',
      cpus: 2,
      memoryMib: 4096,
      diskBytes: 1,
    };

    await client.findPlacement(request);
    await expect(
      client.refreshSource('fra', { acceptLoss: true }),
    ).resolves.toBeUndefined();

    expect(backend.calls).toEqual([
      { method: 'POST', url: `${base}/placements`, body: request },
      {
        method: 'POST',
        url: `${base}/sources/fra/refresh`,
        body: { acceptLoss: true },
      },
    ]);
  });

  it('asks what can be done to a machine, does it and looks how it went', async () => {
    const backend = stubBackend(() => json({}));
    const client = new VmInventoryClient(backend);
    const ref = { source: 'fra', id: 'a/b' };

    await client.getOfferedOperations(ref);
    await client.changePower(ref, { operation: 'shut-down', force: true });
    await client.listSnapshots(ref);
    await client.takeSnapshot(ref, { name: 'before' });
    await client.revertToSnapshot(ref, 's/1');
    await client.deleteSnapshot(ref, 's/1');
    await client.listMachineOperations(ref, { cursor: '01JD' });
    await client.getMachineOperation(ref, '01JD');

    const machine = `${base}/machines/fra/a%2Fb`;
    expect(
      backend.calls.map(({ method, url, body }) => [method, url, body]),
    ).toEqual([
      ['GET', `${machine}/offered-operations`, undefined],
      ['POST', `${machine}/power`, { operation: 'shut-down', force: true }],
      ['GET', `${machine}/snapshots`, undefined],
      ['POST', `${machine}/snapshots`, { name: 'before' }],
      ['POST', `${machine}/snapshots/s%2F1/revert`, {}],
      ['DELETE', `${machine}/snapshots/s%2F1`, undefined],
      ['GET', `${machine}/operations?cursor=01JD`, undefined],
      ['GET', `${machine}/operations/01JD`, undefined],
    ]);
  });

  it('throws what the backend says', async () => {
    const backend = stubBackend(() =>
      refusal(404, 'NotFoundError', 'There is no source fra.'),
    );

    await expect(
      new VmInventoryClient(backend).refreshSource('fra'),
    ).rejects.toMatchObject({
      name: 'ResponseError',
      statusCode: 404,
      body: { error: { message: 'There is no source fra.' } },
    });
  });
});
