import { createServer } from 'node:http';
import { once } from 'node:events';
import { AddressInfo } from 'node:net';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { LabForge } from '../forge/LabForge';
import { projectFiles, variablesOf } from './__testUtils__/projectFiles';
import { plainDisk } from './terraform/plainHardware';
import { unpaint } from './terraform/ansi';
import {
  startAtlantisAlone,
  startForgeAlone,
} from './__testUtils__/startAtlantisAlone';

const DIRECTORY = 'vms/development/web01';
const CONTEXT = `${DIRECTORY}/default`;

// A command is a few git processes, which a busy machine starts slowly.
jest.setTimeout(30_000);

type Started = Awaited<ReturnType<typeof startAtlantisAlone>>;

describe('startAtlantis', () => {
  const state = createMockDirectory();
  const started: Array<{ close(): Promise<void> }> = [];
  let forge: LabForge;

  beforeAll(async () => {
    forge = await startForgeAlone();
  });

  afterAll(async () => {
    await forge.close();
  });

  afterEach(async () => {
    for (const peer of started.splice(0)) {
      await peer.close();
    }
    state.clear();
  });

  async function start(options: Parameters<typeof startAtlantisAlone>[1] = {}) {
    const lab = await startAtlantisAlone(forge, options);
    started.push(lab);
    return lab;
  }

  let branches = 0;
  async function propose(lab: Started, variables = variablesOf('web01')) {
    branches += 1;
    return await lab.forge.propose(
      `vm/${branches}`,
      Object.fromEntries(
        Object.entries(projectFiles('web01', variables)).map(([path, text]) => [
          `${DIRECTORY}/${path}`,
          text,
        ]),
      ),
    );
  }

  async function run(
    lab: Started,
    command: 'plan' | 'apply',
    proposal: { branch: string; pull: number },
  ) {
    const { status, body } = await lab.driver.post(command, {
      Repository: 'platform/infrastructure',
      Ref: proposal.branch,
      Type: 'Gitea',
      PR: proposal.pull,
      Paths: [{ Directory: DIRECTORY, Workspace: 'default' }],
    });
    const [result] = (body.ProjectResults ?? []) as Array<{
      Failure: string;
      PlanSuccess: { TerraformOutput: string } | null;
      ApplySuccess: string;
    }>;
    return {
      status,
      failure: result?.Failure,
      text: result?.PlanSuccess?.TerraformOutput ?? result?.ApplySuccess,
    };
  }

  async function newestStatus(
    lab: Started,
    command: 'plan' | 'apply',
    proposal: { commit: string },
  ) {
    const statuses = await lab.forge.statuses(proposal.commit);
    return statuses.find(
      ({ context }) => context === `atlantis/${command}: ${CONTEXT}`,
    )!;
  }

  async function logOf(
    lab: Started,
    command: 'plan' | 'apply',
    proposal: { commit: string },
  ) {
    const { target_url: url } = await newestStatus(lab, command, proposal);
    const { frames } = await lab.driver.followJob(url);
    return unpaint(Buffer.concat(frames).toString('utf8'));
  }

  it('says that it is simulated', async () => {
    const lab = await start();
    const proposal = await propose(lab);
    await expect(run(lab, 'plan', proposal)).resolves.toMatchObject({
      text: expect.stringMatching(/^Simulated by the Backlot lab/),
    });
  });

  it('makes, resizes and removes a machine', async () => {
    const lab = await start();
    await run(lab, 'apply', await propose(lab));
    const [machine] = lab.machines.all.values();
    expect(machine).toMatchObject({
      name: 'web01',
      folder: 'backlot/development',
      cpus: 2,
      memoryMib: 4096,
      disks: [{ label: 'disk0', sizeGib: 40, thin: true, unit: 0 }],
      networkCards: [
        { network: 'dvportgroup-20', macAddress: '00:50:56:00:00:11' },
      ],
      annotation: expect.stringContaining('01JAZ0000000000000000000R1'),
    });

    const larger = await propose(
      lab,
      variablesOf('web01', {
        cpus: 4,
        disks: [plainDisk(0, 80)],
      }),
    );
    const { text } = await run(lab, 'plan', larger);
    expect(text).toContain('Plan: 0 to add, 1 to change, 0 to destroy.');
    expect(text).toMatch(/~ num_cpus = 2 -> 4/);
    expect(text).toMatch(/~ disk \{\n\s+~ size = 40 -> 80\n/);
    await run(lab, 'apply', larger);
    expect(lab.machines.find({ uuid: machine.uuid })).toMatchObject({
      cpus: 4,
      disks: [{ sizeGib: 80 }],
    });

    const gone = await propose(lab, {
      ...variablesOf('web01'),
      present: false,
    });
    await expect(run(lab, 'plan', gone)).resolves.toMatchObject({
      text: expect.stringContaining('0 to add, 0 to change, 2 to destroy'),
    });
    await run(lab, 'apply', gone);
    expect(lab.machines.all.size).toBe(0);
  });

  function withCards(...macAddresses: string[]) {
    return {
      ...variablesOf('web01'),
      network: {
        domain: 'dev.acme.example',
        dns_servers: [],
        interfaces: macAddresses.map((mac_address, index) => ({
          name: `eth${index}`,
          network_id: 'dvportgroup-20',
          network: 'fra1-dev-app',
          adapter_type: 'vmxnet3',
          mac_address,
          ipv4: { address: `10.20.210.1${index}`, prefix_length: 24 },
        })),
      },
    };
  }

  it('adds a network card, and fails to give one another MAC address, as the provider does', async () => {
    const [first, second] = ['00:50:56:00:00:11', '00:50:56:00:00:12'];
    const lab = await start();
    await run(lab, 'apply', await propose(lab, withCards(first)));
    const two = await propose(lab, withCards(first, second));
    await expect(run(lab, 'plan', two)).resolves.toMatchObject({
      text: expect.stringMatching(/\+ network_interface \{\n.*vmxnet3/),
    });
    await run(lab, 'apply', two);
    await expect(run(lab, 'plan', two)).resolves.toMatchObject({
      text: expect.stringContaining('No changes.'),
    });

    const other = await propose(lab, withCards('00:50:56:00:00:13', second));
    await expect(run(lab, 'apply', other)).resolves.toMatchObject({
      status: 500,
    });
    expect(await logOf(lab, 'apply', other)).toContain(
      'Resource postcondition failed',
    );
    await expect(run(lab, 'plan', other)).resolves.toMatchObject({
      text: expect.stringContaining('1 to change'),
    });
    const [machine] = lab.machines.all.values();
    expect(machine.networkCards.map(card => card.macAddress)).toEqual([
      first,
      second,
    ]);
  });

  it.each<[string, string[], string]>([
    ['no card', [], 'At least one network card is needed.'],
    [
      'a MAC address twice',
      ['00:50:56:00:00:11', '00:50:56:00:00:11'],
      'needs a MAC address of its own',
    ],
    [
      'an upper-case MAC address',
      ['00:50:56:00:00:AA'],
      'six octets in lower case',
    ],
  ])('refuses %s in the module’s words', async (_, macAddresses, words) => {
    const lab = await start();
    const proposal = await propose(lab, withCards(...macAddresses));
    await expect(run(lab, 'plan', proposal)).resolves.toMatchObject({
      status: 500,
    });
    expect(await logOf(lab, 'plan', proposal)).toContain(words);
  });

  it('refuses to shrink a disk, in the log only', async () => {
    const lab = await start();
    await run(lab, 'apply', await propose(lab));
    const smaller = await propose(
      lab,
      variablesOf('web01', {
        disks: [plainDisk(0, 20)],
      }),
    );
    await expect(run(lab, 'plan', smaller)).resolves.toMatchObject({
      status: 500,
      text: '',
    });
    expect(await logOf(lab, 'plan', smaller)).toContain(
      'virtual disks cannot be shrunk (old: 40 new: 20)',
    );
  });

  it('keeps its states over a restart', async () => {
    const lab = await start({ directory: state.path });
    const proposal = await propose(lab);
    await run(lab, 'apply', proposal);
    await lab.restart();
    await expect(run(lab, 'plan', proposal)).resolves.toMatchObject({
      text: expect.stringContaining('No changes.'),
    });
  });

  it('plans a machine anew that vanished from vCenter', async () => {
    const lab = await start();
    const proposal = await propose(lab);
    await run(lab, 'apply', proposal);
    lab.machines.all.clear();
    const { text } = await run(lab, 'plan', proposal);
    expect(text).toContain('has been deleted');
    expect(text).toContain('Plan: 1 to add, 0 to change, 0 to destroy.');
  });

  it('fails a plan when told so', async () => {
    const lab = await start();
    const proposal = await propose(lab);
    lab.faults.switchOn({ peer: 'atlantis', kind: 'plan-fails', times: 1 });
    await expect(run(lab, 'plan', proposal)).resolves.toMatchObject({
      status: 500,
    });
    expect(await logOf(lab, 'plan', proposal)).toContain('│ Error: ');
    await expect(run(lab, 'plan', proposal)).resolves.toMatchObject({
      status: 200,
    });
  });

  it('leaves a tainted machine when an apply fails half-way', async () => {
    const lab = await start();
    const proposal = await propose(lab);
    lab.faults.switchOn({
      peer: 'atlantis',
      kind: 'apply-fails-half-way',
      times: 1,
    });
    await expect(run(lab, 'apply', proposal)).resolves.toMatchObject({
      status: 500,
    });
    expect(lab.machines.all.size).toBe(1);
    expect(await logOf(lab, 'apply', proposal)).toContain(
      'customization failed on "backlot/development/web01"',
    );
    await expect(run(lab, 'plan', proposal)).resolves.toMatchObject({
      text: expect.stringContaining('is tainted, so must be replaced'),
    });
  });

  it('forgets the clone that it was killed after, as Terraform does', async () => {
    const lab = await start();
    const proposal = await propose(lab);
    lab.faults.switchOn({
      peer: 'atlantis',
      kind: 'killed-after-clone',
      times: 1,
    });
    await expect(run(lab, 'apply', proposal)).rejects.toThrow();
    expect(lab.machines.all.size).toBe(1);
    const status = await newestStatus(lab, 'apply', proposal);
    expect(status.status).toBe('pending');
    await expect(lab.driver.followJob(status.target_url)).rejects.toThrow(
      '500',
    );

    await expect(run(lab, 'plan', proposal)).resolves.toMatchObject({
      text: expect.stringContaining('Plan: 2 to add'),
    });
    await expect(run(lab, 'apply', proposal)).resolves.toMatchObject({
      status: 500,
    });
    expect(await logOf(lab, 'apply', proposal)).toContain(
      "The name 'web01' already exists.",
    );
  });

  it('makes nothing when it is killed before the clone', async () => {
    const lab = await start();
    const proposal = await propose(lab);
    lab.faults.switchOn({
      peer: 'atlantis',
      kind: 'killed-before-clone',
      times: 1,
    });
    await expect(run(lab, 'apply', proposal)).rejects.toThrow();
    expect(lab.machines.all.size).toBe(0);
    await expect(run(lab, 'apply', proposal)).resolves.toMatchObject({
      status: 200,
    });
  });

  it('loses an answer after the work was done', async () => {
    const lab = await start();
    const proposal = await propose(lab);
    lab.faults.switchOn({
      peer: 'atlantis',
      kind: 'answer-lost',
      path: '/api/apply',
      times: 1,
    });
    await expect(run(lab, 'apply', proposal)).rejects.toThrow();
    expect(lab.machines.all.size).toBe(1);
    await expect(newestStatus(lab, 'apply', proposal)).resolves.toMatchObject({
      status: 'success',
    });
  });

  it("answers another pull request's lock as a failure", async () => {
    const lab = await start();
    const proposal = await propose(lab);
    const release = lab.atlantis.holdLock({
      repository: 'platform/infrastructure',
      directory: DIRECTORY,
      pull: 99,
    });
    await expect(run(lab, 'plan', proposal)).resolves.toMatchObject({
      status: 500,
      failure: expect.stringContaining(
        'This project is currently locked by an unapplied plan from pull #99.',
      ),
    });
    const { text } = await lab.driver.get('/api/locks');
    expect(JSON.parse(text)).toMatchObject({
      Locks: [{ PullID: '99', ProjectRepoPath: DIRECTORY }],
    });
    release();
    await expect(run(lab, 'plan', proposal)).resolves.toMatchObject({
      status: 200,
    });
  });

  describe('with a gate', () => {
    async function startGate(answer: { status: number; body?: string }) {
      const asked: string[] = [];
      const server = createServer((request, response) => {
        asked.push(`${request.headers.authorization} ${request.url}`);
        response.statusCode = answer.status;
        response.end(answer.body);
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      started.push({
        close: async () => {
          server.close();
          server.closeAllConnections();
        },
      });
      const { port } = server.address() as AddressInfo;
      return { asked, url: `http://127.0.0.1:${port}` };
    }

    it('asks before it applies, with the digest that the plan printed', async () => {
      const gate = await startGate({ status: 204 });
      const lab = await start({ gate: { url: gate.url, token: 'gate-token' } });
      const proposal = await propose(lab);
      const plan = await run(lab, 'plan', proposal);
      const digest = /backlot-plan-digest: (\S+)/.exec(plan.text)![1];
      await expect(run(lab, 'apply', proposal)).resolves.toMatchObject({
        text: expect.stringMatching(/^backlot-gate: approved\n/),
      });
      expect(gate.asked).toEqual([
        `Bearer gate-token /api/vm-requests/v1/gate?repository=platform%2Finfrastructure&pull=${
          proposal.pull
        }&directory=${encodeURIComponent(DIRECTORY)}&workspace=default&commit=${
          proposal.commit
        }&digest=${encodeURIComponent(digest)}`,
      ]);
    });

    it('applies nothing when the gate refuses, and prints why', async () => {
      const gate = await startGate({
        status: 409,
        body: JSON.stringify({ error: { message: 'another plan' } }),
      });
      const lab = await start({ gate: { url: gate.url, token: 'gate-token' } });
      const proposal = await propose(lab);
      await expect(run(lab, 'apply', proposal)).resolves.toMatchObject({
        status: 500,
      });
      expect(lab.machines.all.size).toBe(0);
      expect(await logOf(lab, 'apply', proposal)).toContain(
        'backlot-gate: refused: another plan',
      );
    });
  });
});
