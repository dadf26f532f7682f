import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AtlantisRuns, printedPlan, Run } from './chain/AtlantisRuns';
import { Gate } from './chain/Gate';
import {
  InfrastructureRepository,
  PullRequest,
} from './chain/InfrastructureRepository';
import {
  disksOf,
  machineFiles,
  MachineVariables,
  machineVariables,
} from './chain/machineFiles';
import { Place, SimulatedVCenter } from './chain/SimulatedVCenter';
import { Peers, startPeers } from './startPeers';

jest.setTimeout(600_000);

describe('the chain on the real peers', () => {
  let directory: string;
  let gate: Gate;
  let peers: Peers;
  let repository: InfrastructureRepository;
  let atlantis: AtlantisRuns;
  let vcenter: SimulatedVCenter;
  let placement: Place;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'backlot-chain-'));
    gate = await Gate.start('the gate token');
    peers = await startPeers({
      directory,
      backstage: { url: gate.url, gateToken: gate.token },
    });
    repository = new InfrastructureRepository(peers.forge);
    atlantis = new AtlantisRuns(peers.atlantis, repository.name);
    vcenter = await SimulatedVCenter.login(peers.vcenter);
    placement = await vcenter.placement('backlot/development');
  });

  afterAll(async () => {
    await peers?.close();
    await gate?.close();
    await rm(directory, { recursive: true, force: true });
  });

  function directoryOf(variables: MachineVariables): string {
    return `vms/development/${variables.name}`;
  }

  function filesOf(variables: MachineVariables): Record<string, string> {
    const { forge } = peers;
    return machineFiles(
      variables,
      `git::${forge.url}/${repository.name}.git//modules/rhel9-vm?ref=${forge.moduleTag}`,
      join(peers.atlantis.stateFolder, `${variables.name}.tfstate`),
    );
  }

  function propose(request: string, variables: MachineVariables) {
    return repository.propose(
      `vm/${request}`,
      directoryOf(variables),
      filesOf(variables),
    );
  }

  async function plan(pull: PullRequest, variables: MachineVariables) {
    const run = await atlantis.plan(pull, directoryOf(variables));
    expect([run.status, run.body]).toEqual([200, expect.any(String)]);
    return printedPlan(run.text);
  }

  function approve(
    pull: PullRequest,
    variables: MachineVariables,
    digest: string,
  ): void {
    gate.approve({
      repository: repository.name,
      pull: String(pull.number),
      directory: directoryOf(variables),
      commit: pull.commit,
      digest,
    });
  }

  async function jobLogOf(
    pull: PullRequest,
    command: string,
    variables: MachineVariables,
  ) {
    const context = `atlantis/${command}: ${directoryOf(variables)}/default`;
    const status = (await repository.statuses(pull.commit)).find(
      candidate => candidate.context === context,
    );
    return { status, log: await atlantis.jobLog(status!.target_url) };
  }

  /** A machine that is asked for, planned, approved, applied and merged. */
  async function make(
    request: string,
    variables: MachineVariables,
  ): Promise<{ pull: PullRequest; run: Run }> {
    const pull = await propose(request, variables);
    const { digest } = await plan(pull, variables);
    approve(pull, variables, digest);
    const run = await atlantis.apply(pull, directoryOf(variables));
    expect([run.status, run.body]).toEqual([200, expect.any(String)]);
    await repository.merge(pull);
    return { pull, run };
  }

  it('makes a machine as asked, resizes it and destroys it', async () => {
    const asked = machineVariables('web01', placement);
    const pull = await propose('make-web01', asked);
    const made = await plan(pull, asked);
    expect(made.digest).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(made.plan).toMatchObject({
      version: 2,
      changes: [
        {
          address: 'module.vm.terraform_data.rebuild[0]',
          actions: ['create'],
        },
        {
          address: 'module.vm.vsphere_virtual_machine.this[0]',
          actions: ['create'],
          values: expect.arrayContaining([
            { path: ['name'], after: 'web01' },
            { path: ['num_cpus'], after: 2 },
            { path: ['memory'], after: 4096 },
            { path: ['default_ip_address'], unknown: true },
          ]),
        },
      ],
    });

    approve(pull, asked, made.digest);
    const applied = await atlantis.apply(pull, directoryOf(asked));
    expect(applied.text).toContain('backlot-gate: approved');
    expect(applied.text).toContain('2 added, 0 changed, 0 destroyed');
    const [machine] = await vcenter.machinesNamed('web01');
    expect(machine).toMatchObject({
      cpus: 2,
      memoryMib: 4096,
      disks: [40, 20],
      powerState: 'poweredOn',
      ipAddress: '10.20.210.17',
      networks: [placement.network_id],
      networkCards: [
        {
          macAddress: asked.network.interfaces[0].mac_address,
          addressType: 'manual',
        },
      ],
      annotation:
        'Backlot request: 01JD2Q6W8S&#xA;Owner: group:default/team-payments&#xA;Settles &#34;payments&#34;; ${not} a $(command)',
    });
    expect(await vcenter.hostsOf(placement.cluster_id)).toContain(machine.host);
    expect(applied.text).toContain(`moid = "${machine.reference.value}"`);
    await repository.merge(pull);
    expect(await repository.isMerged(pull)).toBe(true);

    const larger = machineVariables('web01', placement, {
      hardware: {
        ...asked.hardware,
        cpus: 4,
        memory_mib: 8192,
        disks: disksOf(60, 20),
      },
    });
    const resize = await propose('resize-web01', larger);
    const resized = await plan(resize, larger);
    expect(resized.plan.changes).toEqual([
      expect.objectContaining({
        actions: ['update'],
        id: machine.uuid,
        values: [
          { path: ['disk', 0, 'size'], before: 40, after: 60 },
          { path: ['memory'], before: 4096, after: 8192 },
          { path: ['num_cpus'], before: 2, after: 4 },
        ],
      }),
    ]);
    approve(resize, larger, resized.digest);
    const changed = await atlantis.apply(resize, directoryOf(larger));
    expect(changed.text).toContain('0 added, 1 changed, 0 destroyed');
    expect(await vcenter.machinesNamed('web01')).toMatchObject([
      { uuid: machine.uuid, cpus: 4, memoryMib: 8192, disks: [60, 20] },
    ]);
    await repository.merge(resize);

    const gone = { ...larger, present: false };
    const removal = await propose('remove-web01', gone);
    const removed = await plan(removal, gone);
    expect(removed.plan.changes).toMatchObject([
      { actions: ['delete'], values: [], type: 'terraform_data' },
      { actions: ['delete'], values: [], id: machine.uuid },
    ]);
    approve(removal, gone, removed.digest);
    const destroyed = await atlantis.apply(removal, directoryOf(gone));
    expect(destroyed.text).toContain('0 added, 0 changed, 2 destroyed');
    expect(await vcenter.machinesNamed('web01')).toEqual([]);
    await repository.merge(removal);
  });

  it('applies nothing that the gate refuses', async () => {
    const asked = machineVariables('web02', placement);
    const pull = await propose('make-web02', asked);
    const { digest } = await plan(pull, asked);
    const run = await atlantis.apply(pull, directoryOf(asked));
    expect(run.status).toBe(500);
    expect(await vcenter.machinesNamed('web02')).toEqual([]);
    expect(gate.asked.at(-1)).toEqual({
      repository: repository.name,
      pull: String(pull.number),
      directory: directoryOf(asked),
      workspace: 'default',
      commit: pull.commit,
      digest,
    });
    const { status, log } = await jobLogOf(pull, 'apply', asked);
    expect(status).toMatchObject({ status: 'failure' });
    expect(log).toContain(`backlot-gate: refused: Nobody approved ${digest}`);
  });

  it('refuses a plan that is not the one that was approved', async () => {
    const asked = machineVariables('web03', placement);
    const pull = await propose('make-web03', asked);
    const { digest } = await plan(pull, asked);
    approve(pull, asked, digest);

    const more = machineVariables('web03', placement, {
      hardware: { ...asked.hardware, cpus: 16 },
    });
    const later = await repository.amend(
      pull,
      directoryOf(more),
      filesOf(more),
    );
    // Even if the commit of the later plan were approved with the earlier digest.
    approve(later, more, digest);
    const run = await atlantis.apply(later, directoryOf(more));
    expect(run.status).toBe(500);
    expect(gate.asked.at(-1)!.commit).toBe(later.commit);
    expect(gate.asked.at(-1)!.digest).not.toBe(digest);
    expect(await vcenter.machinesNamed('web03')).toEqual([]);
  });

  it('shows why Terraform could not plan, in the job log', async () => {
    const asked = machineVariables('web04', {
      ...placement,
      template_uuid: '42000000-0000-0000-0000-000000000000',
    });
    const pull = await propose('make-web04', asked);
    const run = await atlantis.plan(pull, directoryOf(asked));
    expect(run.status).toBe(500);
    expect(run.body).not.toContain('42000000-0000-0000-0000-000000000000');
    const { status, log } = await jobLogOf(pull, 'plan', asked);
    expect(status).toMatchObject({ status: 'failure' });
    expect(log).toContain(
      'cannot locate virtual machine or template with UUID "42000000-0000-0000-0000-000000000000"',
    );
  });

  it('gives the same digest until something else would be done', async () => {
    const asked = machineVariables('web05', placement);
    const { run } = await make('make-web05', asked);
    expect(run.text).toContain('2 added');
    const [machine] = await vcenter.machinesNamed('web05');

    const larger = machineVariables('web05', placement, {
      hardware: { ...asked.hardware, cpus: 4 },
    });
    const pull = await propose('resize-web05', larger);
    const first = await plan(pull, larger);
    expect(await plan(pull, larger)).toEqual(first);

    const other = (await vcenter.hostsOf(placement.cluster_id)).find(
      host => host !== machine.host,
    )!;
    await vcenter.migrate(machine.reference, other);
    await vcenter.moveIntoFolder(machine.reference, 'production');
    await vcenter.powerOff(machine.reference);
    await vcenter.reconfigure(
      machine.reference,
      '<annotation>Backed up last night</annotation>',
    );
    expect((await plan(pull, larger)).digest).toBe(first.digest);

    const largest = machineVariables('web05', placement, {
      hardware: { ...asked.hardware, cpus: 8 },
    });
    const amended = await repository.amend(
      pull,
      directoryOf(largest),
      filesOf(largest),
    );
    expect((await plan(amended, largest)).digest).not.toBe(first.digest);
  });

  it('plans nothing for a machine that is as asked, though it was moved and its template is gone', async () => {
    const asked = machineVariables('web06', placement);
    await make('make-web06', asked);
    const [machine] = await vcenter.machinesNamed('web06');
    await vcenter.moveIntoFolder(machine.reference, 'production');
    const moved = machineVariables('web06', {
      ...placement,
      template_uuid: '42000000-0000-0000-0000-000000000000',
      network: 'renamed',
    });
    const pull = await propose('look-web06', moved);
    expect((await plan(pull, moved)).plan).toMatchObject({
      version: 2,
      complete: true,
      changes: [],
      outputs: [],
    });
  });

  it('destroys a machine whose network, pool, datastore and template are gone', async () => {
    const asked = machineVariables('web07', placement);
    await make('make-web07', asked);
    const gone = machineVariables(
      'web07',
      {
        ...placement,
        resource_pool_id: 'resgroup-9999',
        datastore_id: 'datastore-9999',
        network_id: 'dvportgroup-9999',
        template_uuid: '42000000-0000-0000-0000-000000000000',
        folder: 'no/such/folder',
      },
      { present: false },
    );
    const { run } = await make('remove-web07', gone);
    expect(run.text).toContain('2 destroyed');
    expect(await vcenter.machinesNamed('web07')).toEqual([]);
  });

  it('hands user, keys and address to cloud-init', async () => {
    const asked = machineVariables('web08', placement);
    const byCloudInit = {
      ...asked,
      access: { ...asked.access, mechanism: 'cloud-init' },
    };
    await make('make-web08', byCloudInit);
    const [{ extraConfig, networkCards }] = await vcenter.machinesNamed(
      'web08',
    );
    const decoded = (key: string) =>
      Buffer.from(extraConfig[key], 'base64').toString();
    expect(extraConfig['guestinfo.userdata.encoding']).toBe('base64');
    const [header, userdata] = decoded('guestinfo.userdata').split('\n');
    expect(header).toBe('#cloud-config');
    expect(JSON.parse(userdata).users).toMatchObject([
      { name: 'acme', ssh_authorized_keys: asked.access.ssh_public_keys },
    ]);
    expect(JSON.parse(decoded('guestinfo.metadata'))).toMatchObject({
      'local-hostname': 'web08.dev.acme.example',
      network: {
        ethernets: {
          eth0: {
            match: { macaddress: networkCards[0].macAddress },
            addresses: ['10.20.210.17/24'],
          },
        },
      },
    });
  });

  it('asks the gate also when somebody comments "atlantis apply"', async () => {
    const asked = machineVariables('web09', placement);
    const pull = await propose('make-web09', asked);
    const place = directoryOf(asked);
    await plan(pull, asked);
    await repository.comment(pull, `atlantis plan -d ${place}`);
    const answer = await repository.answerTo(pull, 'Ran Plan for dir');
    const { digest } = printedPlan(answer);
    const question = gate.next();
    await repository.comment(pull, `atlantis apply -d ${place}`);
    expect(await question).toMatchObject({ commit: pull.commit, digest });
    expect(await repository.answerTo(pull, 'Ran Apply for dir')).toContain(
      `backlot-gate: refused: Nobody approved ${digest}`,
    );
    expect(await vcenter.machinesNamed('web09')).toEqual([]);
  });
});
