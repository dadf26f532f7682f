import { AtlantisSteps, firstResult, planOutput } from './AtlantisSteps';

/**
 * What Atlantis answers, posts and logs when it applies.
 *
 * @internal
 */
export function describeApplies(provide: () => AtlantisSteps): void {
  describe('apply', () => {
    it('plans anew, applies that, and then finds no changes', async () => {
      const steps = provide();
      const machine = await steps.propose();
      const { directory, command } = machine;
      const applied = await steps.atlantis.post('apply', command);

      expect(applied.status).toBe(200);
      const result = firstResult(applied.body);
      expect(result).toMatchObject({ Command: 0, PlanSuccess: null });
      expect(result.ApplySuccess).toContain(
        'Apply complete! Resources: 2 added, 0 changed, 0 destroyed.',
      );
      const [status] = await steps.statusesOf(
        machine,
        `atlantis/apply: ${directory}/default`,
      );
      expect(status).toMatchObject({
        status: 'success',
        description: 'Apply succeeded.',
      });
      expect(await steps.logOf(status)).toMatch(
        /: Creating\.\.\.[^]*Apply complete!/,
      );
      const [plan] = await steps.statusesOf(
        machine,
        `atlantis/plan: ${directory}/default`,
      );
      expect(plan.target_url).not.toBe(status.target_url);

      const again = await steps.atlantis.post('plan', command);
      expect(planOutput(again.body)).toContain(
        'No changes. Your infrastructure matches the configuration.',
      );
      const locks = await steps.atlantis.get('/api/locks');
      expect(JSON.parse(locks.text)).toEqual({ Locks: null });
    });

    it('fails when its plan failed, and says why only in the log of the plan', async () => {
      const steps = provide();
      const machine = await steps.proposeBroken();
      const answer = await steps.atlantis.post('apply', machine.command);
      expect(answer.status).toBe(500);
      expect(firstResult(answer.body)).toMatchObject({
        Error: {},
        Command: 0,
        ApplySuccess: '',
      });
      const [apply] = await steps.statusesOf(
        machine,
        `atlantis/apply: ${machine.directory}/default`,
      );
      expect(apply).toMatchObject({
        status: 'failure',
        description: 'Apply failed.',
      });
      expect(await steps.logOf(apply)).toContain('has status "plan_errored"');
      const [plan] = await steps.statusesOf(
        machine,
        `atlantis/plan: ${machine.directory}/default`,
      );
      expect(await steps.logOf(plan)).toContain(
        'No value for required variable',
      );
    });
  });
}
