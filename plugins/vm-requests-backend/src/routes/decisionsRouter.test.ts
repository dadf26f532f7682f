import request from 'supertest';
import { mockCredentials } from '@backstage/backend-test-utils';
import { ExtendedHttpServer } from '@backstage/backend-defaults/rootHttpRouter';
import { anna, approvers, priya } from '../__testUtils__/company';
import { startRouter } from '../__testUtils__/startRouter';
import { useDatabase } from '../__testUtils__/useDatabase';
import { World } from '../__testUtils__/World';

const jonas = 'user:default/jonas.lind';

describe('decisions over HTTP', () => {
  const database = useDatabase();
  let world: World;
  let server: ExtendedHttpServer;
  let stop: () => Promise<void>;
  let id: string;
  let digest: string;

  beforeEach(async () => {
    world = new World(database());
    ({ server, stop } = await startRouter(world));
    await world.prepare(world.peers.addTask('prepare-1'));
    const planned = (await world.request())!;
    id = planned.id;
    digest = planned.plan!.digest;
  });

  afterEach(() => stop());

  const post = (what: string, user: string, body: object) =>
    request(server)
      .post(`/api/vm-requests/v1/requests/${id}/${what}`)
      .set('authorization', mockCredentials.user.header(user))
      .send(body);

  it('approves by a member of an approver group, who saw the plan', async () => {
    const answer = await post('approve', priya, { digest, reason: 'Fine.' });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      state: 'approved',
      decision: { by: priya, approved: true, digest, reason: 'Fine.' },
    });
  });

  it.each([
    ['the requester', anna, /whoever asked .* cannot decide/],
    ['somebody else', jonas, /only members of the environment's approver/],
  ])('does not let %s approve', async (_, who, words) => {
    const answer = await post('approve', who, { digest });
    expect(answer.status).toBe(403);
    expect(answer.body.error.message).toMatch(words);
    expect((await world.request())?.state).toBe('planned');
  });

  it('asks anew whose a decision is, however lately a page was shown', async () => {
    const { body: page } = await request(server)
      .get(`/api/vm-requests/v1/requests/${id}`)
      .set('authorization', mockCredentials.user.header(priya));
    expect(page.can).toContain('approve');
    world.peers.ownership.set(priya, []);
    const answer = await post('approve', priya, { digest });
    expect(answer.status).toBe(403);
    expect((await world.request())?.state).toBe('planned');
  });

  it('does not let the requester approve who is an approver, too', async () => {
    world.peers.ownership.set(anna, [approvers]);
    expect((await post('approve', anna, { digest })).status).toBe(403);
  });

  it('does not take the decision of a service, nor of one in a person’s name', async () => {
    const path = `/api/vm-requests/v1/requests/${id}/approve`;
    const service = await request(server)
      .post(path)
      .set('authorization', mockCredentials.service.header())
      .send({ digest });
    expect(service.status).toBe(403);
    const inName = await request(server)
      .post(path)
      .set(
        'authorization',
        `Bearer ${mockCredentials.user.token(priya, {
          actor: { subject: 'plugin:scaffolder' },
        })}`,
      )
      .send({ digest });
    expect(inName.status).toBe(403);
    expect(inName.body.error.message).toMatch(/plugin:scaffolder cannot/);
    expect((await world.request())?.state).toBe('planned');
  });

  it('does not approve a plan that the person did not see', async () => {
    const answer = await post('approve', priya, { digest: 'sha256:0' });
    expect(answer.status).toBe(409);
    expect(answer.body.error.message).toMatch(/not the one that you saw/);
  });

  it('says so when it is decided already', async () => {
    await post('approve', priya, { digest });
    const twice = await post('approve', priya, { digest });
    expect(twice.status).toBe(409);
    expect(twice.body.error.message).toMatch(/approved already/);
  });

  it('rejects with a reason, after which nobody approves', async () => {
    expect((await post('reject', priya, {})).status).toBe(400);
    const rejected = await post('reject', priya, { reason: 'Too large.' });
    expect(rejected.body).toMatchObject({
      state: 'undoing',
      endsAs: 'rejected',
      message: 'Too large.',
      giveBack: [
        { what: 'pull-request', done: false },
        { what: 'apply-check', done: false },
        { what: 'reservation', done: false },
        { what: 'address', done: false },
        { what: 'machine-record', done: false },
      ],
    });
    const late = await post('approve', priya, { digest });
    expect(late.status).toBe(409);
    expect(late.body.error.message).toMatch(/it was rejected/);
  });

  it('requests changes, and can still approve', async () => {
    const asked = await post('request-changes', priya, { reason: 'For what?' });
    expect(asked.body).toMatchObject({
      state: 'changes-requested',
      message: 'For what?',
    });
    expect((await post('approve', priya, { digest })).body.state).toBe(
      'approved',
    );
  });

  it('cancels for the requester, and says what is being given back', async () => {
    const cancelled = await post('cancel', anna, {});
    expect(cancelled.body).toMatchObject({
      state: 'undoing',
      endsAs: 'cancelled',
      can: [],
    });
    expect((await post('retry', anna, {})).status).toBe(409);
    expect((await post('replan', anna, {})).status).toBe(409);
    expect((await post('roll-back', anna, { reason: 'x' })).status).toBe(409);
  });

  it('tells each person what it may do', async () => {
    const can = async (user: string) =>
      (
        await request(server)
          .get(`/api/vm-requests/v1/requests/${id}`)
          .set('authorization', mockCredentials.user.header(user))
      ).body.can;
    expect(await can(priya)).toEqual(['approve', 'reject', 'cancel']);
    expect(await can(anna)).toEqual(['cancel']);
  });

  it('knows no request that there is not', async () => {
    id = 'nothing';
    expect((await post('approve', priya, { digest })).status).toBe(404);
  });
});
