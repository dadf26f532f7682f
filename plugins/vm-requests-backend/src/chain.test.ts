import { createMockDirectory } from '@backstage/backend-test-utils';
import { VmRequest } from '@backlot/plugin-vm-requests-common';
import { Chain } from './__testUtils__/Chain';

jest.setTimeout(240_000);

const hasPlan = ({ state }: VmRequest) => state !== 'open';
const hasEnded = ({ state, wait }: VmRequest) =>
  ['done', 'failed', 'rolled-back', 'cancelled'].includes(state) ||
  wait?.for === 'person';

describe('the whole way, against the lab', () => {
  const directory = createMockDirectory();
  let chain: Chain;

  beforeAll(async () => {
    chain = await Chain.start(directory);
  });

  afterAll(() => chain?.close());

  const keyOf = (name: string) => `${name}.dev.acme.example/eth0/ipv4`;

  async function pullRequestOf(request: VmRequest) {
    const { repository, number } = request.pullRequest!;
    return chain.forge.getPullRequest({ repository, number });
  }

  it('previews, plans, and makes the machine that somebody else approved', async () => {
    const preview = await chain.post('/vm-requests/v1/previews', {
      templateRef: 'template:default/rhel9-vm',
      values: chain.values('web01'),
    });
    expect(preview.body).toMatchObject({
      problems: [],
      placement: { cluster: { name: 'fra1-dev-01' } },
      address: { prefixLength: 24, gateway: '10.20.210.1' },
      files: expect.arrayContaining([
        expect.objectContaining({ path: 'vms/development/web01/main.tf' }),
      ]),
    });
    expect(await chain.netBox.findByKey(keyOf('web01'))).toBeUndefined();

    const task = await chain.create('web01');
    const planned = await chain.requestWhen(task, hasPlan);
    expect(planned).toMatchObject({
      state: 'planned',
      address: { address: preview.body.address.address },
      plan: { exact: true, summary: { add: 2, change: 0, destroy: 0 } },
    });

    await chain.approve(planned);
    const done = await chain.requestWhen(task, hasEnded);
    expect([done.state, done.message]).toEqual(['done', undefined]);
    const [card] = done.interfaces!;
    expect(
      await chain.netBox.findMacAddresses([card.macAddress]),
    ).toMatchObject([{ assignedTo: 'eth0 of web01' }]);
    const reported = await chain.requestWhen(
      task,
      ({ guest }) => guest?.state === 'reported',
    );
    expect(reported.guest?.addresses).toContain(done.address!.address);
    expect(
      await chain.lab.vcenter.machines.find({ name: 'web01' }),
    ).toMatchObject({
      moid: done.machine!.id,
      instanceUuid: done.machine!.instanceUuid,
      cpus: 2,
      memoryMib: 4096,
      annotation: expect.stringContaining(done.id),
      // Only where its guest finds the card by what cloud-init was told.
      ipAddress: done.address!.address,
    });
    expect(await chain.netBox.findByKey(keyOf('web01'))).toMatchObject({
      status: 'active',
      address: done.address!.address,
      interfaceId: expect.any(Number),
    });
    expect(await chain.netBox.findVirtualMachinesByName('web01')).toMatchObject(
      [{ description: `Backlot request ${done.id}` }],
    );
    expect(await pullRequestOf(done)).toMatchObject({ merged: true });
    expect(chain.signals.length).toBeGreaterThan(3);
    for (const signal of chain.signals) {
      expect(signal).toEqual({
        recipients: { type: 'broadcast' },
        channel: 'vm-requests',
        message: {},
      });
    }
    const log = await chain.get(
      `/vm-requests/v1/requests/${done.id}/log?of=apply`,
    );
    expect(log.text).toContain('data: backlot-gate: approved\n');
    expect(log.text).toContain('data: Apply complete!');
    expect(log.text.endsWith('event: end\ndata: \n\n')).toBe(true);
    const taken = await chain.get(
      '/vm-requests/v1/names/web01?environment=development',
    );
    expect(taken.body).toMatchObject({
      available: false,
      takenBy: { request: done.id },
    });
  });

  it('offers what a module of the backend brings', async () => {
    const { body } = await chain.get(
      '/vm-requests/v1/machines?environment=development',
    );
    const [{ id }] = body.items;
    const machine = await chain.get(`/vm-requests/v1/machines/${id}`);
    expect(machine.body.operations).toContainEqual(
      expect.objectContaining({
        kind: 'throttle',
        title: 'Throttle',
        template: 'template:default/vm-throttle',
      }),
    );
    const preview = await chain.post(
      `/vm-requests/v1/machines/${id}/operations/throttle/preview`,
      { input: { iops: 500 } },
    );
    expect(preview.body).toMatchObject({
      does: [expect.stringMatching(/^Disk disk0: .* to 500 IOPS\.$/)],
      problems: [],
    });
  });

  it('gives everything back when the plan fails, and says why in Terraform’s words', async () => {
    chain.lab.faults.switchOn({
      peer: 'atlantis',
      kind: 'plan-fails',
      times: 1,
    });
    const task = await chain.create('web02');
    const failed = await chain.requestWhen(task, hasEnded);
    expect(failed.state).toBe('failed');
    expect(failed.message).toContain('Error:');
    expect(failed.giveBack?.every(({ done }) => done)).toBe(true);
    expect(await pullRequestOf(failed)).toMatchObject({
      state: 'closed',
      merged: false,
    });
    expect(await chain.netBox.findByKey(keyOf('web02'))).toMatchObject({
      status: 'deprecated',
    });
    const log = await chain.get(
      `/vm-requests/v1/requests/${failed.id}/log?of=plan`,
    );
    expect(log.text).toContain('Error:');
    const free = await chain.get(
      '/vm-requests/v1/names/web02?environment=development',
    );
    expect(free.body).toMatchObject({ available: true });
  });

  it('waits for a person when the apply fails half-way, and rolls back', async () => {
    const task = await chain.create('web03');
    const planned = await chain.requestWhen(task, hasPlan);
    chain.lab.faults.switchOn({
      peer: 'atlantis',
      kind: 'apply-fails-half-way',
      times: 1,
    });
    await chain.approve(planned);
    const held = await chain.requestWhen(task, hasEnded);
    expect(held).toMatchObject({
      state: 'applying',
      wait: { for: 'person' },
      can: expect.arrayContaining(['roll-back']),
    });
    expect(held.can).not.toContain('retry');
    expect(held.message).toContain('Error:');
    expect(
      await chain.lab.vcenter.machines.find({ name: 'web03' }),
    ).toBeDefined();

    await chain.post(`/vm-requests/v1/requests/${held.id}/roll-back`, {
      reason: 'Half made.',
    });
    const back = await chain.requestWhen(
      task,
      ({ state }) => state === 'rolled-back',
    );
    expect(back.message).toMatch(/ chose to roll back\.$/);
    expect(
      await chain.lab.vcenter.machines.find({ name: 'web03' }),
    ).toBeUndefined();
    expect(await chain.netBox.findByKey(keyOf('web03'))).toMatchObject({
      status: 'deprecated',
    });
  });

  it('finishes what failed half-way by a new plan, once it is approved', async () => {
    const task = await chain.create('web10');
    const planned = await chain.requestWhen(task, hasPlan);
    chain.lab.faults.switchOn({
      peer: 'atlantis',
      kind: 'apply-fails-half-way',
      times: 1,
    });
    await chain.approve(planned);
    const held = await chain.requestWhen(task, ({ can }) =>
      can.includes('replan'),
    );
    const { status } = await chain.post(
      `/vm-requests/v1/requests/${held.id}/replan`,
      { reason: 'Finish it.' },
    );
    expect(status).toBe(200);
    const again = await chain.requestWhen(
      task,
      ({ state }) => state === 'planned',
    );
    expect(again).toMatchObject({
      plan: { exact: true, summary: { add: 1, change: 0, destroy: 1 } },
      replaced: { plan: { digest: planned.plan!.digest } },
    });
    await chain.approve(again);
    const done = await chain.requestWhen(task, hasEnded);
    expect([done.state, done.message]).toEqual(['done', undefined]);
    expect(
      await chain.lab.vcenter.machines.find({ name: 'web10' }),
    ).toBeDefined();
  });

  it('does not let a person start what follows approval', async () => {
    const task = await chain.create('web04');
    const planned = await chain.requestWhen(task, hasPlan);
    const own = await chain.startTask('rhel9-vm-apply', {
      request: planned.id,
    });
    expect(await chain.endOfTask(own)).toBe('failed');
    expect((await chain.requestOf(task))?.state).toBe('planned');
    await chain.post(`/vm-requests/v1/requests/${planned.id}/cancel`, {});
    const cancelled = await chain.requestWhen(task, hasEnded);
    expect(cancelled.state).toBe('cancelled');
  });

  it('gives everything back when its task is cancelled, and stays ended when Backstage runs it again', async () => {
    chain.lab.faults.switchOn({
      peer: 'atlantis',
      kind: 'slow',
      delayMs: 3_000,
    });
    const task = await chain.create('web06');
    await chain.requestWhen(task, request => Boolean(request.pullRequest));
    await chain.post(`/scaffolder/v2/tasks/${task}/cancel`, {});
    const ended = await chain.requestWhen(task, hasEnded);
    chain.lab.faults.switchOff();
    expect(ended).toMatchObject({
      state: 'cancelled',
      message: `Its task ${task} was cancelled in the scaffolder.`,
    });
    expect(ended.giveBack?.every(({ done }) => done)).toBe(true);
    expect(await pullRequestOf(ended)).toMatchObject({ state: 'closed' });
    expect(await chain.netBox.findByKey(keyOf('web06'))).toMatchObject({
      status: 'deprecated',
    });

    await chain.post(`/scaffolder/v2/tasks/${task}/retry`, {});
    expect(await chain.endOfTask(task)).toBe('failed');
    const { body } = await chain.get(`/scaffolder/v2/tasks/${task}/events`);
    expect(JSON.stringify(body)).toContain(
      'Request the machine again from the Create page.',
    );
    expect(await chain.requestOf(task)).toEqual(ended);
    expect(await pullRequestOf(ended)).toMatchObject({ state: 'closed' });
  });

  const directoryOf = (name: string) => `vms/development/${name}`;
  const pinsOn = async (ref: string, name: string) => {
    const contentOf = async (file: string) =>
      (
        await chain.forge.readFile({
          repository: 'platform/infrastructure',
          ref,
          path: `${directoryOf(name)}/${file}`,
        })
      )?.content;
    const main = await contentOf('main.tf');
    const { terraform } = JSON.parse((await contentOf('versions.tf.json'))!);
    return {
      tag: /\?ref=([^"]+)"/.exec(main!)?.[1],
      provider: terraform.required_providers.vsphere,
      lockFile: await contentOf('.terraform.lock.hcl'),
    };
  };

  const lockFile = `provider "registry.terraform.io/vmware/vsphere" {
  version = "2.16.1"
  hashes  = ["h1:kaI0I86OR2xy7EOwyVwBfUnB6y234qgND9Zebdw6tPQ="]
}
`;
  /** Of `vmRequests`, once an admin has moved new machines to other versions. */
  const newer = {
    moduleSource: 'git::https://forge.example/i.git//modules/rhel9-vm?ref=v2',
    provider: { source: 'vmware/vsphere', version: '2.16.1', lockFile },
  };

  it('retries and rolls back with what a machine was pinned to, though the configuration changed', async () => {
    const pins = {
      tag: 'v1',
      provider: { source: 'vmware/vsphere', version: '= 1.26.0' },
      lockFile: undefined,
    };
    const retried = await chain.create('web07');
    const rolledBack = await chain.create('web08');
    const toRetry = await chain.requestWhen(retried, hasPlan);
    const toRollBack = await chain.requestWhen(rolledBack, hasPlan);

    await chain.stopBackend();
    await chain.startBackend(newer);

    chain.lab.faults.switchOn({
      peer: 'atlantis',
      kind: 'killed-before-clone',
      times: 1,
      path: directoryOf('web07'),
    });
    chain.lab.faults.switchOn({
      peer: 'atlantis',
      kind: 'apply-fails-half-way',
      times: 1,
      path: directoryOf('web08'),
    });
    await chain.approve(toRetry);
    const cut = await chain.requestWhen(retried, ({ can }) =>
      can.includes('retry'),
    );
    expect(cut).toMatchObject({
      wait: { for: 'person' },
      retry: { possible: true },
    });
    await chain.post(`/vm-requests/v1/requests/${cut.id}/retry`, {});
    await chain.requestWhen(retried, ({ state }) => state === 'done');
    expect(await pinsOn('main', 'web07')).toEqual(pins);
    await chain.approve(toRollBack);
    const half = await chain.requestWhen(rolledBack, hasEnded);
    expect(half.can).toContain('roll-back');
    const { retry } = await chain.requestWhen(
      rolledBack,
      request =>
        request.retry !== undefined &&
        !/is planning/.test(request.retry.why ?? ''),
    );
    expect(retry).toEqual({
      possible: false,
      why: expect.stringMatching(/no longer the approved one/),
    });
    expect(await pinsOn(half.pullRequest!.branch, 'web08')).toEqual(pins);
    await chain.post(`/vm-requests/v1/requests/${half.id}/roll-back`, {
      reason: 'Half made.',
    });
    await chain.requestWhen(rolledBack, ({ state }) => state === 'rolled-back');
    expect(
      await chain.lab.vcenter.machines.find({ name: 'web08' }),
    ).toBeUndefined();

    const { body } = await chain.post('/vm-requests/v1/previews', {
      templateRef: 'template:default/rhel9-vm',
      values: chain.values('web09'),
    });
    const contents = Object.fromEntries(
      body.files.map((file: { path: string; content: string }) => [
        file.path.slice(directoryOf('web09/').length),
        file.content,
      ]),
    );
    expect(contents).toMatchObject({
      'main.tf': expect.stringContaining('?ref=v2"'),
      'versions.tf.json': expect.stringContaining('"= 2.16.1"'),
      '.terraform.lock.hcl': lockFile,
    });
  });

  it('upgrades a machine to what the configuration names by now, in place', async () => {
    await chain.stopBackend();
    await chain.startBackend();
    await chain.untilLive();
    const task = await chain.create('web12');
    await chain.approve(await chain.requestWhen(task, hasPlan));
    const made = await chain.requestWhen(task, hasEnded);
    const previewOf = async () =>
      (
        await chain.post(
          `/vm-requests/v1/machines/${made.machineId}/operations/upgrade/preview`,
          { input: {} },
        )
      ).body;
    expect(await previewOf()).toMatchObject({
      problems: [expect.stringContaining('There is nothing to upgrade.')],
    });

    await chain.stopBackend();
    await chain.startBackend(newer);
    await chain.untilLive();
    expect(await previewOf()).toEqual({
      does: [
        'Module: v1 to v2.',
        'Provider vmware/vsphere: 1.26.0 to 2.16.1.',
        'A lock file of the provider is added.',
      ],
      interrupts: expect.stringContaining('may be restarted'),
      problems: [],
    });
    const upgrade = await chain.startTask('vm-upgrade', {
      machine: made.machineId,
      reason: 'A mended provider',
    });
    const planned = await chain.requestWhen(upgrade, hasPlan);
    expect(planned).toMatchObject({ kind: 'upgrade', state: 'planned' });
    await chain.approve(planned);
    const done = await chain.requestWhen(upgrade, hasEnded);
    expect([done.state, done.message]).toEqual(['done', undefined]);
    expect(done.machine).toEqual(made.machine);
    expect(await pinsOn('main', 'web12')).toEqual({
      tag: 'v2',
      provider: { source: 'vmware/vsphere', version: '= 2.16.1' },
      lockFile,
    });
    expect(await previewOf()).toMatchObject({
      problems: [expect.stringContaining('There is nothing to upgrade.')],
    });
  });

  it('ends right, once, when the backend ends during apply and starts again', async () => {
    const task = await chain.create('web05');
    const planned = await chain.requestWhen(task, hasPlan);
    await chain.approve(planned);
    await chain.requestWhen(task, ({ state }) => state === 'applying');
    await chain.stopBackend();
    await chain.startBackend();
    const done = await chain.requestWhen(task, hasEnded);
    expect([done.state, done.message]).toEqual(['done', undefined]);
    const { body } = await chain.get(
      `/vm-requests/v1/requests/${done.id}/events`,
    );
    expect(
      body.items.filter(({ type }: { type: string }) => type === 'done'),
    ).toHaveLength(1);
    expect(
      await chain.lab.vcenter.machines.find({ name: 'web05' }),
    ).toMatchObject({ moid: done.machine!.id });
  });
});
