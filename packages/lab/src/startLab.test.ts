import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { AtlantisDriver } from './atlantis/conformance/AtlantisDriver';
import { GiteaDriver } from './atlantis/conformance/GiteaDriver';
import { labMachineFiles } from './atlantis/labMachineFiles';
import { Lab } from './Lab';
import { startLab } from './startLab';

describe('startLab', () => {
  let directory: string;
  let lab: Lab | undefined;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'lab-'));
  });

  afterEach(async () => {
    await lab?.close();
    lab = undefined;
    await rm(directory, { recursive: true, force: true });
  });

  async function statusOf(url: string, headers: Record<string, string> = {}) {
    const { statusCode, body } = await request(url, { headers });
    await body.dump();
    return statusCode;
  }

  it('starts all peers, each with its secret', async () => {
    lab = await startLab({ directory });
    const { netbox, forge, atlantis, vcenter, control } = lab;
    const agent = new Agent({
      connect: { ca: await readFile(join(directory, 'ca.pem'), 'utf8') },
    });
    const versions = await request(
      `${vcenter.url}/sdk/vimServiceVersions.xml`,
      { dispatcher: agent },
    );
    await versions.body.dump();
    await agent.close();

    expect(versions.statusCode).toBe(200);
    expect(
      await statusOf(`${netbox.url}/api/ipam/prefixes/`, {
        authorization: `Token ${netbox.token}`,
      }),
    ).toBe(200);
    expect(await statusOf(`${netbox.url}/api/ipam/prefixes/`)).toBe(403);
    expect(
      await statusOf(
        `${forge.url}/api/v1/repos/${forge.owner}/${forge.repository}`,
        { authorization: `token ${forge.token}` },
      ),
    ).toBe(200);
    expect(await statusOf(`${atlantis.url}/healthz`)).toBe(200);
    expect(await statusOf(`${control.url}/faults`)).toBe(200);
  });

  it('has seeded NetBox with the addresses of the machines in vCenter', async () => {
    lab = await startLab({ directory });
    const machine = lab.vcenter.model.machines().find(vm => vm.ipAddress)!;
    const { body } = await request(
      `${lab.netbox.url}/api/ipam/ip-addresses/?address=${machine.ipAddress}`,
      { headers: { authorization: `Token ${lab.netbox.token}` } },
    );
    expect(await body.json()).toMatchObject({
      count: 1,
      results: [{ dns_name: expect.stringContaining(`${machine.name}.`) }],
    });
  });

  it('shows in vCenter what Atlantis applies from the forge', async () => {
    lab = await startLab({ directory, pace: { clone: 1, terraformLine: 0 } });
    const { vcenter, forge, atlantis } = lab;
    const files = labMachineFiles(lab, 'web01');
    const path = 'vms/development/web01';
    const { branch, pull } = await new GiteaDriver(forge).propose(
      'vm/one',
      Object.fromEntries(
        Object.entries(files).map(([name, content]) => [
          `${path}/${name}`,
          content,
        ]),
      ),
    );

    const { status } = await new AtlantisDriver(atlantis).post('apply', {
      Repository: `${forge.owner}/${forge.repository}`,
      Ref: branch,
      base_branch: 'main',
      Type: 'Gitea',
      PR: pull,
      Paths: [{ Directory: path, Workspace: 'default' }],
    });

    expect(status).toBe(200);
    expect(vcenter.machines.find({ name: 'web01' })).toMatchObject({
      folder: 'backlot/development',
      cpus: 2,
      memoryMib: 4096,
      ipAddress: '10.20.210.17',
      poweredOn: true,
    });
  });

  it('is reached on the loopback address only', async () => {
    lab = await startLab();
    for (const { url } of [
      lab.vcenter,
      lab.netbox,
      lab.forge,
      lab.atlantis,
      lab.control,
    ]) {
      // Another address of this computer, which a server on all addresses would answer.
      const elsewhere = url.replace('127.0.0.1', '127.0.0.2');
      await expect(request(elsewhere)).rejects.toThrow('ECONNREFUSED');
    }
  });

  it('makes its secrets once, and keeps them where only their owner reads them', async () => {
    lab = await startLab({ directory });
    const { credentials } = lab;
    await lab.close();
    lab = await startLab({ directory });
    expect(lab.credentials).toEqual(credentials);

    const path = join(directory, 'lab.json');
    expect((await stat(path)).mode % 0o1000).toBe(0o600);
    expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({
      vcenter: {
        url: lab.vcenter.url,
        password: credentials.vcenter.password,
      },
      netbox: { token: credentials.netbox.token },
    });
  });

  it('makes others for another lab', async () => {
    lab = await startLab();
    const other = await startLab();
    await other.close();
    expect(other.credentials.vcenter.password).not.toBe(
      lab.credentials.vcenter.password,
    );
    expect(other.credentials.gateToken).not.toBe(lab.credentials.gateToken);
  });

  it('ends what it began when one peer cannot start', async () => {
    lab = await startLab();
    const port = Number(new URL(lab.atlantis.url).port);
    await expect(startLab({ ports: { atlantis: port } })).rejects.toThrow(
      'EADDRINUSE',
    );
  });

  it('does not start in production', async () => {
    const environment = jest.replaceProperty(process, 'env', {
      ...process.env,
      NODE_ENV: 'production',
    });
    await expect(startLab()).rejects.toThrow('NODE_ENV');
    environment.restore();
  });
});
