import { createServer, Server } from 'node:http';
import { once } from 'node:events';
import { AddressInfo } from 'node:net';
import { Proposal, startTestLab, TestLab } from './__testUtils__/startTestLab';
import { ApprovedPlan } from './AtlantisClient';
import { PlanChangedError, TerraformFailedError } from './errors';

// A command is a few git processes, which a busy machine starts slowly.
jest.setTimeout(60_000);

describe('DefaultAtlantisClient with a gate in the apply stage', () => {
  let gate: Server;
  let test: TestLab;
  let approvedDigest: string | undefined;
  let machines = 0;

  beforeAll(async () => {
    gate = createServer((request, response) => {
      const asked = new URL(request.url!, 'http://gate').searchParams;
      if (asked.get('digest') === approvedDigest) {
        response.writeHead(204).end();
      } else {
        response
          .writeHead(403, { 'content-type': 'application/json' })
          .end('{"error":{"name":"NotAllowedError","message":"Not that one"}}');
      }
    });
    gate.listen(0, '127.0.0.1');
    await once(gate, 'listening');
    const { port } = gate.address() as AddressInfo;
    test = await startTestLab({ url: `http://127.0.0.1:${port}` });
  });

  afterAll(async () => {
    await test.close();
    gate.close();
  });

  afterEach(() => test.lab.faults.switchOff());

  async function planned(): Promise<
    Proposal & { name: string; approved: ApprovedPlan }
  > {
    machines += 1;
    const name = `gated${machines}`;
    const proposal = await test.propose(name);
    const { digest, commit } = await test.connect().plan(proposal.command);
    approvedDigest = digest;
    return {
      ...proposal,
      name,
      approved: { digest: digest!, commit, exact: true, gated: true },
    };
  }

  async function runsOf({ command, directory }: Proposal) {
    return (await command.commitStatuses())
      .map(({ context }) => context)
      .filter(context => context.endsWith(`: ${directory}/default`));
  }

  /** Atlantis' own plan within an apply stands in the log; one of ours has a job besides. */
  function plansIn(log: string[]): number {
    return log.filter(line => line.startsWith('backlot-plan-digest: ')).length;
  }

  it('plans nothing before it applies', async () => {
    const proposal = await planned();
    const { command, approved, log } = proposal;
    log.length = 0;
    await expect(
      test.connect().apply({ ...command, approved }),
    ).resolves.toMatchObject({
      outcome: 'applied',
      text: expect.stringContaining('backlot-gate: approved'),
      summary: { added: 2 },
    });
    expect(plansIn(log)).toBe(1);
    expect(await runsOf(proposal)).toContain(
      `atlantis/apply: ${proposal.directory}/default`,
    );
  });

  it('is done the second time', async () => {
    const { command, approved } = await planned();
    const client = test.connect();
    await client.apply({ ...command, approved });
    await expect(client.apply({ ...command, approved })).resolves.toMatchObject(
      { outcome: 'already-applied' },
    );
  });

  it.each([
    ['at first', 1],
    ['at all, so that no log says why the second is refused', Infinity],
  ])(
    'is done where the forge does not tell of an earlier apply %s',
    async (_, looks) => {
      const { command, approved } = await planned();
      const client = test.connect();
      await client.apply({ ...command, approved });
      let looked = 0;
      await expect(
        client.apply({
          ...command,
          approved,
          commitStatuses: async () => {
            looked += 1;
            const statuses = await command.commitStatuses();
            return looked > looks
              ? statuses
              : statuses.filter(({ context }) => !context.includes('/apply: '));
          },
        }),
      ).resolves.toMatchObject({ outcome: 'already-applied' });
    },
  );

  it('says how the plan differs that the gate refused', async () => {
    const { command, approved, name } = await planned();
    const digest = `sha256:${'0'.repeat(64)}`;
    approvedDigest = digest;
    const error = await test
      .connect()
      .apply({ ...command, approved: { ...approved, digest } })
      .catch(e => e);
    expect(error).toBeInstanceOf(PlanChangedError);
    expect(error.message).toContain('2 to add, 0 to change, 0 to destroy');
    expect(test.lab.vcenter.machines.find({ name })).toBeUndefined();
  });

  it("says in the gate's words why the approved plan is refused", async () => {
    const { command, approved, name } = await planned();
    approvedDigest = undefined;
    const error = await test
      .connect()
      .apply({ ...command, approved })
      .catch(e => e);
    expect(error).toBeInstanceOf(TerraformFailedError);
    expect(error.message).toContain('Not that one');
    expect(test.lab.vcenter.machines.find({ name })).toBeUndefined();
  });

  it('says that somebody pushed, where the log is with the other commit', async () => {
    const { command, approved, directory, name } = await planned();
    approvedDigest = undefined;
    const { sha } = await test.forge.commitFiles({
      repository: command.repository,
      branch: command.ref,
      baseBranch: 'main',
      message: 'Push',
      files: [{ path: `${directory}/NOTES.md`, content: 'Pushed' }],
    });
    const error = await test
      .connect()
      .apply({ ...command, approved })
      .catch(e => e);
    expect(error).toBeInstanceOf(TerraformFailedError);
    expect(error.message).toMatch(
      new RegExp(
        `does not say why: commit ${approved.commit} was approved, and the branch is now at ${sha}. Somebody pushed to it$`,
      ),
    );
    expect(test.lab.vcenter.machines.find({ name })).toBeUndefined();
  });

  it('waits for an apply that is under way, and looks before it applies again', async () => {
    const { command, approved } = await planned();
    const abort = new AbortController();
    await test
      .connect()
      .apply({
        ...command,
        approved,
        signal: abort.signal,
        onLog: line => {
          if (line.includes(': Creating...')) {
            abort.abort();
          }
        },
      })
      .catch(e => e);
    await expect(
      test.connect().apply({ ...command, approved }),
    ).resolves.toMatchObject({ outcome: 'already-applied' });
  });
});
