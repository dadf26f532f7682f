import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { mockServices } from '@backstage/backend-test-utils';
import {
  ActionContext,
  TemplateAction,
} from '@backstage/plugin-scaffolder-node';
import { JsonObject } from '@backstage/types';
import {
  FaultSwitches,
  LabNetBox,
  smallCompany,
  startNetBox,
} from '@backlot/lab';
import { NetBoxClient } from '@backlot/netbox-client';
import { tmpdir } from 'node:os';
import { parse } from 'yaml';
import { createNetBoxAllocateAction } from './netboxAllocate';
import { examples as allocateExamples } from './netboxAllocate.examples';
import { createNetBoxReleaseAction } from './netboxRelease';
import { examples as releaseExamples } from './netboxRelease.examples';

const key = 'web01.dev.acme.example/eth0/ipv4';
const input = {
  prefix: '10.20.210.0/24',
  gateway: '10.20.210.1',
  key,
  dnsName: 'web01.dev.acme.example',
  description: 'Web server',
};

describe('actions for NetBox', () => {
  const faults = new FaultSwitches();
  let lab: LabNetBox;
  let netbox: NetBoxClient;

  beforeEach(async () => {
    faults.switchOff();
    lab = await startNetBox({
      company: { ...smallCompany, machines: 0 },
      faults,
      delays: false,
    });
    netbox = new NetBoxClient({ url: lab.url, token: lab.leastPrivilegeToken });
  });

  afterEach(async () => {
    await netbox.close();
    await lab.close();
  });

  /** Runs an action; gives its outputs, its log, and what auditors see. */
  async function run<I extends JsonObject, O extends JsonObject>(
    create: (
      auditor: ReturnType<typeof mockServices.auditor.mock>,
    ) => TemplateAction<I, O>,
    actionInput: I,
    changes: Partial<ActionContext<I, O>> = {},
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
    const logger = mockServices.logger.mock({
      info: message => {
        lines.push(message);
      },
    });
    const context = createMockActionContext<I, O>({
      input: actionInput,
      workspacePath: tmpdir(),
    });
    const done = create(auditor).handler({
      ...context,
      logger,
      output: (name, value) => {
        outputs[String(name)] = value;
      },
      checkpoint: async options => {
        checkpoints.push(options.key);
        return options.fn();
      },
      ...changes,
    });
    const failure = await done.then(
      () => undefined,
      (error: Error) => error,
    );
    return { outputs, lines, checkpoints, events, failure };
  }

  const allocate = (
    changes: Partial<
      Parameters<ReturnType<typeof createNetBoxAllocateAction>['handler']>[0]
    > = {},
    more: object = {},
  ) =>
    run(
      auditor => createNetBoxAllocateAction({ netbox, auditor }),
      { ...input, ...more },
      changes,
    );

  const release = (
    allowed: RegExp[],
    changes: Partial<
      Parameters<ReturnType<typeof createNetBoxReleaseAction>['handler']>[0]
    > = {},
    more: object = {},
  ) =>
    run(
      auditor =>
        createNetBoxReleaseAction({ netbox, auditor, allowedKeys: allowed }),
      { key, ...more },
      changes,
    );

  describe('netbox:allocate', () => {
    it('outputs the address with links to it and to its prefix', async () => {
      const { outputs, lines, checkpoints, events, failure } = await allocate();
      expect(failure).toBeUndefined();
      expect(outputs).toEqual({
        address: '10.20.210.2',
        prefixLength: 24,
        cidr: '10.20.210.2/24',
        id: expect.any(Number),
        url: expect.stringContaining('/ipam/ip-addresses/'),
        prefixUrl: expect.stringContaining('/ipam/prefixes/'),
      });
      expect(checkpoints).toEqual([`netbox.allocate.${key}`]);
      expect(events).toEqual(['netbox-allocate', 'success']);
      expect(lines).toEqual([
        `Allocating an address of prefix 10.20.210.0/24 for ${key}`,
        `${key} has 10.20.210.2/24 (${outputs.url})`,
      ]);
      await expect(netbox.findByKey(key)).resolves.toMatchObject({
        status: 'reserved',
        dnsName: 'web01.dev.acme.example',
        description: 'Web server',
      });
    });

    it('gives a step that runs again the same address', async () => {
      const first = await allocate();
      const second = await allocate();
      expect(second.outputs).toEqual(first.outputs);
    });

    it('takes what a checkpoint kept and asks NetBox for nothing', async () => {
      const kept = {
        address: '10.20.210.9',
        prefixLength: 24,
        cidr: '10.20.210.9/24',
        id: 9,
        url: 'https://netbox/9',
        prefixUrl: 'https://netbox/1',
      };
      faults.switchOn({ peer: 'netbox', kind: 'down' });
      const { outputs } = await allocate({
        checkpoint: async () => kept as never,
      });
      expect(outputs).toEqual(kept);
    });

    it('shows the candidate in a dry run and allocates nothing', async () => {
      const { outputs, checkpoints, events } = await allocate({
        isDryRun: true,
      });
      expect(outputs).toMatchObject({
        address: '10.20.210.2',
        cidr: '10.20.210.2/24',
        prefixUrl: expect.stringContaining('/ipam/prefixes/'),
      });
      expect(outputs.id).toBeUndefined();
      expect([...checkpoints, ...events]).toEqual([]);
      await expect(netbox.findByKey(key)).resolves.toBeUndefined();
    });

    it('shows the address that the key has in a dry run', async () => {
      const { outputs } = await allocate();
      const dry = await allocate({ isDryRun: true });
      expect(dry.outputs).toEqual(outputs);
    });

    it('says in a dry run that the prefix is full', async () => {
      faults.switchOn({ peer: 'netbox', kind: 'prefix-full' });
      const { failure } = await allocate({ isDryRun: true });
      expect(failure?.message).toMatch(/has no free address/);
    });

    it('is cancelled by the signal', async () => {
      const controller = new AbortController();
      controller.abort(new Error('cancelled'));
      const { failure } = await allocate({ signal: controller.signal });
      expect(failure?.message).toBe('cancelled');
      await expect(netbox.findByKey(key)).resolves.toBeUndefined();
    });

    it.each([
      ['10.99.0.0/24', /no prefix 10\.99\.0\.0\/24/],
      ['10.20.0.0/16', /is a container/],
      ['web', /is not a prefix/],
    ])('fails with words for prefix %s', async (prefix, words) => {
      const { failure, events } = await allocate(
        {},
        { prefix, gateway: undefined },
      );
      expect(failure?.message).toMatch(words);
      expect(events).toEqual(['netbox-allocate', 'fail']);
    });
  });

  describe('netbox:release', () => {
    const ours = [/^(?:.*\.dev\.acme\.example\/.*)$/];

    it('frees the address of an allowed key', async () => {
      await allocate();
      const { outputs, checkpoints, events } = await release(ours);
      expect(outputs).toEqual({ outcome: 'released' });
      expect(checkpoints).toEqual([`netbox.release.${key}`]);
      expect(events).toEqual(['netbox-release', 'success']);
      await expect(netbox.findByKey(key)).resolves.toBeUndefined();
    });

    it('says when no address has the key', async () => {
      const { outputs } = await release(ours);
      expect(outputs).toEqual({ outcome: 'gone' });
    });

    it.each([
      ['no key is allowed', []],
      ['another key is allowed', [/^(?:.*\.prod\.acme\.example\/.*)$/]],
    ])('refuses while %s', async (_, allowed: RegExp[]) => {
      await allocate();
      for (const isDryRun of [false, true]) {
        const { failure } = await release(allowed, { isDryRun });
        expect(failure?.name).toBe('NotAllowedError');
        expect(failure?.message).toMatch(/netbox\.release\.allowedKeys/);
      }
      await expect(netbox.findByKey(key)).resolves.toBeDefined();
    });

    it('releases nothing if the key has another address', async () => {
      await allocate();
      const { failure } = await release(ours, {}, { address: '10.20.210.77' });
      expect(failure?.message).toMatch(/and not on 10\.20\.210\.77/);
      await expect(netbox.findByKey(key)).resolves.toBeDefined();
    });

    it('releases nothing in a dry run', async () => {
      await allocate();
      const { outputs, lines } = await release(ours, { isDryRun: true });
      expect(outputs).toEqual({ outcome: 'kept' });
      expect(lines).toEqual([
        `Dry run: 10.20.210.2/24 of ${key} would be released`,
      ]);
      await expect(netbox.findByKey(key)).resolves.toBeDefined();
    });
  });

  it('shows examples that use the actions with inputs that they know', () => {
    const auditor = mockServices.auditor.mock();
    const actions = [
      createNetBoxAllocateAction({ netbox, auditor }),
      createNetBoxReleaseAction({ netbox, auditor, allowedKeys: [] }),
    ];
    const steps = [...allocateExamples, ...releaseExamples].flatMap(
      ({ example }) => parse(example).steps,
    );
    expect(steps).toHaveLength(4);
    for (const step of steps) {
      const action = actions.find(({ id }) => id === step.action);
      const known = Object.keys(action?.schema?.input?.properties ?? {});
      expect(known).toEqual(expect.arrayContaining(Object.keys(step.input)));
    }
  });
});
