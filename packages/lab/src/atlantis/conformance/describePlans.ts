import { unpaint } from '../terraform/ansi';
import { AtlantisSteps, firstResult, planOutput } from './AtlantisSteps';

/** What a box of Terraform's says, in one line. */
function words(log: string): string {
  return log.replace(/[\s│]+/g, ' ');
}

/**
 * What Atlantis answers, posts and logs when it plans.
 *
 * @internal
 */
export function describePlans(provide: () => AtlantisSteps): void {
  describe('plan', () => {
    it('answers the plan, and says so in commit statuses that lead to the log', async () => {
      const steps = provide();
      const machine = await steps.propose();
      const { directory, command } = machine;
      const answer = await steps.atlantis.post('plan', command);

      expect(answer.status).toBe(200);
      expect(answer.body).toEqual({
        Error: null,
        Failure: '',
        ProjectResults: [expect.anything()],
        PlansDeleted: false,
      });
      expect(firstResult(answer.body)).toMatchObject({
        Error: null,
        Failure: '',
        ApplySuccess: '',
        Command: 1,
        RepoRelDir: directory,
        Workspace: 'default',
        ProjectName: '',
      });
      const output = planOutput(answer.body);
      expect(output).toMatch(/^\+ resource "/m);
      expect(output).toContain('Plan: 2 to add, 0 to change, 0 to destroy.');
      expect(output).not.toContain('\u001b');

      const [newest, ...older] = await steps.statusesOf(
        machine,
        `atlantis/plan: ${directory}/default`,
      );
      expect(newest).toMatchObject({
        status: 'success',
        description: 'Plan: 2 to add, 0 to change, 0 to destroy.',
        target_url: expect.stringMatching(/\/jobs\/[0-9a-f-]{36}$/),
      });
      expect(older).toEqual([
        expect.objectContaining({
          status: 'pending',
          description: 'Plan in progress...',
          target_url: newest.target_url,
        }),
      ]);
      const combined = await steps.statusesOf(machine, 'atlantis/plan');
      // A webhook's run may have said something else at the same time.
      expect(combined.map(({ status }) => status)).toContain('pending');

      const log = await steps.atlantis.followJob(newest.target_url);
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
        'Plan: 2 to add, 0 to change, 0 to destroy.',
      );
    });

    it('prints commit, digest and plan, the same each time', async () => {
      const steps = provide();
      const { command, commit } = await steps.propose();
      const printed = [];
      for (let i = 0; i < 2; i++) {
        const { body } = await steps.atlantis.post('plan', command);
        printed.push(
          planOutput(body)
            .split('\n')
            .filter(line => line.startsWith('backlot-plan')),
        );
      }
      expect(printed[1]).toEqual(printed[0]);
      expect(printed[0]).toEqual([
        `backlot-plan-commit: ${commit}`,
        expect.stringMatching(/^backlot-plan-digest: sha256:[0-9a-f]{64}$/),
        expect.stringMatching(/^backlot-plan: [A-Za-z0-9+/]+=*$/),
      ]);
      const plan = Buffer.from(
        printed[0][2].replace('backlot-plan: ', ''),
        'base64',
      );
      expect(JSON.parse(plan.toString('utf8'))).toEqual({
        version: 2,
        complete: true,
        changes: [
          {
            address: 'module.vm.terraform_data.rebuild[0]',
            mode: 'managed',
            type: 'terraform_data',
            provider: expect.any(String),
            actions: ['create'],
            replacePaths: [],
            values: [
              { path: [], after: {} },
              { path: ['id'], unknown: true },
              { path: ['input'], after: null },
              { path: ['output'], after: null },
              { path: ['triggers_replace'], after: 0 },
            ],
          },
          {
            address: expect.any(String),
            mode: 'managed',
            type: expect.any(String),
            provider: expect.any(String),
            actions: ['create'],
            replacePaths: [],
            values: expect.arrayContaining([
              { path: [], after: {} },
              { path: ['num_cpus'], after: expect.any(Number) },
              { path: ['moid'], unknown: true },
            ]),
          },
        ],
        deferredChanges: [],
        outputs: expect.any(Array),
        actions: [],
        deferredActions: [],
        checks: expect.any(Array),
      });
    });

    it('drops the words of a failure from its answer, but not from the log', async () => {
      const steps = provide();
      const machine = await steps.proposeBroken();
      const answer = await steps.atlantis.post('plan', machine.command);
      expect(answer.status).toBe(500);
      expect(firstResult(answer.body)).toMatchObject({
        Error: {},
        Failure: '',
        PlanSuccess: null,
      });
      const [status] = await steps.statusesOf(
        machine,
        `atlantis/plan: ${machine.directory}/default`,
      );
      expect(status).toMatchObject({
        status: 'failure',
        description: 'Plan failed.',
      });
      const log = await steps.logOf(status);
      expect(log).toMatch(/│ Error: No value for required variable/);
      expect(log).toContain('╵');
      expect(log).toMatch(/\r\nError:\r\n.*exit status 1/);
    });

    it('plans with no other provider version than the pinned one', async () => {
      const steps = provide();
      const pinned = {
        terraform: {
          required_providers: {
            vsphere: { source: 'vmware/vsphere', version: '= 1.99.0' },
          },
        },
      };
      const machine = await steps.propose(files => ({
        ...files,
        'versions.tf.json': JSON.stringify(pinned),
      }));
      const answer = await steps.atlantis.post('plan', machine.command);
      expect(answer.status).toBe(500);
      const [status] = await steps.statusesOf(
        machine,
        `atlantis/plan: ${machine.directory}/default`,
      );
      expect(words(await steps.logOf(status))).toContain(
        'no available releases match the given constraints >= 1.26.0, 1.99.0, < 3.0.0',
      );
    });

    it('plans with no other provider version than the locked one', async () => {
      const steps = provide();
      const machine = await steps.propose(files => ({
        ...files,
        '.terraform.lock.hcl':
          'provider "registry.terraform.io/vmware/vsphere" {\n  version = "1.99.0"\n}\n',
      }));
      const answer = await steps.atlantis.post('plan', machine.command);
      expect(answer.status).toBe(500);
      const [status] = await steps.statusesOf(
        machine,
        `atlantis/plan: ${machine.directory}/default`,
      );
      expect(words(await steps.logOf(status))).toContain(
        'locked provider registry.terraform.io/vmware/vsphere 1.99.0 does not match configured version constraint',
      );
    });

    it('says of an unknown directory only in the log that there is none', async () => {
      const steps = provide();
      const machine = await steps.propose();
      const answer = await steps.atlantis.post('plan', {
        ...machine.command,
        Paths: [{ directory: 'vms/development/nowhere' }],
      });
      expect(answer.status).toBe(500);
      expect(firstResult(answer.body)).toMatchObject({ Error: {} });
      const [status] = await steps.statusesOf(
        machine,
        'atlantis/plan: vms/development/nowhere/default',
      );
      expect(await steps.logOf(status)).toContain(
        'dir "vms/development/nowhere" does not exist',
      );
    });
  });
}
