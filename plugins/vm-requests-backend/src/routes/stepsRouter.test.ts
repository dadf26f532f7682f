import request from 'supertest';
import { mockCredentials } from '@backstage/backend-test-utils';
import { ExtendedHttpServer } from '@backstage/backend-defaults/rootHttpRouter';
import { anna, machineSpec, payments } from '../__testUtils__/company';
import { startRouter } from '../__testUtils__/startRouter';
import { useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';

const service = mockCredentials.service.header();

describe('steps over HTTP', () => {
  const database = useDatabase();
  let world: World;
  let server: ExtendedHttpServer;
  let stop: () => Promise<void>;

  beforeEach(async () => {
    world = new World(database());
    ({ server, stop } = await startRouter(world));
  });

  afterEach(() => stop());

  const step = (name: string, body: object, authorization = service) =>
    request(server)
      .post(`/api/vm-requests/v1/steps/${name}`)
      .set('authorization', authorization)
      .send(body);

  const opening = (task: string, overrides = {}) => ({
    spec: machineSpec(overrides),
    requestedBy: anna,
    task,
  });

  it('opens a request once for a task, and hands out what the rest needs', async () => {
    const first = await step('open', opening('t1'));
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({
      fqdn: 'web01.dev.acme.example',
      hardware: { cpus: 2, memoryMib: 4096, disksGib: [40] },
      placement: { clusters: ['fra1-dev-01'], folder: 'backlot/development' },
      network: { gateway: '10.20.210.1' },
      allocation: {
        key: 'web01.dev.acme.example/eth0/ipv4',
        description: `Backlot request ${first.body.request}`,
      },
      repository: {
        name: 'platform/infrastructure',
        branch: `vm/${first.body.request.toLowerCase()}`,
        directory: 'vms/development/web01',
      },
      annotation: { request: first.body.request, owner: payments },
    });
    const again = await step('open', opening('t1'));
    expect(again.body).toEqual(first.body);
  });

  it('opens one request for a task that comes twice at once', async () => {
    const answers = await Promise.all(
      ['t1', 't1', 't1'].map(task => step('open', opening(task))),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(answers.map(({ body }) => body.request)).size).toBe(1);
  });

  it('gives a name to one of several that come at once', async () => {
    const answers = await Promise.all(
      ['t1', 't2', 't3'].map(task => step('open', opening(task))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    const winner = answers.find(({ status }) => status === 200)!;
    const loser = answers.find(({ status }) => status === 409)!;
    expect(loser.body.error).toMatchObject({
      name: 'ConflictError',
      message: `The name web01 is taken by request ${winner.body.request}.`,
    });
  });

  it('gives no owner more than its quota, even at once', async () => {
    const answers = await Promise.all(
      [1, 2, 3, 4, 5].map(number =>
        step('open', opening(`t${number}`, { name: `web0${number}` })),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
    expect(
      answers.find(({ status }) => status !== 200)?.body.error.message,
    ).toMatch(/3 machines and open requests in Development; 3 are allowed/);
  });

  it('knows an owner however it is written', async () => {
    const answer = await step(
      'open',
      opening('t1', { owner: 'Team-Payments' }),
    );
    expect(answer.body.annotation).toMatchObject({ owner: payments });
  });

  it('refuses what policy does not allow, and another team’s name', async () => {
    const wrong = await step('open', opening('t1', { size: 'huge' }));
    expect(wrong.status).toBe(400);
    expect(wrong.body.error.message).toMatch(/There is no size huge/);
    const other = await step(
      'open',
      opening('t1', { owner: 'group:default/team-search' }),
    );
    expect(other.status).toBe(403);
    expect(other.body.error.message).toMatch(/a group that you are a member/);
    expect((await step('open', { task: 't1' })).status).toBe(400);
  });

  it('checks without opening anything', async () => {
    const checked = await step('check', {
      spec: machineSpec(),
      requestedBy: anna,
    });
    expect(checked.status).toBe(200);
    expect(checked.body).toMatchObject({ fqdn: 'web01.dev.acme.example' });
    expect(await world.request()).toBeUndefined();
  });

  it('is closed to people, and to tokens that are restricted to other things', async () => {
    const body = opening('t1');
    expect(
      (await step('open', body, mockCredentials.user.header())).status,
    ).toBe(403);
    const claims = await step(
      'claim',
      { request: 'r', task: 't' },
      mockCredentials.user.header(),
    );
    expect(claims.status).toBe(403);
  });

  it.each([
    ['', 400],
    ['group:default/', 400],
    ['/', 400],
    ['x'.repeat(300), 400],
    ['group:default/team-search', 403],
  ])(
    'answers for the owner %j with %s, and never with 500',
    async (owner, status) => {
      for (const name of ['open', 'check']) {
        const { task, ...rest } = opening('t1', { owner });
        const answer = await step(
          name,
          name === 'open' ? { task, ...rest } : rest,
        );
        expect([name, answer.status]).toEqual([name, status]);
      }
    },
  );

  it('keeps nothing of a private key, and does not repeat it', async () => {
    const secret = 'b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQ';
    for (const overrides of [
      { sshPublicKeys: [`-----BEGIN OPENSSH PRIVATE KEY----- ${secret}`] },
      { sshPublicKeys: [secret] },
      { purpose: secret },
    ]) {
      const refused = await step('open', opening('t1', overrides));
      expect(refused.status).toBe(400);
      expect(refused.text).toMatch(/private key/);
      expect(refused.text).not.toContain(secret.slice(0, 20));
    }
    for (const table of ['requests', 'attempts', 'events', 'names', 'logs']) {
      expect([table, await database()(table)]).toEqual([table, []]);
    }
  });

  const proposal = (
    opened: { request: string; attempt: string; allocation: { key: string } },
    files: { path: string; content: string }[],
  ) => ({
    request: opened.request,
    attempt: opened.attempt,
    files,
    placement: {
      source: 'lab',
      datacenter: { id: 'd', name: 'd' },
      cluster: { id: 'c', name: 'c' },
      resourcePool: { id: 'r', name: 'r' },
      datastore: { id: 's', name: 's' },
      network: { id: 'n', name: 'n' },
      template: { id: 't', name: 't', uuid: 'u' },
      reasons: [],
    },
    address: {
      address: '10.20.210.17',
      prefixLength: 24,
      gateway: '10.20.210.1',
      dnsServers: [],
      domain: 'dev.acme.example',
      key: opened.allocation.key,
    },
  });

  it('takes at most 50 files of 1 MiB together', async () => {
    const opened = (await step('open', opening('t1'))).body;
    const files = (count: number, bytes: number) =>
      Array.from({ length: count }, (_, index) => ({
        path: `vms/development/web01/file-${index}`,
        content: 'x'.repeat(bytes),
      }));
    for (const refused of [files(0, 1), files(51, 1), files(2, 524_289)]) {
      const answer = await step('propose', proposal(opened, refused));
      expect([refused.length, answer.status]).toEqual([refused.length, 400]);
    }
    const taken = await step('propose', proposal(opened, files(50, 20_971)));
    expect(taken.status).toBe(200);
  });

  it('takes only files of the machine’s own directory', async () => {
    const opened = (await step('open', opening('t1'))).body;
    const propose = (path: string) =>
      step('propose', proposal(opened, [{ path, content: '{}' }]));
    for (const path of [
      'atlantis.yaml',
      'vms/development/other/main.tf',
      'vms/development/web01/../other/main.tf',
      'vms/development/web01x/main.tf',
    ]) {
      const refused = await propose(path);
      expect([path, refused.status]).toEqual([path, 400]);
    }
    const taken = await propose('vms/development/web01/main.tf');
    expect(taken.body).toMatchObject({ number: 1 });
  });

  it('refuses a claim by a task that the ledger did not start', async () => {
    await world.prepare(world.peers.addTask('prepare-1'));
    const { id } = (await world.request())!;
    const early = await step('claim', { request: id, task: 'mine' });
    expect(early.status).toBe(409);
  });

  it('changes nothing for a task that failed without holding a request', async () => {
    expect((await step('fail', { task: 'unknown' })).body).toEqual({});
  });
});
