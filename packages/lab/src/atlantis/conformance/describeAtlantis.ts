import { randomBytes } from 'node:crypto';
import { unpaint } from '../terraform/ansi';
import { AtlantisDriver } from './AtlantisDriver';
import { AtlantisUnderTest } from './AtlantisUnderTest';
import { CommitStatus, GiteaDriver, Proposal } from './GiteaDriver';

/**
 * What Atlantis' API does, as tests that run against the real one and against the lab's.
 *
 * @param start - called once, before the tests
 * @param stop - called once, after them
 * @public
 */
// eslint-disable-next-line jest/no-export -- the same tests are called for each peer
export function describeAtlantis(
  name: string,
  start: () => Promise<AtlantisUnderTest>,
  stop: () => Promise<void>,
): void {
  describe(`${name} behaves as Atlantis`, () => {
    let under: AtlantisUnderTest;
    let atlantis: AtlantisDriver;
    let forge: GiteaDriver;

    beforeAll(async () => {
      under = await start();
      atlantis = new AtlantisDriver(under.atlantis);
      forge = new GiteaDriver(under.forge);
    });

    afterAll(async () => {
      await stop();
    });

    function machineName(): string {
      return `conf-${randomBytes(4).toString('hex')}`;
    }

    function directoryOf(machine: string): string {
      return `vms/development/${machine}`;
    }

    async function propose(
      machine: string,
      change: (files: Record<string, string>) => Record<string, string> = f =>
        f,
    ): Promise<Proposal> {
      const files = change(under.project(machine));
      return await forge.propose(
        `vm/${machine}`,
        Object.fromEntries(
          Object.entries(files).map(([path, text]) => [
            `${directoryOf(machine)}/${path}`,
            text,
          ]),
        ),
      );
    }

    function commandFor(proposal: Proposal, directory: string) {
      return {
        Repository: `${under.forge.owner}/${under.forge.repository}`,
        Ref: proposal.branch,
        base_branch: 'main',
        Type: 'Gitea',
        PR: proposal.pull,
        Paths: [{ directory, workspace: 'default' }],
      };
    }

    async function statusesOf(
      proposal: Proposal,
      context: string,
    ): Promise<CommitStatus[]> {
      return (await forge.statuses(proposal.commit)).filter(
        status => status.context === context,
      );
    }

    function firstResult(body: Record<string, unknown>) {
      return (body.ProjectResults as Array<Record<string, unknown>>)[0];
    }

    async function logOf(status: CommitStatus): Promise<string> {
      const { frames } = await atlantis.followJob(status.target_url);
      return unpaint(Buffer.concat(frames).toString('utf8'));
    }

    it('refuses a wrong API secret', async () => {
      await expect(atlantis.post('plan', {}, 'wrong')).resolves.toEqual({
        status: 401,
        body: {
          error: 'header X-Atlantis-Token did not match expected secret',
        },
      });
    });

    it.each([
      ['no JSON', 'nonsense'],
      ['fields missing', {}],
      [
        'an unknown forge type',
        { Repository: 'o/r', Ref: 'main', Type: 'Sourceforge' },
      ],
      [
        'a workspace that is a path',
        {
          Repository: 'o/r',
          Ref: 'main',
          Type: 'Gitea',
          Paths: [{ directory: 'x', workspace: '../y' }],
        },
      ],
    ])('answers 400 to a body with %s', async (_what, body) => {
      const answer = await atlantis.post('plan', body);
      expect(answer.status).toBe(400);
      expect(answer.body).toEqual({ error: expect.any(String) });
    });

    it('tells locks, health and version without a token', async () => {
      expect(JSON.parse((await atlantis.get('/api/locks')).text)).toEqual({
        Locks: null,
      });
      expect(JSON.parse((await atlantis.get('/healthz')).text)).toEqual({
        status: 'ok',
      });
      expect(JSON.parse((await atlantis.get('/status')).text)).toEqual({
        shutting_down: false,
        in_progress_operations: expect.any(Number),
        version: expect.stringMatching(
          /^\S+ \(commit: .*\) \(build date: .*\)$/,
        ),
      });
    });

    it('plans, and says so in commit statuses that lead to the log', async () => {
      const machine = machineName();
      const proposal = await propose(machine);
      const answer = await atlantis.post(
        'plan',
        commandFor(proposal, directoryOf(machine)),
      );

      expect(answer.status).toBe(200);
      expect(answer.body).toEqual({
        Error: null,
        Failure: '',
        ProjectResults: [expect.anything()],
        PlansDeleted: false,
      });
      const result = firstResult(answer.body);
      expect(result).toMatchObject({
        Error: null,
        Failure: '',
        ApplySuccess: '',
        Command: 1,
        RepoRelDir: directoryOf(machine),
        Workspace: 'default',
        ProjectName: '',
      });
      const { TerraformOutput } = result.PlanSuccess as {
        TerraformOutput: string;
      };
      expect(TerraformOutput).toMatch(/^\+ resource "/m);
      expect(TerraformOutput).toContain(
        'Plan: 1 to add, 0 to change, 0 to destroy.',
      );
      expect(TerraformOutput).not.toContain('\u001b');

      const [newest, ...older] = await statusesOf(
        proposal,
        `atlantis/plan: ${directoryOf(machine)}/default`,
      );
      expect(newest).toMatchObject({
        status: 'success',
        description: 'Plan: 1 to add, 0 to change, 0 to destroy.',
        target_url: expect.stringMatching(/\/jobs\/[0-9a-f-]{36}$/),
      });
      expect(older).toEqual([
        expect.objectContaining({
          status: 'pending',
          description: 'Plan in progress...',
          target_url: newest.target_url,
        }),
      ]);
      const combined = await statusesOf(proposal, 'atlantis/plan');
      // A webhook's run may have said something else at the same time.
      expect(combined.map(({ status }) => status)).toContain('pending');

      const log = await atlantis.followJob(newest.target_url);
      expect(log.closeCode).toBe(1006);
      expect(log.binary).toBe(true);
      for (const frame of log.frames) {
        expect(frame[0]).toBe('\r'.charCodeAt(0));
        expect(frame[frame.length - 1]).toBe('\n'.charCodeAt(0));
      }
      const painted = Buffer.concat(log.frames).toString('utf8');
      expect(painted).toContain('\u001b[');
      expect(unpaint(painted)).toMatch(/^\r? {2}\+ resource "/m);
      expect(unpaint(painted)).toContain(
        'Plan: 1 to add, 0 to change, 0 to destroy.',
      );
    });

    it('shows a page for a job, and refuses the socket of an unknown one', async () => {
      const page = await atlantis.get('/jobs/unknown');
      expect(page.status).toBe(200);
      expect(page.text).toMatch(/<html/);
      await expect(atlantis.followJob('x/jobs/unknown')).rejects.toThrow(
        'Unexpected server response: 500',
      );
    });

    it('prints the same digest for the same plan', async () => {
      if (!under.printsDigest) {
        return;
      }
      const machine = machineName();
      const proposal = await propose(machine);
      const digests = [];
      for (let i = 0; i < 2; i++) {
        const { body } = await atlantis.post(
          'plan',
          commandFor(proposal, directoryOf(machine)),
        );
        const { TerraformOutput } = firstResult(body).PlanSuccess as {
          TerraformOutput: string;
        };
        digests.push(
          /^backlot-plan-digest: (sha256:[0-9a-f]{64})$/m.exec(
            TerraformOutput,
          )?.[1],
        );
        const plan = /^backlot-plan: (\S+)$/m.exec(TerraformOutput)?.[1] ?? '';
        expect(
          JSON.parse(Buffer.from(plan, 'base64').toString('utf8')),
        ).toMatchObject({
          version: 1,
          changes: [{ actions: ['create'], after: expect.anything() }],
        });
      }
      expect(digests[0]).toBeDefined();
      expect(digests[1]).toBe(digests[0]);
    });

    it('drops the words of a failed plan from its answer, but not from the log', async () => {
      const machine = machineName();
      const proposal = await propose(machine, files => ({
        ...files,
        'vm.auto.tfvars.json': '{}',
      }));
      const answer = await atlantis.post(
        'plan',
        commandFor(proposal, directoryOf(machine)),
      );
      expect(answer.status).toBe(500);
      expect(firstResult(answer.body)).toMatchObject({
        Error: {},
        Failure: '',
        PlanSuccess: null,
      });
      const [status] = await statusesOf(
        proposal,
        `atlantis/plan: ${directoryOf(machine)}/default`,
      );
      expect(status).toMatchObject({
        status: 'failure',
        description: 'Plan failed.',
      });
      const log = await logOf(status);
      expect(log).toMatch(/│ Error: No value for required variable/);
      expect(log).toContain('╵');
      expect(log).toMatch(/\r\nError:\r\n.*exit status 1/);
    });

    it('fails an apply whose plan failed', async () => {
      const machine = machineName();
      const proposal = await propose(machine, files => ({
        ...files,
        'vm.auto.tfvars.json': '{}',
      }));
      const answer = await atlantis.post(
        'apply',
        commandFor(proposal, directoryOf(machine)),
      );
      expect(answer.status).toBe(500);
      expect(firstResult(answer.body)).toMatchObject({
        Error: {},
        Command: 0,
        ApplySuccess: '',
      });
    });

    it('says of an unknown directory only in the log that there is none', async () => {
      const machine = machineName();
      const proposal = await propose(machine);
      const answer = await atlantis.post(
        'plan',
        commandFor(proposal, 'vms/development/nowhere'),
      );
      expect(answer.status).toBe(500);
      expect(firstResult(answer.body)).toMatchObject({ Error: {} });
      const [status] = await statusesOf(
        proposal,
        'atlantis/plan: vms/development/nowhere/default',
      );
      expect(await logOf(status)).toContain(
        'dir "vms/development/nowhere" does not exist',
      );
    });

    it('answers an empty result when no project is named', async () => {
      const proposal = await propose(machineName());
      const answer = await atlantis.post('plan', {
        ...commandFor(proposal, ''),
        Paths: undefined,
      });
      expect(answer).toEqual({
        status: 200,
        body: expect.objectContaining({ ProjectResults: [] }),
      });
    });

    it('answers 500 with words when the ref is unknown', async () => {
      const proposal = await propose(machineName());
      const answer = await atlantis.post('plan', {
        ...commandFor(proposal, 'vms'),
        Ref: 'vm/nowhere',
      });
      expect(answer.status).toBe(500);
      expect(answer.body).toEqual({
        error: expect.stringContaining(
          "couldn't find remote ref refs/heads/vm/nowhere",
        ),
      });
    });

    it('applies what it planned, and then finds no changes', async () => {
      const machine = machineName();
      const proposal = await propose(machine);
      const command = commandFor(proposal, directoryOf(machine));
      const applied = await atlantis.post('apply', command);

      expect(applied.status).toBe(200);
      const result = firstResult(applied.body);
      expect(result).toMatchObject({ Command: 0, PlanSuccess: null });
      expect(result.ApplySuccess).toContain(
        'Apply complete! Resources: 1 added, 0 changed, 0 destroyed.',
      );
      const [status] = await statusesOf(
        proposal,
        `atlantis/apply: ${directoryOf(machine)}/default`,
      );
      expect(status).toMatchObject({
        status: 'success',
        description: 'Apply succeeded.',
      });
      expect(await logOf(status)).toMatch(
        /: Creating\.\.\.[^]*Apply complete!/,
      );
      const [plan] = await statusesOf(
        proposal,
        `atlantis/plan: ${directoryOf(machine)}/default`,
      );
      expect(plan.target_url).not.toBe(status.target_url);

      const again = await atlantis.post('plan', command);
      const { TerraformOutput } = firstResult(again.body).PlanSuccess as {
        TerraformOutput: string;
      };
      expect(TerraformOutput).toContain(
        'No changes. Your infrastructure matches the configuration.',
      );
      expect(JSON.parse((await atlantis.get('/api/locks')).text)).toEqual({
        Locks: null,
      });
    });
  });
}
