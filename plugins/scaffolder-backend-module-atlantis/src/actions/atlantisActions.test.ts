import { tmpdir } from 'node:os';
import { mockServices } from '@backstage/backend-test-utils';
import {
  ActionContext,
  TemplateAction,
} from '@backstage/plugin-scaffolder-node';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { JsonObject } from '@backstage/types';
import {
  AtlantisServers,
  DefaultAtlantisClient,
} from '@backlot/atlantis-client';
import { createGitForge, GitForge, GitForges } from '@backlot/git-forge';
import { Lab, labMachineFiles, startLab } from '@backlot/lab';
import { parse } from 'yaml';
import { createAtlantisApplyAction } from './atlantisApply';
import { examples as applyExamples } from './atlantisApply.examples';
import { createAtlantisPlanAction } from './atlantisPlan';
import { examples as planExamples } from './atlantisPlan.examples';

// A command is a few git processes, which a busy machine starts slowly.
jest.setTimeout(60_000);

const repository = 'platform/infrastructure';

type Files = Parameters<typeof labMachineFiles>[2];

describe('actions for Atlantis', () => {
  let lab: Lab;
  let forge: GitForge;
  let atlantis: DefaultAtlantisClient;
  let servers: AtlantisServers;
  let forges: GitForges;
  let machines = 0;

  beforeAll(async () => {
    lab = await startLab({ pace: { clone: 1, terraformLine: 0 } });
    forge = createGitForge({
      type: 'gitea',
      url: lab.forge.url,
      token: lab.forge.token,
      timeoutMs: 10_000,
      mergeTimeoutMs: 5_000,
      repositories: [repository],
    });
    atlantis = new DefaultAtlantisClient(
      {
        url: lab.atlantis.url,
        apiSecret: lab.atlantis.apiSecret,
        forgeType: 'Gitea',
        ca: undefined,

        concurrency: 4,
        timeouts: {
          connect: 5_000,
          plan: 30_000,
          apply: 30_000,
          lock: 5_000,
          settle: 2_000,
        },
        allow: [{ repository, directories: ['vms/*/*'] }],
      },
      {
        logger: mockServices.logger.mock(),
        pace: { pollMs: 20, lockMs: [20, 100] },
      },
    );
    servers = new AtlantisServers({ default: atlantis, payments: atlantis });
    forges = new GitForges({ default: forge, payments: forge });
  });

  afterAll(async () => {
    await atlantis.close();
    await forge.close();
    await lab.close();
  });

  afterEach(() => {
    lab.faults.switchOff();
  });

  async function commit(branch: string, name: string, changes: Files) {
    return await forge.commitFiles({
      repository,
      branch,
      baseBranch: 'main',
      message: `Propose ${name}`,
      files: Object.entries(labMachineFiles(lab, name, changes)).map(
        ([file, content]) => ({
          path: `vms/development/${name}/${file}`,
          content,
        }),
      ),
    });
  }

  async function propose(changes: Files = {}) {
    machines += 1;
    const name = `web${machines}`;
    const ref = `vm/${name}`;
    const { sha } = await commit(ref, name, changes);
    const { number } = await forge.openPullRequest({
      repository,
      head: ref,
      base: 'main',
      title: name,
      body: '',
    });
    return {
      name,
      sha,
      input: {
        repository,
        ref,
        baseBranch: 'main',
        pull: number,
        directory: `vms/development/${name}`,
      },
    };
  }

  /** Runs an action; gives its outputs, its log, and what auditors see. */
  async function run<I extends JsonObject, O extends JsonObject>(
    create: (
      auditor: ReturnType<typeof mockServices.auditor.mock>,
    ) => TemplateAction<I, O, 'v2'>,
    input: I,
    changes: Partial<ActionContext<I, O, 'v2'>> = {},
  ) {
    const outputs: Record<string, unknown> = {};
    const lines: string[] = [];
    const checkpoints: string[] = [];
    const events: string[] = [];
    const auditor = mockServices.auditor.mock({
      createEvent: async options => {
        events.push(options.eventId);
        return {
          success: async () => {
            events.push('success');
          },
          fail: async () => {
            events.push('fail');
          },
        };
      },
    });
    const context = createMockActionContext<I, O>({
      input,
      workspacePath: tmpdir(),
    });
    const done = create(auditor).handler({
      ...context,
      logger: mockServices.logger.mock({
        info: message => {
          lines.push(message);
        },
      }),
      output: (name, value) => {
        outputs[String(name)] = value;
      },
      checkpoint: async ({ key, fn }) => {
        checkpoints.push(key);
        return await fn();
      },
      ...changes,
    });
    const error: unknown = await done.then(
      () => undefined,
      reason => reason,
    );
    return { outputs, log: lines.join('\n'), checkpoints, events, error };
  }

  type Plan = ReturnType<typeof createAtlantisPlanAction>;
  type Apply = ReturnType<typeof createAtlantisApplyAction>;
  type Input<A> = A extends TemplateAction<infer I, infer _O, 'v2'> ? I : never;
  type Changes = Pick<
    Partial<ActionContext<JsonObject>>,
    'signal' | 'isDryRun'
  >;

  const plan = (input: Input<Plan>, changes?: Changes) =>
    run(() => createAtlantisPlanAction({ servers, forges }), input, changes);
  const apply = (input: Input<Apply>, changes?: Changes) =>
    run(
      auditor => createAtlantisApplyAction({ servers, auditor, forges }),
      input,
      changes,
    );

  async function proposeAndPlan() {
    const proposal = await propose();
    const { outputs, error } = await plan(proposal.input);
    expect(error).toBeUndefined();
    return {
      ...proposal,
      approved: {
        digest: String(outputs.digest),
        commit: String(outputs.commit),
        exact: outputs.exact === true,
      },
    };
  }

  describe('atlantis:plan', () => {
    it('outputs the plan, and logs the run', async () => {
      const { input, sha } = await propose();
      const { outputs, log, checkpoints, error } = await plan(input);
      expect(error).toBeUndefined();
      expect(outputs).toEqual({
        digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        exact: true,
        commit: sha,
        summary: { add: 2, change: 0, destroy: 0 },
        complete: true,
        changes: [
          expect.objectContaining({ type: 'terraform_data' }),
          expect.objectContaining({ actions: ['create'] }),
        ],
        deferredChanges: [],
        outputs: [],
        actions: [],
        deferredActions: [],
        checks: [],
        text: expect.stringContaining('Plan: 2 to add'),
        noChanges: false,
        jobUrl: expect.stringMatching(/\/jobs\//),
      });
      expect(log).toMatch(/Initializing the backend[^]*Plan: 2 to add/);
      expect(checkpoints).toEqual([
        `atlantis.plan.${repository}.${input.pull}.${input.directory}.${sha}`,
      ]);
      expect(JSON.parse(JSON.stringify(outputs))).toEqual(outputs);
    });

    it("fails with Terraform's words", async () => {
      const { input } = await propose({ hardware: { cpus: 'many' } });
      const { error, outputs } = await plan(input);
      expect(error).toMatchObject({
        name: 'TerraformFailedError',
        message: expect.stringContaining('Invalid value for input variable'),
      });
      expect(outputs).toEqual({});
    });

    it('refuses what configuration does not allow, in a dry run too', async () => {
      const { input } = await propose();
      for (const isDryRun of [true, false]) {
        const { error } = await plan(
          { ...input, directory: 'modules/rhel9-vm' },
          { isDryRun },
        );
        expect(error).toMatchObject({ name: 'NotAllowedError' });
      }
    });

    it('asks the Atlantis and the forge that it names, and no other', async () => {
      const { input, sha } = await propose();
      const { checkpoints, error } = await plan({
        ...input,
        server: 'payments',
        forge: 'payments',
        workspace: 'default',
      });

      expect(error).toBeUndefined();
      expect(checkpoints).toEqual([
        `atlantis.plan.payments.payments.${repository}.${input.pull}.${input.directory}.default.${sha}`,
      ]);
    });

    it.each([
      [{ server: 'search' }, 'There is no Atlantis "search"'],
      [{ forge: 'search' }, 'There is no Git forge "search"'],
    ])(
      'refuses %j, which the configuration does not have',
      async (named, words) => {
        const { input } = await propose();
        for (const isDryRun of [true, false]) {
          const { error } = await plan({ ...input, ...named }, { isDryRun });
          expect(error).toMatchObject({
            name: 'NotFoundError',
            message: expect.stringContaining(words),
          });
        }
      },
    );

    it('refuses a pull request that is closed, or of another branch', async () => {
      const { input } = await propose();
      const { error: other } = await plan({ ...input, ref: 'vm/other' });
      expect(other).toMatchObject({
        name: 'ConflictError',
        message: expect.stringContaining('not of vm/other'),
      });
      await forge.closePullRequest({ repository, number: input.pull });
      const { error } = await plan(input);
      expect(error).toMatchObject({
        name: 'ConflictError',
        message: expect.stringContaining('is closed'),
      });
    });

    it('says in a dry run what it would plan, and plans nothing', async () => {
      const { input, sha } = await propose();
      const { outputs, log, checkpoints, error } = await plan(input, {
        isDryRun: true,
      });
      expect(error).toBeUndefined();
      expect(outputs).toMatchObject({
        summary: { add: 0, change: 0, destroy: 0 },
        text: expect.stringContaining('nothing is planned'),
      });
      expect(log).toContain(`would plan ${input.directory}`);
      expect(checkpoints).toEqual([]);
      await expect(forge.commitStatuses({ repository, sha })).resolves.toEqual(
        [],
      );
    });

    it('ends when the task is cancelled', async () => {
      const { input } = await propose();
      lab.faults.switchOn({
        peer: 'atlantis',
        kind: 'slow',
        delayMs: 60_000,
        path: '/api/plan',
      });
      const abort = new AbortController();
      const planning = plan(input, { signal: abort.signal });
      abort.abort(new Error('the task was cancelled'));
      await expect(planning).resolves.toMatchObject({
        error: new Error('the task was cancelled'),
      });
    });
  });

  describe('atlantis:apply', () => {
    it('applies the approved plan once', async () => {
      const { name, input, approved } = await proposeAndPlan();
      const first = await apply({ ...input, approved });
      expect(first.error).toBeUndefined();
      const machine = lab.vcenter.machines.find({ name })!;
      expect(first.outputs).toEqual({
        alreadyApplied: false,
        text: expect.stringContaining('Apply complete!'),
        summary: { added: 2, changed: 0, destroyed: 0 },
        outputs: expect.objectContaining({
          moid: machine.moid,
          uuid: machine.uuid,
        }),
        jobUrl: expect.stringMatching(/\/jobs\//),
      });
      expect(first.log).toMatch(/: Creating\.\.\.[^]*Apply complete!/);
      expect(first.events).toEqual(['atlantis-apply', 'success']);
      expect(first.checkpoints).toEqual([
        `atlantis.apply.${repository}.${input.pull}.${input.directory}.${approved.digest}`,
      ]);

      const second = await apply({ ...input, approved });
      expect(second.outputs).toMatchObject({
        alreadyApplied: true,
        summary: { added: 0, changed: 0, destroyed: 0 },
      });
    });

    it('refuses a plan other than the approved one, with both digests', async () => {
      const { name, input, approved } = await proposeAndPlan();
      const digest = `sha256:${'1'.repeat(64)}`;
      const { error, events } = await apply({
        ...input,
        approved: { ...approved, digest },
      });
      expect(error).toMatchObject({
        name: 'ConflictError',
        message: expect.stringContaining(digest),
      });
      expect((error as Error).message).toContain(approved.digest);
      expect(events).toEqual(['atlantis-apply', 'fail']);
      expect(lab.vcenter.machines.find({ name })).toBeUndefined();
    });

    it('refuses a branch that moved since', async () => {
      const { name, input, approved } = await proposeAndPlan();
      const { sha } = await commit(input.ref, name, { hardware: { cpus: 64 } });
      const { error } = await apply({ ...input, approved });
      expect(error).toMatchObject({
        name: 'ConflictError',
        message: expect.stringContaining(sha),
      });
      expect(lab.vcenter.machines.find({ name })).toBeUndefined();
    });

    it('changes nothing in a dry run', async () => {
      const { name, input, approved } = await proposeAndPlan();
      const { outputs, events, error } = await apply(
        { ...input, approved },
        { isDryRun: true },
      );
      expect(error).toBeUndefined();
      expect(outputs.text).toContain('nothing is applied');
      expect(events).toEqual([]);
      expect(lab.vcenter.machines.find({ name })).toBeUndefined();
    });

    it("fails with Terraform's words", async () => {
      const { input, approved } = await proposeAndPlan();
      lab.faults.switchOn({
        peer: 'atlantis',
        kind: 'apply-fails-half-way',
        path: input.directory,
      });
      const { error, events } = await apply({ ...input, approved });
      expect(error).toMatchObject({
        name: 'TerraformFailedError',
        message: expect.stringContaining('customization failed'),
      });
      expect(events).toEqual(['atlantis-apply', 'fail']);
    });
  });

  it.each([
    ['atlantis:plan', planExamples],
    ['atlantis:apply', applyExamples],
  ])('has examples of %s that name it', (id, examples) => {
    for (const { example } of examples) {
      const { steps } = parse(example) as { steps: { action: string }[] };
      expect(steps.map(({ action }) => action)).toEqual([id]);
    }
  });
});
