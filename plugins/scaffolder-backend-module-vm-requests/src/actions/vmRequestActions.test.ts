import { parse } from 'yaml';
import { mockServices } from '@backstage/backend-test-utils';
import {
  ConflictError,
  InputError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { emptyPlanSections } from '@backlot/plugin-vm-requests-common';
import { freeTurns } from '../__testUtils__/freeTurns';
import { MemoryLedger } from '../__testUtils__/MemoryLedger';
import { createVmRequestAdoptAction } from './vmRequestAdopt';
import { createVmRequestBatchAction } from './vmRequestBatch';
import { createVmRequestClaimAction } from './vmRequestClaim';
import { createVmRequestCompleteAction } from './vmRequestComplete';
import { createVmRequestOperateAction } from './vmRequestOperate';
import { createVmRequestFailAction } from './vmRequestFail';
import { createVmRequestOpenAction } from './vmRequestOpen';
import { createVmRequestProposeAction } from './vmRequestPropose';
import { createVmRequestSubmitAction } from './vmRequestSubmit';

const anna = 'user:default/anna';
const commit = 'c'.repeat(40);
const digest = `sha256:${'0'.repeat(64)}`;
const attempt = { request: '01J', attempt: 'A1' };

const machine = {
  name: 'web01',
  environment: 'development',
  size: 'small',
  source: 'lab',
  datacenter: 'fra1',
  network: 'fra1-dev-app',
  template: 'rhel9-2026.11',
  sshPublicKeys: ['ssh-ed25519 AAAA'],
  owner: 'group:default/payments',
  purpose: 'Payment API',
};

describe('the actions of the ledger', () => {
  let ledger: MemoryLedger;
  let permissions: ReturnType<typeof mockServices.permissions>;

  beforeEach(() => {
    ledger = new MemoryLedger();
    permissions = mockServices.permissions();
  });

  function contextOf<I extends object>(input: I, overrides: object = {}) {
    const output = jest.fn();
    const context = {
      ...createMockActionContext({
        input: input as never,
        task: { id: 'task-1' },
        user: { ref: anna },
      }),
      output,
      isDryRun: false,
      ...overrides,
    };
    return {
      context,
      outputs: () => Object.fromEntries(output.mock.calls),
    };
  }

  describe('vm-request:open', () => {
    const run = async (input: object, overrides: object = {}) => {
      const action = createVmRequestOpenAction({ ledger, permissions });
      const { context, outputs } = contextOf(input, overrides);
      await action.handler(context);
      return outputs();
    };

    it('opens in the name of the user that started the task', async () => {
      expect(await run(machine)).toMatchObject({
        request: '01J',
        attempt: 'A1',
        interfaces: [{ name: 'eth0', macAddress: '00:50:56:12:34:56' }],
        allocation: { key: 'web01.dev.acme.example/eth0/ipv4' },
        url: '/vm-requests/01J',
      });
      expect(ledger.calls).toEqual([
        [
          'open',
          {
            spec: { ...machine, blueprint: 'rhel9-vm', extraDisks: [] },
            requestedBy: anna,
            task: 'task-1',
          },
        ],
      ]);
    });

    it('passes on for whom it is, and its start', async () => {
      const asked = {
        requestedFor: 'user:default/omar',
        startAt: '2026-12-03T08:00',
      };
      await run({ ...machine, ...asked });
      await run({ ...machine, ...asked }, { isDryRun: true });
      expect(ledger.calls).toEqual([
        ['open', expect.objectContaining(asked)],
        ['check', expect.objectContaining(asked)],
      ]);
    });

    it('only checks in a dry run', async () => {
      expect(await run(machine, { isDryRun: true })).toMatchObject({
        request: '01J',
        attempt: 'dry-run',
        interfaces: [{ name: 'eth0', macAddress: '00:50:56:12:34:56' }],
      });
      expect(ledger.calls.map(([name]) => name)).toEqual(['check']);
    });

    it('leaves it to the ledger to know a task that no user started', async () => {
      await run(machine, { user: undefined });
      expect(ledger.calls).toEqual([
        ['open', expect.objectContaining({ requestedBy: undefined })],
      ]);
    });

    it('refuses a dry run that no user started', async () => {
      await expect(
        run(machine, { user: undefined, isDryRun: true }),
      ).rejects.toThrow(/no user started this task/);
      expect(ledger.calls).toEqual([]);
    });

    it('refuses a user without permission', async () => {
      permissions = mockServices.permissions({ result: AuthorizeResult.DENY });
      await expect(run(machine)).rejects.toThrow(
        /user:default\/anna may not open requests/,
      );
      expect(ledger.calls).toEqual([]);
    });

    it('names what is missing', async () => {
      await expect(run({ ...machine, size: undefined })).rejects.toThrow(
        InputError,
      );
    });

    it('asks for a machine of another blueprint, without keys', async () => {
      const { sshPublicKeys: _, ...keyless } = machine;
      expect(await run({ ...keyless, blueprint: 'windows-vm' })).toMatchObject({
        blueprint: { name: 'rhel9-vm', values: {} },
      });
      expect(ledger.calls).toMatchObject([
        ['open', { spec: { blueprint: 'windows-vm', sshPublicKeys: [] } }],
      ]);
    });
  });

  describe('vm-request:batch', () => {
    const several = { count: 2, pattern: '{app}-{seq:02}' };
    const run = async (overrides: object = {}) => {
      const action = createVmRequestBatchAction({ ledger, permissions });
      const { context, outputs } = contextOf({ several, machine }, overrides);
      await action.handler(context);
      return outputs();
    };

    it('asks for several in the name of the user that started the task', async () => {
      expect(await run()).toEqual({
        batch: '01B',
        names: ['web-01', 'web-02'],
        url: '/vm-requests/batches/01B',
      });
      expect(ledger.calls).toEqual([
        [
          'batch',
          {
            spec: { ...machine, blueprint: 'rhel9-vm', extraDisks: [] },
            several,
            requestedBy: anna,
            task: 'task-1',
          },
        ],
      ]);
    });

    it('refuses a task that no user started', async () => {
      await expect(run({ user: undefined })).rejects.toThrow(
        /no user started this task/,
      );
      expect(ledger.calls).toEqual([]);
    });
  });

  describe('vm-request:adopt', () => {
    const input = {
      source: 'lab',
      machine: 'vm-77',
      environment: 'development',
      owner: 'group:default/team-payments',
      reason: 'It is ours',
    };
    const run = async (overrides: object = {}, more: object = {}) => {
      const action = createVmRequestAdoptAction({ ledger, permissions });
      const { context, outputs } = contextOf({ ...input, ...more }, overrides);
      await action.handler(context);
      return outputs();
    };

    it('opens in the name of the user that started the task, and says how the machine is', async () => {
      expect(await run({}, { address: '' })).toMatchObject({
        request: '01J',
        attempt: 'A1',
        terraform: { provider: { version: '1.26.0' } },
        blueprint: { values: {} },
        variables: { name: 'web01', present: true },
        url: '/vm-requests/01J',
      });
      expect(ledger.calls).toEqual([
        [
          'adopt',
          {
            ...input,
            blueprint: 'rhel9-vm',
            address: undefined,
            requestedBy: anna,
            task: 'task-1',
          },
        ],
      ]);
    });

    it('leaves a task that no user started to the ledger, which knows its own', async () => {
      await run({ user: undefined });
      expect(ledger.calls).toEqual([
        ['adopt', expect.objectContaining({ requestedBy: undefined })],
      ]);
    });

    it('refuses a user without permission', async () => {
      permissions = mockServices.permissions({ result: AuthorizeResult.DENY });
      await expect(run()).rejects.toThrow(/may not open requests/);
      expect(ledger.calls).toEqual([]);
    });
  });

  describe('vm-request:operate', () => {
    const input = {
      operation: 'decommission',
      machine: '01M',
      input: { name: 'web01' },
      reason: 'Replaced',
    };
    const run = async (overrides: object = {}) => {
      const action = createVmRequestOperateAction({ ledger, permissions });
      const { context, outputs } = contextOf(input, overrides);
      await action.handler(context);
      return outputs();
    };

    it('opens in the name of the user that started the task', async () => {
      expect(await run()).toMatchObject({
        request: '01J',
        attempt: 'A1',
        repository: { directory: 'vms/development/web01' },
        url: '/vm-requests/01J',
      });
      expect(ledger.calls).toEqual([
        ['operate', { ...input, requestedBy: anna, task: 'task-1' }],
      ]);
    });

    it('leaves a task that no user started to the ledger, which knows its own', async () => {
      await run({ user: undefined });
      expect(ledger.calls).toEqual([
        ['operate', { ...input, requestedBy: undefined, task: 'task-1' }],
      ]);
    });

    it('refuses a user without permission', async () => {
      permissions = mockServices.permissions({ result: AuthorizeResult.DENY });
      await expect(run()).rejects.toThrow(
        /user:default\/anna may not open requests/,
      );
      expect(ledger.calls).toEqual([]);
    });
  });

  it('vm-request:propose hands on what was made, and nothing in a dry run', async () => {
    const action = createVmRequestProposeAction({ ledger, turns: freeTurns });
    const named = { id: 'x', name: 'x' };
    const input = {
      ...attempt,
      files: [{ path: 'vms/development/web01/main.tf', content: '' }],
      placement: {
        source: 'lab',
        datacenter: named,
        cluster: named,
        resourcePool: named,
        datastore: named,
        network: named,
        template: { ...named, uuid: 'u' },
        reasons: [],
      },
      address: {
        address: '10.20.210.17',
        prefixLength: 24,
        gateway: '10.20.210.1',
        dnsServers: [],
        domain: 'dev.acme.example',
        key: 'k',
      },
    };
    const dry = contextOf(input, { isDryRun: true });
    await action.handler(dry.context);
    expect(ledger.calls).toEqual([]);
    expect(dry.outputs()).toMatchObject({ number: 1, branch: 'vm/01j' });
    const real = contextOf(input);
    await action.handler(real.context);
    expect(ledger.calls).toEqual([['propose', input]]);
    expect(real.outputs()).toEqual({
      number: 7,
      url: 'https://forge.example/pulls/7',
      branch: 'vm/01j',
      commit,
    });
  });

  it('vm-request:propose waits for its turn at Atlantis, and gives it back', async () => {
    const waiting: { what: string; begin: () => void }[] = [];
    let held = 0;
    const action = createVmRequestProposeAction({
      ledger,
      turns: {
        of: server => ({
          take: ({ purpose, onWait }) =>
            new Promise(resolve => {
              onWait?.(3);
              const end = async () => {
                held -= 1;
              };
              const begin = () => {
                held += 1;
                resolve({ end });
              };
              waiting.push({ what: `${purpose} at ${server}`, begin });
            }),
        }),
      },
    });
    const { context } = contextOf({ ...attempt, server: 'plant' });
    const info = jest.spyOn(context.logger, 'info');
    const proposing = action.handler(context);
    expect(waiting.map(({ what }) => what)).toEqual(['propose at plant']);
    expect(info).toHaveBeenCalledWith('Waiting for Atlantis plant: 3 ahead');
    expect(ledger.calls).toEqual([]);
    waiting[0].begin();
    await proposing;
    expect(ledger.calls).toEqual([['propose', attempt]]);
    expect(held).toBe(0);

    jest
      .spyOn(ledger, 'propose')
      .mockRejectedValue(new ConflictError('It was cancelled'));
    const refused = action.handler(contextOf(attempt).context);
    waiting[1].begin();
    await expect(refused).rejects.toThrow('It was cancelled');
    expect(held).toBe(0);
  });

  describe('vm-request:submit', () => {
    const plan = {
      digest,
      commit,
      summary: { add: 1, change: 0, destroy: 0 },
      text: 'Plan: 1 to add',
      exact: true,
      ...emptyPlanSections,
    };

    it('hands the plan in', async () => {
      const action = createVmRequestSubmitAction({ ledger });
      const { context, outputs } = contextOf({ ...attempt, plan });
      await action.handler(context);
      expect(ledger.calls).toEqual([['submit', { ...attempt, plan }]]);
      expect(outputs()).toEqual({ state: 'planned', url: '/vm-requests/01J' });
    });

    it('takes the text alone where there is no plan, but not in place of one', async () => {
      const action = createVmRequestSubmitAction({ ledger });
      const { outputs: _, ...short } = plan;
      const text = contextOf({ ...attempt, plan: { ...short, exact: false } });
      await action.handler(text.context);
      expect(ledger.calls).toEqual([
        ['submit', { ...attempt, plan: { ...plan, exact: false } }],
      ]);
      const part = contextOf({ ...attempt, plan: short });
      await expect(action.handler(part.context)).rejects.toThrow(
        'pass everything that atlantis:plan outputs',
      );
    });

    it('refuses a plan without a digest, and records none in a dry run', async () => {
      const action = createVmRequestSubmitAction({ ledger });
      const wrong = contextOf({ ...attempt, plan: { ...plan, digest: 'no' } });
      await expect(action.handler(wrong.context)).rejects.toThrow(InputError);
      const dry = contextOf({ ...attempt, plan }, { isDryRun: true });
      await action.handler(dry.context);
      expect(ledger.calls).toEqual([]);
    });
  });

  it('vm-request:claim claims with the id of its task', async () => {
    const action = createVmRequestClaimAction({ ledger });
    const { context, outputs } = contextOf({ request: '01J' });
    await action.handler(context);
    expect(ledger.calls).toEqual([
      ['claim', { request: '01J', task: 'task-1' }],
    ]);
    expect(outputs()).toMatchObject({
      attempt: 'A2',
      outputs: { id: 'vm_id', instanceUuid: 'instance_uuid' },
      applied: false,
    });
  });

  describe('vm-request:complete', () => {
    const input = { ...attempt, machine: { id: 'vm-42' }, log: 'Apply!' };

    it('names the machine that Terraform made', async () => {
      const action = createVmRequestCompleteAction({ ledger });
      const { context, outputs } = contextOf(input);
      await action.handler(context);
      expect(ledger.calls).toEqual([
        [
          'complete',
          {
            ...attempt,
            machine: { id: 'vm-42', instanceUuid: undefined },
            log: 'Apply!',
          },
        ],
      ]);
      expect(outputs()).toMatchObject({ machine: { id: 'vm-42' } });
    });

    it('names none where Terraform told none', async () => {
      const action = createVmRequestCompleteAction({ ledger });
      await action.handler(contextOf({ ...attempt, machine: {} }).context);
      expect(ledger.calls).toEqual([
        ['complete', { ...attempt, machine: undefined, log: '' }],
      ]);
    });

    it('repeats while the machine is not there yet, and gives up at other errors', async () => {
      const action = createVmRequestCompleteAction({ ledger, pauseMs: 1 });
      ledger.troubles.push(new ServiceUnavailableError('Not there yet'));
      await action.handler(contextOf(input).context);
      expect(ledger.calls).toHaveLength(2);
      ledger.troubles.push(new ConflictError('The attempt was replaced'));
      await expect(action.handler(contextOf(input).context)).rejects.toThrow(
        ConflictError,
      );
    });

    it('gives up when its patience or the task ends', async () => {
      const impatient = createVmRequestCompleteAction({
        ledger,
        patienceMs: -1,
      });
      ledger.troubles.push(new ServiceUnavailableError('Not there yet'));
      await expect(impatient.handler(contextOf(input).context)).rejects.toThrow(
        'Not there yet',
      );
      const signal = AbortSignal.abort();
      await expect(
        impatient.handler(contextOf(input, { signal }).context),
      ).rejects.toThrow(/aborted/);
    });
  });

  it('vm-request:fail speaks for its own task only', async () => {
    const action = createVmRequestFailAction({ ledger });
    const { context, outputs } = contextOf({ request: '01J' });
    await action.handler(context);
    expect(ledger.calls).toEqual([
      ['fail', { request: '01J', task: 'task-1' }],
    ]);
    expect(outputs()).toEqual({ state: 'undoing' });
    await action.handler(contextOf({}, { isDryRun: true }).context);
    expect(ledger.calls).toHaveLength(1);
  });

  it('each have an example that names the action', () => {
    for (const action of [
      createVmRequestOpenAction({ ledger, permissions }),
      createVmRequestProposeAction({ ledger, turns: freeTurns }),
      createVmRequestSubmitAction({ ledger }),
      createVmRequestClaimAction({ ledger }),
      createVmRequestCompleteAction({ ledger }),
      createVmRequestFailAction({ ledger }),
    ]) {
      const [example] = action.examples ?? [];
      expect(parse(example.example).steps[0].action).toBe(action.id);
    }
  });
});
