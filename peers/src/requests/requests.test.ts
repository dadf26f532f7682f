import { VmRequest } from '@backlot/plugin-vm-requests-common';
import { SimulatedVCenter } from '../chain/SimulatedVCenter';
import { GiteaApi } from '../GiteaApi';
import { until } from '../labBackend/until';
import { formValues } from './formValues';
import { NetBoxAddresses } from './NetBoxAddresses';
import { Platform, startPlatform } from './startPlatform';

jest.setTimeout(600_000);

describe('requests on the real peers', () => {
  let platform: Platform;
  let vcenter: SimulatedVCenter;
  let gitea: GiteaApi;
  let netbox: NetBoxAddresses;
  const repository = '/repos/platform/infrastructure';

  beforeAll(async () => {
    platform = await startPlatform();
    vcenter = await SimulatedVCenter.login(platform.peers.vcenter);
    gitea = new GiteaApi(platform.peers.forge);
    netbox = new NetBoxAddresses(platform.netbox);
  });

  afterAll(() => platform?.close());

  /** Waits until Atlantis has begun to plan the request. */
  async function planBegan(request: VmRequest): Promise<void> {
    const context = `atlantis/plan: vms/${request.environment}/${request.name}/default`;
    const branch = `vm/${request.id.toLowerCase()}`;
    for (;;) {
      const { statuses } = await gitea.get<{
        statuses: { context: string; status: string }[] | null;
      }>(`${repository}/commits/${encodeURIComponent(branch)}/status`);
      const status = statuses?.find(one => one.context === context)?.status;
      if (status === 'pending') {
        return;
      }
      if (status) {
        throw new Error(`${context} is ${status} already`);
      }
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }

  /** Waits until Terraform has begun to make the request's machine. */
  async function makingBegan(request: VmRequest): Promise<void> {
    while ((await vcenter.machinesNamed(request.name)).length === 0) {
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  }

  async function expectMade(request: VmRequest): Promise<void> {
    const machines = await vcenter.machinesNamed(request.name);
    expect(machines).toEqual([
      expect.objectContaining({
        cpus: request.hardware.cpus,
        memoryMib: request.hardware.memoryMib,
        powerState: 'poweredOn',
        networks: [request.placement!.network.id],
      }),
    ]);
    // The simulator runs no guest: what cloud-init is told is what the guest would take.
    const { network } = JSON.parse(
      Buffer.from(
        machines[0].extraConfig['guestinfo.metadata'],
        'base64',
      ).toString(),
    );
    expect(network.ethernets).toMatchObject({
      eth0: {
        match: { macaddress: machines[0].networkCards[0].macAddress },
        addresses: [`${request.address!.address}/24`],
      },
    });
    expect(machines[0].networkCards).toEqual([
      {
        macAddress: expect.stringMatching(/^00:50:56:[0-3]/),
        addressType: 'manual',
      },
    ]);
    expect(machines[0].reference.value).toBe(request.machine!.id);
    expect(machines[0].annotation).toContain(request.id);
    expect(await netbox.of(request.fqdn)).toEqual([
      {
        address: `${request.address!.address}/24`,
        status: 'active',
        key: `${request.fqdn}/eth0/ipv4`,
      },
    ]);
    const pull = await gitea.get<{ merged: boolean }>(
      `${repository}/pulls/${request.pullRequest!.number}`,
    );
    expect(pull.merged).toBe(true);
  }

  async function branches(): Promise<string[]> {
    const found = await gitea.get<{ name: string }[]>(
      `${repository}/branches?limit=50`,
    );
    return found.map(({ name }) => name);
  }

  async function expectNothingLeft(request: VmRequest): Promise<void> {
    expect(await vcenter.machinesNamed(request.name)).toEqual([]);
    const statuses = (await netbox.of(request.fqdn)).map(one => one.status);
    expect(statuses.filter(status => status !== 'deprecated')).toEqual([]);
    expect(await branches()).not.toContain(`vm/${request.id.toLowerCase()}`);
    const open = await gitea.get<{ title: string }[]>(
      `${repository}/pulls?state=open`,
    );
    expect(open.filter(({ title }) => title.includes(request.name))).toEqual(
      [],
    );
  }

  it('makes what was asked for and a person approved', async () => {
    const { api } = platform;
    const task = await api.request(
      formValues('web01', 'production', {
        size: 'custom',
        custom: { cpus: 2, memoryMib: 1024, diskGib: 80 },
      }),
    );
    const planned = await api.requestOf(task, ({ plan }) => Boolean(plan));
    expect(planned.state).toBe('planned');
    expect(planned.plan!.summary).toEqual({ add: 1, change: 0, destroy: 0 });
    expect(await vcenter.machinesNamed('web01')).toEqual([]);

    await expect(api.approve(planned, 'anna.weber')).rejects.toThrow(/403/);
    await api.approve(planned);
    const done = await api.waitFor(planned.id, ({ state }) => state === 'done');
    await expectMade(done);
    const [machine] = await vcenter.machinesNamed('web01');
    expect(machine).toMatchObject({ cpus: 2, memoryMib: 1024 });
    expect(machine.disks[0]).toBe(80);
    expect(done.decision).toMatchObject({
      by: 'user:default/priya.nair',
      digest: planned.plan!.digest,
    });
    expect(await api.machines('web01')).toEqual([
      expect.objectContaining({ id: done.machine!.id, name: 'web01' }),
    ]);
  });

  it('ends a machine whose plan a person approved, and leaves nothing of it', async () => {
    const { api, peers } = platform;
    const make = async () => {
      const planned = await api.requestOf(
        await api.request(formValues('ending', 'production')),
        ({ plan }) => Boolean(plan),
      );
      await api.approve(planned);
      return api.waitFor(planned.id, ({ state }) => state === 'done');
    };
    const made = await make();
    await expectMade(made);

    const task = await api.decommission(made);
    const planned = await api.requestOf(task, ({ plan }) => Boolean(plan));
    expect(planned).toMatchObject({
      kind: 'decommission',
      plan: { summary: { add: 0, change: 0, destroy: 1 } },
    });
    expect(await vcenter.machinesNamed('ending')).toHaveLength(1);
    await api.approve(planned);
    const done = await api.waitFor(planned.id, ({ state }) => state === 'done');
    // The branch of a merged pull request is removed a moment after the request is done.
    await until('the branch is gone', async () => {
      const names = await branches();
      return !names.includes(`vm/${done.id.toLowerCase()}`);
    });
    await expectNothingLeft(done);
    expect((await netbox.of(made.fqdn)).map(({ status }) => status)).toEqual([
      'deprecated',
    ]);
    await until('the directory is gone from main', async () => {
      const { tree } = await gitea.get<{ tree: { path: string }[] }>(
        `${repository}/git/trees/main?recursive=true&per_page=1000`,
      );
      return !tree.some(({ path }) =>
        path.startsWith(`vms/production/${made.name}`),
      );
    });
    const { Locks } = (await (
      await fetch(`${peers.atlantis.url}/api/locks`)
    ).json()) as { Locks: unknown[] | null };
    expect(Locks ?? []).toEqual([]);

    const again = await make();
    await expectMade(again);
    expect(again.machineId).not.toBe(made.machineId);
  });

  it('makes ten at once, each with an address of its own', async () => {
    const { api } = platform;
    const names = Array.from({ length: 10 }, (_, index) => `many${index}`);
    const done = await Promise.all(
      names.map(async name =>
        api.requestOf(
          await api.request(formValues(name, 'development')),
          ({ state }) => state === 'done',
        ),
      ),
    );
    for (const request of done) {
      await expectMade(request);
    }
    const addresses = done.map(({ address }) => address!.address);
    expect(new Set(addresses).size).toBe(10);
  }, 600_000);

  it('shows why Terraform could not plan, and gives everything back', async () => {
    const { api, peers } = platform;
    const tags = `${repository}/tags`;
    const { commit } = await gitea.get<{ commit: { sha: string } }>(
      `${tags}/${peers.forge.moduleTag}`,
    );
    const removed = await fetch(
      `${peers.forge.url}/api/v1${tags}/${peers.forge.moduleTag}`,
      {
        method: 'DELETE',
        headers: { authorization: `token ${peers.forge.token}` },
      },
    );
    expect(removed.status).toBe(204);
    try {
      const task = await api.request(formValues('broken', 'production'));
      const failed = await api.requestOf(
        task,
        ({ state }) => state === 'failed',
      );
      expect(failed.message).toContain('Failed to download module');
      expect(failed.message).toContain(peers.forge.moduleTag);
      await expectNothingLeft(failed);
    } finally {
      await gitea.post(tags, {
        tag_name: peers.forge.moduleTag,
        target: commit.sha,
      });
    }
  });

  it('frees what somebody planned in a comment, so that the name can be asked for again', async () => {
    const { api, peers } = platform;
    const locks = async () =>
      (
        (await (await fetch(`${peers.atlantis.url}/api/locks`)).json()) as {
          Locks: { ProjectRepoPath: string; PullID: string }[] | null;
        }
      ).Locks ?? [];
    const task = await api.request(formValues('locked', 'production'));
    const planned = await api.requestOf(task, ({ plan }) => Boolean(plan));
    const { number } = planned.pullRequest!;
    expect(await locks()).toEqual([]);
    await gitea.post(`${repository}/issues/${number}/comments`, {
      body: 'atlantis plan -d vms/production/locked',
    });
    const end = Date.now() + 120_000;
    while ((await locks()).length === 0) {
      expect(Date.now()).toBeLessThan(end);
      await new Promise(resolve => setTimeout(resolve, 200));
    }
    expect(await locks()).toMatchObject([
      { ProjectRepoPath: 'vms/production/locked', PullID: String(number) },
    ]);

    await api.cancel(planned);
    const cancelled = await api.waitFor(
      planned.id,
      ({ state }) => state === 'cancelled',
    );
    expect(await locks()).toEqual([]);
    await expectNothingLeft(cancelled);

    const again = await api.request(formValues('locked', 'production'));
    const next = await api.requestOf(again, ({ plan }) => Boolean(plan));
    await api.approve(next);
    await expectMade(
      await api.waitFor(next.id, ({ state }) => state === 'done'),
    );
  });

  it('makes the machine once when the backend is killed during apply', async () => {
    const { api, backend } = platform;
    const task = await api.request(formValues('killed-apply', 'production'));
    const planned = await api.requestOf(task, ({ plan }) => Boolean(plan));
    await api.approve(planned);
    await makingBegan(planned);
    await backend.kill();
    await backend.start();
    const done = await api.waitFor(planned.id, ({ state }) => state === 'done');
    await expectMade(done);
  });

  it('gives everything back when the backend is killed during plan', async () => {
    const { api, backend } = platform;
    const task = await api.request(formValues('killed-plan', 'production'));
    const open = await api.requestOf(task, ({ pullRequest }) =>
      Boolean(pullRequest),
    );
    await planBegan(open);
    await backend.kill();
    await backend.start();
    const failed = await api.waitFor(
      open.id,
      ({ state }) => state === 'failed',
    );
    await expectNothingLeft(failed);

    const again = await api.request(formValues('killed-plan', 'production'));
    const planned = await api.requestOf(again, ({ plan }) => Boolean(plan));
    await api.approve(planned);
    await expectMade(
      await api.waitFor(planned.id, ({ state }) => state === 'done'),
    );
  });
});
