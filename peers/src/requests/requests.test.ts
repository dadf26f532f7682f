import { JsonObject } from '@backstage/types';
import { RequestBatch, VmRequest } from '@backlot/plugin-vm-requests-common';
import { SimulatedVCenter } from '../chain/SimulatedVCenter';
import { AtlantisRuns } from '../chain/AtlantisRuns';
import { CallWatch } from '../crashes/__testUtils__/CallWatch';
import { choiceOf } from '../crashes/__testUtils__/whatPeopleSee';
import { GiteaApi } from '../GiteaApi';
import { until } from '../labBackend/until';
import { expectedRefusal } from '../templates/__testUtils__/oddTemplates';
import { contentOf, PeersContent } from './__testUtils__/contentOf';
import { formValues } from './formValues';
import { FormValues } from './PlatformApi';
import { NetBoxAddresses } from './NetBoxAddresses';
import { Platform, startPlatform } from './startPlatform';

jest.setTimeout(600_000);

describe('requests on the real peers', () => {
  const calls = new CallWatch();
  let platform: Platform;
  let vcenter: SimulatedVCenter;
  let gitea: GiteaApi;
  let netbox: NetBoxAddresses;
  const repository = '/repos/platform/infrastructure';

  beforeAll(async () => {
    platform = await startPlatform({
      config: { vmRequests: { quarantine: { seconds: 10 } } },
      between: async peers => ({
        ...peers,
        atlantis: {
          ...peers.atlantis,
          url: await calls.before('atlantis', peers.atlantis.url),
        },
      }),
    });
    vcenter = await SimulatedVCenter.login(platform.peers.vcenter);
    gitea = new GiteaApi(platform.peers.forge);
    netbox = new NetBoxAddresses(platform.netbox);
  });

  afterAll(async () => {
    await platform?.close();
    calls.close();
  });

  /** Does something when Atlantis is asked to apply the next time, before it is. */
  function beforeApply(act: () => Promise<unknown>): Promise<unknown> {
    return new Promise((resolve, reject) => {
      calls.watch(async ({ path }, when) => {
        if (path === '/api/apply' && when === 'before') {
          calls.watch(async () => {});
          await act().then(resolve, reject);
        }
      });
    });
  }

  /** Waits until a person can choose what happens to a request whose apply has failed. */
  async function untilChoice({ id }: VmRequest): Promise<VmRequest> {
    let request = await platform.api.find(id);
    await until('a person can choose', async () => {
      request = await platform.api.find(id);
      return choiceOf(request) !== undefined;
    });
    return request;
  }

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
    // The ledger deletes it by itself, after the request is closed.
    await until('the branch is gone', async () => {
      const names = await branches();
      return !names.includes(`vm/${request.id.toLowerCase()}`);
    });
    const open = await gitea.get<{ title: string }[]>(
      `${repository}/pulls?state=open`,
    );
    expect(open.filter(({ title }) => title.includes(request.name))).toEqual(
      [],
    );
  }

  it('keeps file and key of the disk of a machine that was made by hand: adopted, resized, grown and upgraded', async () => {
    const { api, backend, moduleSource } = platform;
    const place = await vcenter.placement('backlot/development', 'DC0_C0');
    const [template] = await vcenter.machinesNamed('rhel9-2026.11');
    const reference = await vcenter.cloneByHand(
      'old01',
      { ...place, template_uuid: template.uuid },
      'development',
    );
    await vcenter.removeCdDrive(reference);
    await until('the inventory shows it', async () => {
      const shown = await api.machines('old01');
      return shown.length === 1;
    });
    const [before] = await vcenter.machinesNamed('old01');
    const disks = await vcenter.diskFilesOf(reference);

    const task = await api.adopt({
      machine: reference.value,
      environment: 'development',
      owner: 'group:default/team-payments',
      // The simulator runs no guest that would report it.
      address: '10.20.210.177',
    });
    const planned = await api.requestOf(task, ({ plan }) => Boolean(plan));
    expect(planned).toMatchObject({
      kind: 'adopt',
      state: 'planned',
      plan: { exact: true, summary: { add: 1, change: 1, destroy: 0 } },
    });
    // A person decides, although policy approves new machines there.
    await api.approve(planned, 'marta.silva');
    const done = await api.waitFor(planned.id, ({ state }) => state === 'done');
    expect(done.machine!.id).toBe(reference.value);
    expect(await vcenter.machinesNamed('old01')).toEqual([before]);
    expect(await vcenter.diskFilesOf(reference)).toEqual(disks);
    expect(await netbox.of(done.fqdn)).toEqual([
      {
        address: '10.20.210.177/24',
        status: 'active',
        key: `${done.fqdn}/eth0/ipv4`,
      },
    ]);

    const seen = async () => (await vcenter.machinesNamed('old01'))[0];
    /** Lets an operation be done; what Terraform planned for it. */
    const operate = async (operation: string) => {
      expect(await vcenter.diskFilesOf(reference)).toEqual(disks);
      const { id } = await api.requestOf(operation, ({ plan }) =>
        Boolean(plan),
      );
      const { plan } = await api.waitFor(id, ({ state }) => state === 'done');
      expect(await vcenter.diskFilesOf(reference)).toEqual(disks);
      return plan!.changes.map(({ actions, values }) => ({
        actions,
        changed: values.map(({ path }) => path.join('.')),
      }));
    };
    expect(await operate(await api.resize(done, { cpus: 1 }))).toEqual([
      { actions: ['update'], changed: ['num_cpus'] },
    ]);
    expect(await seen()).toMatchObject({
      reference,
      uuid: before.uuid,
      cpus: 1,
    });

    const [size] = before.disks;
    const variables = done.files!.find(({ path }) =>
      path.endsWith('vm.auto.tfvars.json'),
    )!;
    const [{ label }] = JSON.parse(variables.content).hardware.disks;
    expect(
      await operate(
        await api.resize(done, { disks: [{ label, sizeGib: size + 1 }] }),
      ),
    ).toEqual([{ actions: ['update'], changed: ['disk.0.size'] }]);
    expect((await seen()).disks).toEqual([size + 1]);

    await gitea.post(`${repository}/tags`, {
      tag_name: 'rhel9-vm-v1.0.2',
      target: 'main',
    });
    try {
      await backend.kill();
      await backend.start({ moduleSource: moduleSource('rhel9-vm-v1.0.2') });
      expect(await operate(await api.upgrade(done))).toEqual([]);
    } finally {
      await backend.kill();
      await backend.start();
    }
    expect(await seen()).toEqual({
      ...before,
      cpus: 1,
      disks: [size + 1],
      bootTime: expect.anything(),
    });
  });

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
    expect(planned.plan!.summary).toEqual({ add: 2, change: 0, destroy: 0 });
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

  it('ends a machine whose plan a person approved, and leaves the peers as they were', async () => {
    const { api } = platform;
    const make = async () => {
      const planned = await api.requestOf(
        await api.request(formValues('ending', 'production')),
        ({ plan }) => Boolean(plan),
      );
      await api.approve(planned);
      return api.waitFor(planned.id, ({ state }) => state === 'done');
    };
    // Branches and working copies go a moment after their requests are done.
    const isTidy = ({ forge, atlantis }: PeersContent) =>
      !forge.branches.some(name => name.startsWith('vm/')) &&
      atlantis.folders.length === 0;
    let before = await contentOf(platform);
    await until('earlier requests have left nothing', async () => {
      before = await contentOf(platform);
      return isTidy(before);
    });
    const made = await make();
    await expectMade(made);

    const task = await api.decommission(made);
    const planned = await api.requestOf(task, ({ plan }) => Boolean(plan));
    expect(planned).toMatchObject({
      kind: 'decommission',
      plan: { summary: { add: 0, change: 0, destroy: 2 } },
    });
    expect(await vcenter.machinesNamed('ending')).toHaveLength(1);
    const { atlantis } = await contentOf(platform);
    expect(atlantis.folders).toContain(String(planned.pullRequest!.number));
    await api.approve(planned);
    const done = await api.waitFor(planned.id, ({ state }) => state === 'done');
    expect((await netbox.of(made.fqdn)).map(({ status }) => status)).toEqual([
      'deprecated',
    ]);
    const pullOf = async (branch: string) => {
      const pulls = await gitea.get<
        { head: { label: string }; number: number; merged: boolean }[]
      >(`${repository}/pulls?state=all&limit=50`);
      return pulls.find(({ head }) => head.label === branch);
    };
    const cleanUp = `vm/${done.id.toLowerCase()}-clean-up`;
    let after = await contentOf(platform);
    await until('the address and the files are gone', async () => {
      const { merged } = (await pullOf(cleanUp)) ?? {};
      after = await contentOf(platform);
      return (
        merged === true &&
        isTidy(after) &&
        !after.netbox['ipam/ip-addresses'].some(one => one.includes(made.fqdn))
      );
    });
    const [state] = Object.keys(after.states).filter(file =>
      /^vms-production-ending-\w+\.tfstate$/.test(file),
    );
    // What stays is in docs/limits.md.
    expect(after).toEqual({
      ...before,
      states: {
        ...before.states,
        [state]: [],
        // Terraform's local backend keeps the state before the last, too.
        [`${state}.backup`]: ['terraform_data', 'vsphere_virtual_machine'],
      },
    });

    const again = await make();
    await expectMade(again);
    expect(again.machineId).not.toBe(made.machineId);
  });

  it('resizes a machine in place, with a restart and without, also while it is off, until it is ended', async () => {
    const { api } = platform;
    const planned = await api.requestOf(
      await api.request(formValues('sized', 'production')),
      ({ plan }) => Boolean(plan),
    );
    await api.approve(planned);
    const made = await api.waitFor(planned.id, ({ state }) => state === 'done');
    const seen = async () => (await vcenter.machinesNamed('sized'))[0];
    const resize = async (change: JsonObject) => {
      const asked = await api.requestOf(
        await api.resize(made, change),
        ({ plan }) => Boolean(plan),
      );
      expect(asked).toMatchObject({
        kind: 'resize',
        state: 'planned',
        plan: { summary: { add: 0, change: 1, destroy: 0 } },
      });
      await api.approve(asked);
      return api.waitFor(asked.id, ({ state }) => state === 'done');
    };

    const first = await seen();
    const larger = await resize({ cpus: 2, memoryMib: 768 });
    expect(larger.change).toEqual({
      does: ['CPUs: 1 to 2.', 'Memory: 512 MiB to 768 MiB.'],
      interrupts: expect.stringContaining('CPU hot add is off'),
    });
    const second = await seen();
    expect(second).toMatchObject({
      reference: first.reference,
      cpus: 2,
      memoryMib: 768,
      powerState: 'poweredOn',
      networkCards: first.networkCards,
    });
    expect(second.bootTime).not.toBe(first.bootTime);

    const [size] = second.disks;
    const more = await resize({
      disks: [{ label: 'disk0', sizeGib: size + 1 }],
      addDisks: [{ sizeGib: 2 }],
    });
    expect(more.change!.interrupts).toBeUndefined();
    const third = await seen();
    expect(third.disks).toEqual([size + 1, 2]);
    expect(third.bootTime).toBe(second.bootTime);

    // Somebody reserves memory by hand once the plan is approved.
    const drifted = await api.requestOf(
      await api.resize(made, { addDisks: [{ sizeGib: 3 }] }),
      ({ plan }) => Boolean(plan),
    );
    const drift = beforeApply(() =>
      vcenter.reconfigure(
        third.reference,
        '<memoryAllocation><reservation>64</reservation></memoryAllocation>',
      ),
    );
    await api.approve(drifted);
    await drift;
    const refused = await untilChoice(drifted);
    expect(refused.message).toContain(
      `is no longer the approved one: ${drifted.plan!.digest} was approved`,
    );
    expect(await api.applyLog(drifted.id)).toContain(
      `backlot-gate: refused: Request ${drifted.id} was approved for the plan ${
        drifted.plan!.digest
      }, but`,
    );
    expect(await seen()).toMatchObject({ disks: third.disks });
    await api.choose(refused, 'replan');
    const anew = await api.waitFor(
      drifted.id,
      ({ state }) => state === 'planned',
    );
    expect(anew.replaced!.plan.digest).toBe(drifted.plan!.digest);
    expect(anew.plan!.changes).toMatchObject([
      {
        actions: ['update'],
        values: expect.arrayContaining([
          { path: ['memory_reservation'], before: 64, after: 0 },
        ]),
      },
    ]);
    await api.approve(anew);
    await api.waitFor(drifted.id, ({ state }) => state === 'done');
    expect(await seen()).toMatchObject({
      disks: [...third.disks, 3],
      memoryReservationMib: 0,
      bootTime: third.bootTime,
    });

    await vcenter.powerOff(third.reference);
    await until('the inventory shows it off', async () => {
      const [{ power }] = await api.machines('sized');
      return power === 'off';
    });
    const whileOff = await resize({ memoryMib: 1024 });
    expect(whileOff.change!.interrupts).toContain('The machine is off.');
    expect(whileOff.message).toBe('It was off before, and is off again.');
    expect(await seen()).toMatchObject({
      memoryMib: 1024,
      powerState: 'poweredOff',
    });

    const ending = await api.requestOf(
      await api.decommission(made),
      ({ plan }) => Boolean(plan),
    );
    await api.approve(ending);
    await expectNothingLeft(
      await api.waitFor(ending.id, ({ state }) => state === 'done'),
    );
  });

  it('upgrades a machine to another tag of the module, which changes nothing, and to one that restarts it', async () => {
    const { api, backend, peers, moduleSource } = platform;
    const file = 'modules/rhel9-vm/main.tf';
    const main = await gitea.get<{ sha: string; content: string }>(
      `${repository}/contents/${file}?ref=main`,
    );
    const text = Buffer.from(main.content, 'base64').toString();
    const hotAdd = /cpu_hot_add_enabled( +)= .*/;
    expect(text).toMatch(hotAdd);
    await gitea.put(`${repository}/contents/${file}`, {
      branch: 'main',
      new_branch: 'hot-add',
      sha: main.sha,
      content: Buffer.from(
        text.replace(hotAdd, 'cpu_hot_add_enabled$1= true'),
      ).toString('base64'),
      message: 'Let machines take CPUs while they run',
    });
    await gitea.post(`${repository}/tags`, {
      tag_name: 'rhel9-vm-v1.0.1',
      target: 'main',
    });
    await gitea.post(`${repository}/tags`, {
      tag_name: 'rhel9-vm-v1.1.0',
      target: 'hot-add',
    });
    const planned = await api.requestOf(
      await api.request(formValues('upgraded', 'production')),
      ({ plan }) => Boolean(plan),
    );
    await api.approve(planned);
    const made = await api.waitFor(planned.id, ({ state }) => state === 'done');
    const seen = async () => (await vcenter.machinesNamed('upgraded'))[0];
    const first = await seen();
    const upgradeTo = async (tag: string) => {
      await backend.kill();
      await backend.start({ moduleSource: moduleSource(tag) });
      const asked = await api.requestOf(await api.upgrade(made), ({ plan }) =>
        Boolean(plan),
      );
      expect(asked).toMatchObject({ kind: 'upgrade', state: 'planned' });
      await api.approve(asked);
      return api.waitFor(asked.id, ({ state }) => state === 'done');
    };

    try {
      const same = await upgradeTo('rhel9-vm-v1.0.1');
      expect(same.change).toEqual({
        does: [`Module: ${peers.forge.moduleTag} to rhel9-vm-v1.0.1.`],
        interrupts: expect.stringContaining('the plan says it'),
      });
      expect(same.plan).toMatchObject({
        changes: [],
        summary: { add: 0, change: 0, destroy: 0 },
      });
      expect((await seen()).bootTime).toBe(first.bootTime);
      expect(await api.history(same.id)).toContainEqual(
        expect.objectContaining({ type: 'gate-passed' }),
      );

      await vcenter.powerOff(first.reference);
      await until('the inventory shows it off', async () => {
        const [{ power }] = await api.machines('upgraded');
        return power === 'off';
      });
      const other = await upgradeTo('rhel9-vm-v1.1.0');
      expect(other.change!.interrupts).toContain('The machine is off.');
      expect(other.plan!.changes).toMatchObject([
        { actions: ['update'], values: [{ path: ['cpu_hot_add_enabled'] }] },
      ]);
      expect(other.message).toBe('It was off before, and is off again.');
      expect(await seen()).toMatchObject({
        reference: first.reference,
        powerState: 'poweredOff',
        disks: first.disks,
        networkCards: first.networkCards,
      });
      const again = await api.requestOf(
        await api.resize(made, { cpus: 2 }),
        ({ plan }) => Boolean(plan),
      );
      expect(again.plan!.changes).toMatchObject([
        { actions: ['update'], values: [{ path: ['num_cpus'] }] },
      ]);
      await api.cancel(again);
    } finally {
      await backend.kill();
      await backend.start();
    }
  });

  it('applies nothing of what somebody pushes after the approval, and says so', async () => {
    const { api, peers } = platform;
    const planned = await api.requestOf(
      await api.request(formValues('pushed', 'production')),
      ({ plan }) => Boolean(plan),
    );
    const branch = `vm/${planned.id.toLowerCase()}`;
    const file = 'vms/production/pushed/vm.auto.tfvars.json';
    const pushed = beforeApply(async () => {
      const { sha, content } = await gitea.get<{
        sha: string;
        content: string;
      }>(`${repository}/contents/${file}?ref=${encodeURIComponent(branch)}`);
      const variables = JSON.parse(Buffer.from(content, 'base64').toString());
      variables.hardware.cpus = 2;
      await gitea.put(`${repository}/contents/${file}`, {
        branch,
        sha,
        content: Buffer.from(JSON.stringify(variables)).toString('base64'),
        message: 'Give it another CPU',
      });
    });
    await api.approve(planned);
    await pushed;
    const refused = await untilChoice(planned);
    const { commit } = planned.plan!;
    const { id: head } = (
      await gitea.get<{ commit: { id: string } }>(
        `${repository}/branches/${encodeURIComponent(branch)}`,
      )
    ).commit;
    expect(refused.message).toContain(
      `commit ${commit} was approved, and the branch is now at ${head}. Somebody pushed to it`,
    );
    const { statuses } = await gitea.get<{
      statuses: { context: string; target_url: string }[];
    }>(`${repository}/commits/${head}/status`);
    const job = statuses.find(
      ({ context }) =>
        context === 'atlantis/apply: vms/production/pushed/default',
    );
    expect(
      await new AtlantisRuns(peers.atlantis, 'platform/infrastructure').jobLog(
        job!.target_url,
      ),
    ).toContain(
      `backlot-gate: refused: Request ${planned.id} was approved for commit ${commit}, but ${head} would be applied. Somebody pushed to the branch; nothing was applied.`,
    );
    expect(await vcenter.machinesNamed('pushed')).toEqual([]);
    await api.choose(refused, 'roll-back');
    await expectNothingLeft(
      await api.waitFor(refused.id, ({ state }) => state === 'rolled-back'),
    );
  });

  it('makes a machine again from the newest template, with its name, place, address and MAC address', async () => {
    const { api } = platform;
    const planned = await api.requestOf(
      await api.request(
        formValues('again', 'production', { template: 'rhel9-2026.8' }),
      ),
      ({ plan }) => Boolean(plan),
    );
    await api.approve(planned);
    const made = await api.waitFor(planned.id, ({ state }) => state === 'done');
    const before = await vcenter.machinesNamed('again');

    const asked = await api.requestOf(await api.rebuild(made), ({ plan }) =>
      Boolean(plan),
    );
    expect([asked.state, asked.message]).toEqual(['planned', undefined]);
    expect(asked).toMatchObject({
      kind: 'rebuild',
      change: {
        does: [
          'The machine is destroyed and made again from template rhel9-2026.11; it was made from rhel9-2026.8.',
          expect.stringContaining('Everything on its disks is lost'),
          expect.stringContaining(`its address ${made.address!.address}`),
        ],
      },
      plan: { exact: true, summary: { add: 2, change: 0, destroy: 2 } },
    });
    const [number, machine] = asked.plan!.changes;
    expect(number).toMatchObject({
      type: 'terraform_data',
      actions: ['delete', 'create'],
      replacePaths: [['triggers_replace']],
    });
    expect(machine).toMatchObject({
      type: 'vsphere_virtual_machine',
      actions: ['delete', 'create'],
      reason: 'replace_by_triggers',
      values: expect.arrayContaining([
        {
          path: ['clone', 0, 'template_uuid'],
          before: made.placement!.template!.uuid,
          after: asked.placement!.template!.uuid,
        },
      ]),
    });
    expect(asked.placement!.template).toMatchObject({ name: 'rhel9-2026.11' });
    expect(await vcenter.machinesNamed('again')).toEqual(before);

    await api.approve(asked);
    const done = await api.waitFor(asked.id, ({ state }) => state === 'done');
    const after = await vcenter.machinesNamed('again');
    const [{ reference, bootTime: _, ...kept }] = before;
    expect(after).toEqual([expect.objectContaining({ ...kept })]);
    expect(after[0].reference).not.toEqual(reference);
    expect(done.machine!.id).toBe(after[0].reference.value);
    await until('the inventory shows the new machine alone', async () => {
      const shown = await api.machines('again');
      return shown.length === 1 && shown[0].id === done.machine!.id;
    });
    expect(await netbox.of(made.fqdn)).toEqual([
      expect.objectContaining({
        address: `${made.address!.address}/24`,
        status: 'active',
      }),
    ]);

    // What it is now is what is changed, and made again, from now on.
    const larger = await api.requestOf(
      await api.resize(made, { memoryMib: 768 }),
      ({ plan }) => Boolean(plan),
    );
    expect(larger.plan!.summary).toEqual({ add: 0, change: 1, destroy: 0 });
    await api.approve(larger);
    await api.waitFor(larger.id, ({ state }) => state === 'done');
    const second = await api.requestOf(await api.rebuild(made), ({ plan }) =>
      Boolean(plan),
    );
    expect([second.state, second.message]).toEqual(['planned', undefined]);
    await api.approve(second);
    await api.waitFor(second.id, ({ state }) => state === 'done');
    const [last] = await vcenter.machinesNamed('again');
    expect(last).toMatchObject({
      memoryMib: 768,
      powerState: 'poweredOn',
      networkCards: before[0].networkCards,
    });
  });

  it('extends a machine and transfers it, which its next plan does not notice', async () => {
    const { api } = platform;
    const done = ({ state }: VmRequest) => state === 'done';
    const made = await api.requestOf(
      await api.request(formValues('handed', 'development')),
      done,
    );
    const [before] = await vcenter.machinesNamed('handed');
    const inDays = (days: number) =>
      new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const asked = await api.requestOf(
      await api.transfer(made, 'group:default/team-search'),
      ({ state }) => state === 'planned',
    );
    expect(asked).toMatchObject({
      needsPlan: false,
      approvers: ['group:default/team-search'],
    });
    await expect(api.approve(asked, 'priya.nair')).rejects.toThrow();
    await api.approve(asked, 'jonas.lind');
    await api.waitFor(asked.id, done);
    expect(await api.machine(made)).toMatchObject({
      owner: 'group:default/team-search',
    });

    await expect(
      api.requestOf(await api.extend(made, inDays(120)), done),
    ).rejects.toThrow(/belongs to group:default\/team-search/);
    await api.requestOf(
      await api.extend(made, inDays(120), 'jonas.lind'),
      done,
    );
    const { endsAt } = await api.machine(made);
    expect(endsAt?.slice(0, 10)).toBe(inDays(120));
    const [after] = await vcenter.machinesNamed('handed');
    expect(after).toEqual(before);
  });

  /** Asks for a machine of a template that is refused, or of one that is kept. */
  async function askForOdd(template: string, cpus: number): Promise<VmRequest> {
    const { api } = platform;
    const [refusal] = expectedRefusal(await api.template(template));
    const task = await api.request(
      formValues(`odd-${template}`, 'development', {
        template,
        size: 'custom',
        custom: { cpus, memoryMib: 512, diskGib: 0 },
      }),
    );
    const ended = await api.requestOf(task, ({ state }) =>
      ['done', 'failed'].includes(state),
    );
    if (refusal) {
      expect(ended).toMatchObject({
        state: 'failed',
        message: expect.stringContaining(refusal),
      });
      expect(ended.pullRequest).toBeUndefined();
      return ended;
    }
    expect(ended).toMatchObject({ state: 'done' });
    await expectMade(ended);
    return ended;
  }

  it('makes a machine of each odd template that the provider keeps from the form on, of which a later plan changes only what is asked for', async () => {
    const { api } = platform;
    const cpusOf = {
      'two-controllers': 1,
      thick: 1,
      'eager-zeroed': 1,
      tuned: 4,
      reserved: 1,
    };
    await Promise.all(
      Object.entries(cpusOf).map(async ([template, cpus]) => {
        const made = await askForOdd(template, cpus);
        if (made.state === 'failed') {
          return;
        }
        const asked = await api.requestOf(
          await api.resize(made, { memoryMib: 768 }),
          ({ plan }) => Boolean(plan),
        );
        const [{ actions, values }, ...others] = asked.plan!.changes;
        expect(others).toEqual([]);
        expect(actions).toEqual(['update']);
        expect(values.map(({ path }) => path.join('.'))).toEqual(
          template === 'reserved'
            ? ['memory', 'memory_reservation']
            : ['memory'],
        );
        await api.waitFor(asked.id, ({ state }) => state === 'done');
      }),
    );
  });

  describe('by another blueprint', () => {
    /** Makes a machine in development, where nobody has to approve. */
    const make = async (
      blueprint: string,
      values: Partial<FormValues>,
    ): Promise<VmRequest> =>
      platform.api.requestOf(
        await platform.api.request(
          formValues(blueprint, 'development', values),
          { blueprint },
        ),
        ({ state }) => state === 'done',
      );

    const end = async (made: VmRequest): Promise<VmRequest> =>
      platform.api.requestOf(
        await platform.api.decommission(made),
        ({ state }) => state === 'done',
      );

    it('makes an Ubuntu machine, whose user is in the group of its administrators, and ends it', async () => {
      const made = await make('ubuntu-vm', {
        template: 'ubuntu-24.04-2026.11',
      });
      await expectMade(made);
      expect(made).toMatchObject({
        blueprintTitle: 'Ubuntu',
        access: { signIn: `ssh acme@${made.address!.address}` },
      });
      const [{ extraConfig }] = await vcenter.machinesNamed(made.name);
      const userdata = Buffer.from(
        extraConfig['guestinfo.userdata'],
        'base64',
      ).toString();
      expect(JSON.parse(userdata.replace('#cloud-config', ''))).toMatchObject({
        users: [{ name: 'acme', groups: ['sudo'] }],
      });

      await expectNothingLeft(await end(made));
    });

    it('makes a Windows machine with a password that nothing of Backlot holds, resizes it, and ends it', async () => {
      const { api, peers } = platform;
      const made = await make('windows-vm', {
        template: 'windows-2022-2026.11',
        sshPublicKeys: undefined,
      });
      expect(made).toMatchObject({
        blueprintTitle: 'Windows Server',
        access: {
          signIn: `Remote Desktop to ${made.address!.address} as Administrator`,
        },
      });
      // The simulator's guest has the address that the customization gave it.
      expect(await vcenter.machinesNamed(made.name)).toMatchObject([
        { ipAddress: made.address!.address, powerState: 'poweredOn' },
      ]);
      const kept = JSON.stringify([made, await api.history(made.id)]);
      expect(kept).toContain('(sensitive value)');
      expect(kept).not.toContain(peers.atlantis.windowsPassword);

      const resized = await api.requestOf(
        await api.resize(made, { memoryMib: 768 }),
        ({ state }) => state === 'done',
      );
      expect(JSON.stringify(resized)).not.toContain(
        peers.atlantis.windowsPassword,
      );
      const ended = await end(made);
      expect(JSON.stringify(ended)).not.toContain(
        peers.atlantis.windowsPassword,
      );
      await expectNothingLeft(ended);
    });

    it('refuses a template of another operating system, in words', async () => {
      const task = await platform.api.request(
        formValues('windows-1', 'development', {
          template: 'ubuntu-24.04-2026.11',
          sshPublicKeys: undefined,
        }),
        { blueprint: 'windows-vm' },
      );
      await expect(
        platform.api.requestOf(task, ({ state }) => state === 'failed'),
      ).rejects.toThrow('does not fit blueprint windows-vm');
    });
  });

  it.each(['sata', 'ide', 'nvme', 'mixed-controllers'])(
    'refuses the template %s before there is a pull request, in words, or keeps it',
    async template => {
      expect(await askForOdd(template, 1)).toMatchObject({ kind: 'create' });
    },
  );

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

  it('makes a batch of five, each with a pull request of its own, approved at once, and the one that failed when it is tried again', async () => {
    const { api } = platform;
    const place = await vcenter.placement('backlot/production', 'DC0_C1');
    const [template] = await vcenter.machinesNamed('rhel9-2026.11');
    // The fifth is opened once one of the first four is planned.
    let mayPlan = () => {};
    const planning = new Promise<void>(resolve => {
      mayPlan = resolve;
    });
    calls.watch(async ({ path }, when) => {
      if (path === '/api/plan' && when === 'before') {
        await planning;
      }
    });
    const task = await api.request(
      formValues('five', 'production', {
        several: { count: 5, pattern: '{env}-{app}-{seq:03}' },
      }),
    );
    const names = [1, 2, 3, 4, 5].map(number => `prod-five-00${number}`);
    const opened = await api.batchOf(task, () => true);
    expect(opened.items.map(({ name }) => name)).toEqual(names);
    await until('the task of the form ends', async () =>
      ['completed', 'failed'].includes(await api.taskStatus(task)),
    );
    expect(await api.taskStatus(task)).toBe('completed');
    // Somebody makes a machine with the name of the last by hand, before its request is opened.
    const foreign = await vcenter.cloneByHand(
      names[4],
      { ...place, template_uuid: template.uuid },
      'production',
    );
    await until('the inventory shows it', async () => {
      const shown = await api.machines(names[4]);
      return shown.length === 1;
    });
    calls.watch(async () => {});
    mayPlan();

    const isPrepared = ({ items }: RequestBatch) =>
      items.every(
        ({ state, request }) =>
          state === 'failed' ||
          request?.state === 'planned' ||
          request?.state === 'done',
      );
    const planned = await api.batchOf(task, isPrepared);
    expect(planned.items.map(({ request }) => request?.state)).toEqual([
      'planned',
      'planned',
      'planned',
      'planned',
      undefined,
    ]);
    expect(planned.items[4].message).toContain(
      `The name ${names[4]} is taken by machine`,
    );
    expect(await api.approveAll(planned)).toMatchObject({
      items: Array(4).fill({ decided: true }),
    });
    const ended = await api.batchOf(task, ({ state }) => state === 'ended');
    expect(ended.message).toContain(`${names[4]} of 5 went wrong`);

    await vcenter.powerOff(foreign);
    await vcenter.destroy(foreign);
    await until('the inventory shows it gone', async () => {
      const found = await api.machines(names[4]);
      return found.length === 0;
    });
    await api.retryItem(ended, 5);
    await api.approveAll(await api.batchOf(task, isPrepared));
    const whole = await api.batchOf(task, ({ items }) =>
      items.every(({ request }) => request?.state === 'done'),
    );
    const requests = await Promise.all(
      whole.items.map(({ request }) => api.find(request!.id)),
    );
    for (const request of requests) {
      await expectMade(request);
    }
    const distinct = (of: (request: VmRequest) => unknown) =>
      new Set(requests.map(of)).size;
    expect(distinct(({ address }) => address!.address)).toBe(5);
    expect(distinct(({ pullRequest }) => pullRequest!.number)).toBe(5);
    expect(distinct(({ plan }) => plan!.digest)).toBe(5);
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
